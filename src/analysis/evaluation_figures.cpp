#include "analysis/evaluation_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace sentiment {
namespace {

constexpr std::size_t kLengthBuckets = 4;
constexpr std::array kOovEdges = {0.0, 0.01, 0.02, 0.05, 0.1};

/// The first bytes, not cut inside a code point.
std::string beginning_of(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return std::string(text.substr(0, bytes)) + "...";
}

}  // namespace

EvaluationFigures::EvaluationFigures(std::size_t classes, std::optional<double> temperature)
    : temperature_(temperature), confusion_(classes) {}

void EvaluationFigures::add(std::size_t truth, const Prediction& prediction, std::string_view place,
                            std::string_view text) {
  const auto predicted = static_cast<std::size_t>(prediction.label);
  const bool right = truth == predicted;
  confusion_.add(truth, predicted);
  // A probability that rounds to zero would make the loss infinite.
  loss_sum_ -= std::log(std::max(prediction.probabilities[truth], std::numeric_limits<double>::min()));
  calibration_.add(prediction.probability(), right);
  if (temperature_) tempered_.add(at_temperature(prediction.probabilities, *temperature_)[predicted], right);
  lengths_.push_back({static_cast<double>(prediction.tokens), right});
  oov_rates_.push_back({prediction.oov_rate(), right});
  if (right) return;
  if (surest_errors_.size() == kSurestErrors &&
      prediction.probability() <= surest_errors_.back().probability) {
    return;
  }
  keep_error({.place = std::string(place),
              .beginning = beginning_of(text, kBeginningBytes),
              .truth = truth,
              .predicted = predicted,
              .probability = prediction.probability()});
}

void EvaluationFigures::keep_error(WrongAnswer error) {
  const auto place =
      std::find_if(surest_errors_.begin(), surest_errors_.end(),
                   [&](const WrongAnswer& other) { return other.probability < error.probability; });
  surest_errors_.insert(place, std::move(error));
  if (surest_errors_.size() > kSurestErrors) surest_errors_.pop_back();
}

double EvaluationFigures::accuracy() const {
  return examples() == 0 ? 0.0 : static_cast<double>(confusion_.correct()) / static_cast<double>(examples());
}

double EvaluationFigures::loss() const {
  return examples() == 0 ? 0.0 : loss_sum_ / static_cast<double>(examples());
}

std::vector<Bucket> EvaluationFigures::by_length() const {
  return quantile_buckets(lengths_, kLengthBuckets);
}

std::vector<Bucket> EvaluationFigures::by_oov_rate() const { return edge_buckets(oov_rates_, kOovEdges); }

}  // namespace sentiment
