// Whether probabilities mean what they say: of the answers given with 80 % confidence, are 80 % right?
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sentiment {

/// The answers whose confidence (the probability of the label given) lies in (low, high]; the first bin holds
/// 0 as well.
struct ReliabilityBin {
  double low = 0.0;
  double high = 0.0;
  int64_t count = 0;
  double confidence = 0.0;  // mean of the answers in it; 0 if there are none
  double accuracy = 0.0;    // share of them that are right; 0 if there are none
};

/// Reliability bins of equal width, and the expected calibration error (Guo et al. 2017, equation 3).
class Calibration {
 public:
  static constexpr std::size_t kBins = 15;  // Guo et al. 2017, section 4

  /// `confidence` in [0, 1].
  void add(double confidence, bool right);

  /// All of them, from low to high.
  std::vector<ReliabilityBin> bins() const;
  /// Mean distance between confidence and accuracy, weighted by the answers in each bin; 0 without answers.
  double expected_error() const;

 private:
  struct Sums {
    int64_t count = 0;
    int64_t right = 0;
    double confidence = 0.0;
  };
  std::vector<Sums> sums_ = std::vector<Sums>(kBins);
};

/// Probabilities with their logits divided by `temperature` > 0 (Guo et al. 2017, section 4.2): a higher one
/// makes them less sure, the order of labels stays. `probabilities` [classes] sum to 1.
std::vector<double> at_temperature(std::span<const double> probabilities, double temperature);

/// Finds the temperature at which the right labels are most likely.
class TemperatureFit {
 public:
  // What perfect or hopeless answers on few examples would ask for lies beyond any use.
  static constexpr double kLowest = 0.05;
  static constexpr double kHighest = 20.0;

  /// An example: its `probabilities` [classes] and the right label.
  void add(std::span<const double> probabilities, std::size_t truth);

  /// In [kLowest, kHighest], to six digits; 1 without examples, or if every temperature is equally good.
  double temperature() const;

 private:
  /// Of the log-likelihood by 1 / temperature: falling, as the likelihood is concave in it.
  double slope(double inverse) const;

  std::vector<float> gaps_;        // logits of an example's labels less that of the right one
  std::vector<std::size_t> ends_;  // [examples] of each one's in gaps_
};

}  // namespace sentiment
