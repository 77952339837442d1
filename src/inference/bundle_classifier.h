// A bundle that labels text.
#pragma once

#include <memory>
#include <vector>

#include "inference/bundle.h"
#include "inference/text_classifier.h"

namespace sentiment {

class BundleClassifier : public TextClassifier {
 public:
  explicit BundleClassifier(Bundle bundle);

  /// The number of tokens and the share of unknown ones are the first member's; a text is truncated if any
  /// member reads but a part of it.
  std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const override;
  const Task& task() const override { return task_; }

  /// What each member says of each text, [members][texts][classes], in the order of task().labels.
  std::vector<std::vector<std::vector<double>>> answers(std::span<const std::string> texts,
                                                        ThreadPool& pool) const;

  /// The first n-gram member, with its labels in the order of task().labels; null if there is none.
  std::shared_ptr<const TextClassifier> ngrams() const { return ngrams_; }

 private:
  Task task_;
  std::vector<std::shared_ptr<const TextClassifier>> members_;  // their labels in the order of task_
  std::vector<double> weights_;
  std::shared_ptr<const TextClassifier> ngrams_;
};

}  // namespace sentiment
