#include "inference/text_classifier.h"

#include <algorithm>
#include <utility>

namespace sentiment {

Prediction prediction_of(const EncodedText& text, std::vector<double> probabilities) {
  Prediction prediction;
  prediction.probabilities = std::move(probabilities);
  const auto best = std::max_element(prediction.probabilities.begin(), prediction.probabilities.end());
  prediction.label = static_cast<int32_t>(best - prediction.probabilities.begin());
  prediction.tokens = text.tokens;
  prediction.unknown = text.unknown;
  prediction.read = static_cast<int64_t>(text.ids.size());
  prediction.truncated = text.truncated();
  return prediction;
}

}  // namespace sentiment
