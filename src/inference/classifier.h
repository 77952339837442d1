// A network that labels text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/thread_pool.h"
#include "inference/text_classifier.h"
#include "inference/token_rows.h"
#include "model/model_file.h"

namespace sentiment {

class Classifier : public TextClassifier {
 public:
  /// Takes the parameters out of the model: they are packed for reading.
  explicit Classifier(Model model);
  ~Classifier() override;
  Classifier(Classifier&&) noexcept;

  /// Labels one text on this thread. A text without tokens gets what the output layer's bias says.
  /// Thread-safe, as all the following are.
  Prediction classify(std::string_view text) const;

  /// Labels many; results in the order of the texts. They are the same to the last bit for any number of
  /// threads and for a text alone, which is shared among the threads. Memory does not grow with the number of
  /// texts beyond that of the results.
  std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const override;

  /// The same of texts that are encoded already, with ids of the model's vocabulary.
  std::vector<Probabilities> classify_ids(std::span<const TokenIds> texts, ThreadPool& pool) const;

  const Task& task() const override;

  /// The model without its parameters.
  const Model& model() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sentiment
