// A loaded model that labels text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/thread_pool.h"
#include "inference/token_rows.h"
#include "model/model_file.h"

namespace sentiment {

struct Prediction {
  std::vector<double> probabilities;  // [classes], sums to 1
  int32_t label = 0;                  // the most probable class; the first of equals
  int64_t tokens = 0;                 // before truncation
  int64_t unknown = 0;                // of the tokens read
  int64_t read = 0;                   // tokens the network read
  bool truncated = false;

  double probability() const { return probabilities[static_cast<std::size_t>(label)]; }
  /// Share of the tokens read that are unknown; 0 for an empty text.
  double oov_rate() const {
    return read == 0 ? 0.0 : static_cast<double>(unknown) / static_cast<double>(read);
  }
};

class Classifier {
 public:
  /// Takes the parameters out of the model: they are packed for reading.
  explicit Classifier(Model model);
  ~Classifier();
  Classifier(Classifier&&) noexcept;

  /// Labels one text on this thread. A text without tokens gets what the output layer's bias says.
  /// Thread-safe, as all the following are.
  Prediction classify(std::string_view text) const;

  /// Labels many; results in the order of the texts. They are the same to the last bit for any number of
  /// threads and for a text alone, which is shared among the threads. Memory does not grow with the number of
  /// texts beyond that of the results.
  std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const;

  /// The same of texts that are encoded already, with ids of the model's vocabulary.
  std::vector<Probabilities> classify_ids(std::span<const TokenIds> texts, ThreadPool& pool) const;

  /// The model without its parameters.
  const Model& model() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sentiment
