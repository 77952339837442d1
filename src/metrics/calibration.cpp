#include "metrics/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sentiment {
namespace {

/// A probability of zero has a logit that can still be divided.
double logit(double probability) {
  return std::log(std::max(probability, std::numeric_limits<double>::min()));
}

}  // namespace

void Calibration::add(double confidence, bool right) {
  const auto rank = static_cast<std::size_t>(std::ceil(confidence * static_cast<double>(kBins)));
  Sums& sums = sums_[std::clamp<std::size_t>(rank, 1, kBins) - 1];
  ++sums.count;
  sums.right += right ? 1 : 0;
  sums.confidence += confidence;
}

std::vector<ReliabilityBin> Calibration::bins() const {
  std::vector<ReliabilityBin> bins(kBins);
  for (std::size_t i = 0; i < kBins; ++i) {
    const Sums& sums = sums_[i];
    bins[i].low = static_cast<double>(i) / static_cast<double>(kBins);
    bins[i].high = static_cast<double>(i + 1) / static_cast<double>(kBins);
    bins[i].count = sums.count;
    if (sums.count == 0) continue;
    bins[i].confidence = sums.confidence / static_cast<double>(sums.count);
    bins[i].accuracy = static_cast<double>(sums.right) / static_cast<double>(sums.count);
  }
  return bins;
}

double Calibration::expected_error() const {
  double error = 0.0;
  int64_t total = 0;
  for (const Sums& sums : sums_) {
    error += std::abs(static_cast<double>(sums.right) - sums.confidence);
    total += sums.count;
  }
  return total == 0 ? 0.0 : error / static_cast<double>(total);
}

std::vector<double> at_temperature(std::span<const double> probabilities, double temperature) {
  std::vector<double> tempered;
  for (const double probability : probabilities) tempered.push_back(logit(probability) / temperature);
  const double largest = *std::max_element(tempered.begin(), tempered.end());
  double sum = 0.0;
  for (double& value : tempered) sum += value = std::exp(value - largest);
  for (double& value : tempered) value /= sum;
  return tempered;
}

void TemperatureFit::add(std::span<const double> probabilities, std::size_t truth) {
  const double right = logit(probabilities[truth]);
  for (const double probability : probabilities) {
    gaps_.push_back(static_cast<float>(logit(probability) - right));
  }
  ends_.push_back(gaps_.size());
}

double TemperatureFit::slope(double inverse) const {
  double sum = 0.0;
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    const std::span gaps(gaps_.begin() + static_cast<std::ptrdiff_t>(begin), end - begin);
    const double largest = *std::max_element(gaps.begin(), gaps.end());
    double weights = 0.0;
    double weighted = 0.0;
    for (const double gap : gaps) {
      const double weight = std::exp(inverse * (gap - largest));
      weights += weight;
      weighted += weight * gap;
    }
    sum -= weighted / weights;
    begin = end;
  }
  return sum;
}

double TemperatureFit::temperature() const {
  double low = 1.0 / kHighest;
  double high = 1.0 / kLowest;
  const double at_low = slope(low);
  const double at_high = slope(high);
  if (at_low == 0.0 && at_high == 0.0) return 1.0;
  if (at_low <= 0.0) return kHighest;
  if (at_high >= 0.0) return kLowest;
  while (high / low > 1.0 + 1e-7) {
    const double middle = std::sqrt(low * high);
    (slope(middle) > 0.0 ? low : high) = middle;
  }
  return 1.0 / std::sqrt(low * high);
}

}  // namespace sentiment
