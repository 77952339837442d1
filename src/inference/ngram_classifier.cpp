#include "inference/ngram_classifier.h"

#include <algorithm>
#include <utility>

namespace sentiment {
namespace {

constexpr std::size_t kTextsPerTask = 16;

}  // namespace

NgramClassifier::NgramClassifier(NgramModel model)
    : model_(std::move(model)),
      task_{.labels = model_.labels},
      tokenizer_(model_.tokenizer),
      encoder_(tokenizer_, model_.vocabulary) {}

std::vector<Prediction> NgramClassifier::classify(std::span<const std::string> texts,
                                                  ThreadPool& pool) const {
  std::vector<Prediction> predictions(texts.size());
  pool.run((texts.size() + kTextsPerTask - 1) / kTextsPerTask, [&](std::size_t task) {
    const std::size_t end = std::min((task + 1) * kTextsPerTask, texts.size());
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
      const EncodedText text = encoder_.encode(texts[i]);
      predictions[i] = prediction_of(text, model_.baseline.probabilities(text.ids));
    }
  });
  return predictions;
}

}  // namespace sentiment
