// An n-gram baseline that labels text as a model does.
#pragma once

#include <string>
#include <vector>

#include "baselines/ngram_baseline.h"
#include "inference/text_classifier.h"
#include "text/encoder.h"

namespace sentiment {

/// A baseline with what it needs to read text: its n-grams are made of the ids of a vocabulary.
struct NgramModel {
  TokenizerConfig tokenizer;
  Vocabulary vocabulary;
  std::vector<std::string> labels;
  NgramBaseline baseline;
};

class NgramClassifier : public TextClassifier {
 public:
  explicit NgramClassifier(NgramModel model);
  NgramClassifier(const NgramClassifier&) = delete;
  NgramClassifier& operator=(const NgramClassifier&) = delete;

  std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const override;
  /// The columns have their defaults.
  const Task& task() const override { return task_; }

 private:
  const NgramModel model_;
  const Task task_;
  const Tokenizer tokenizer_;
  const Encoder encoder_;
};

}  // namespace sentiment
