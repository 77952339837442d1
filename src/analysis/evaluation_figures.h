// What is found out about a model by comparing its answers with the right ones: one example after another in,
// figures out. How they are shown is left to `evaluate` and the report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/text_classifier.h"
#include "metrics/bucket_accuracy.h"
#include "metrics/calibration.h"
#include "metrics/classification_report.h"

namespace sentiment {

/// A wrong answer.
struct WrongAnswer {
  std::string place;      // "reviews.csv:17"
  std::string beginning;  // of the text, not cut inside a character; not yet made printable
  std::size_t truth = 0;
  std::size_t predicted = 0;
  double probability = 0.0;  // of `predicted`
};

class EvaluationFigures {
 public:
  static constexpr std::size_t kSurestErrors = 10;
  static constexpr std::size_t kBeginningBytes = 160;

  /// `temperature`: the one fitted on the validation part, if there is one.
  explicit EvaluationFigures(std::size_t classes, std::optional<double> temperature = std::nullopt);

  /// An example of class `truth`.
  void add(std::size_t truth, const Prediction& prediction, std::string_view place, std::string_view text);

  int64_t examples() const { return confusion_.total(); }
  const ConfusionMatrix& confusion() const { return confusion_; }
  /// 0 without examples.
  double accuracy() const;
  /// Mean negative log-likelihood of the true class, in nats; 0 without examples.
  double loss() const;

  const Calibration& calibration() const { return calibration_; }
  std::optional<double> temperature() const { return temperature_; }
  /// That of the same answers at the temperature; empty if there is none.
  const Calibration& calibration_at_temperature() const { return tempered_; }

  /// Quartiles of the number of tokens, before truncation.
  std::vector<Bucket> by_length() const;
  /// By the share of the tokens read that are unknown: none, up to 1, 2, 5 and 10 %, above.
  std::vector<Bucket> by_oov_rate() const;

  /// At most kSurestErrors, the surest first; of equally sure ones those added first.
  const std::vector<WrongAnswer>& surest_errors() const { return surest_errors_; }

 private:
  void keep_error(WrongAnswer error);

  std::optional<double> temperature_;
  ConfusionMatrix confusion_;
  double loss_sum_ = 0.0;
  Calibration calibration_;
  Calibration tempered_;
  std::vector<Outcome> lengths_;
  std::vector<Outcome> oov_rates_;
  std::vector<WrongAnswer> surest_errors_;
};

}  // namespace sentiment
