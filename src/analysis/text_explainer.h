// Whatever explains its answers: a network, or a bundle of several models.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/thread_pool.h"
#include "inference/loaded_model.h"

namespace sentiment {

struct Explanation;

/// Thread-safe.
class TextExplainer {
 public:
  virtual ~TextExplainer() = default;

  /// Label and probabilities are what the classifier of the same model says of the text, and
  /// running_probability what it says of a part of it; all have the same bits for any number of threads.
  /// Throws what the classifier does. A bundle has no gates to show.
  virtual Explanation explain(std::string_view text, bool want_gates, ThreadPool& pool) const = 0;

  virtual const Task& task() const = 0;
};

/// What a bundle asks of each of its members.
class MemberExplainer {
 public:
  virtual ~MemberExplainer() = default;

  /// What the model says of every beginning of the tokens read, [tokens + 1][classes], of none first.
  virtual std::vector<std::vector<double>> read_beginnings(std::string_view text, ThreadPool& pool) const = 0;

  /// What each token adds to the score of `label`. Of the rest of an explanation there is `unknown`, and of a
  /// network also what the tokens are; no probabilities.
  virtual Explanation attribute(std::string_view text, int32_t label, ThreadPool& pool) const = 0;
};

/// `name` is the file as messages should call it. Throws Error if it is a bundle whose members do not read
/// the same tokens.
std::unique_ptr<const TextExplainer> text_explainer(LoadedModel model, const std::string& name);

}  // namespace sentiment
