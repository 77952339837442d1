// Whatever labels text: a network, an n-gram model, several of them as one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "text/encoder.h"

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

/// What a classifier says of a text that it has read.
Prediction prediction_of(const EncodedText& text, std::vector<double> probabilities);

/// What was learnt, and where texts and labels stood in the data.
struct Task {
  std::vector<std::string> labels;   // class i is labels[i]
  std::string text_column = "text";  // the defaults of the commands that read columns
  std::string label_column = "label";
};

class TextClassifier {
 public:
  virtual ~TextClassifier() = default;

  /// Results in the order of the texts, the same to the last bit for any number of threads. Thread-safe.
  virtual std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const = 0;

  virtual const Task& task() const = 0;
};

}  // namespace sentiment
