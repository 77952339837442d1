// Why a model says what it says of a text: what each token adds to the answer, how the answer changes while
// the text is read, and what the gates do.
//
// A label's score is its logit minus the mean of the other labels' logits; of two labels it is the difference
// of their logits. Attributions are integrated gradients (Sundararajan et al. 2017) of the predicted label's
// score, along the straight path from embeddings of zero. Zero is the row of padding, which the network is
// never trained to read, so nothing is said by it; the unknown word's row would not do, as unknown words are
// trained and a text of them has an opinion. They sum to the score minus that of as many zeros, but for
// completeness_error, which is reported and never spread over the tokens.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/text_explainer.h"
#include "core/thread_pool.h"
#include "inference/reading_trace.h"
#include "model/model_file.h"

namespace sentiment {

struct Explanation {
  std::vector<std::string> tokens;  // that were read, in order
  std::vector<bool> unknown;        // [tokens] not in the vocabulary
  std::vector<int64_t> places;      // [tokens] which token of the whole text each is, from 0
  int64_t total_tokens = 0;         // of the whole text
  bool truncated() const { return total_tokens > static_cast<int64_t>(tokens.size()); }

  bool read_backward = false;  // whether the last token was read first

  int32_t label = 0;                        // the most probable
  double probability = 0.0;                 // of that label
  std::vector<double> probabilities;        // [classes]
  std::vector<double> running_probability;  // [tokens] of that label, each token being the last one read

  double logit_difference = 0.0;           // that label's score
  double baseline_logit_difference = 0.0;  // the same with all embeddings zero
  std::vector<double> attributions;        // [tokens] what each adds to the score
  double completeness_error = 0.0;  // sum of attributions - (logit_difference - baseline_logit_difference)
  int64_t gradients = 0;            // points of the path at which the gradient was computed

  std::vector<GateTrace> gates;  // empty unless asked for
};

/// Explains one network.
class Explainer : public TextExplainer, public MemberExplainer {
 public:
  explicit Explainer(Model model);
  ~Explainer() override;
  Explainer(Explainer&&) noexcept;

  /// Label and probabilities are what Classifier says of the text, and running_probability what it says of
  /// the text up to a token, or of a model that reads backward from it on; all have the same bits for any
  /// number of threads. Throws what Classifier does.
  Explanation explain(std::string_view text, bool want_gates, ThreadPool& pool) const override;
  std::vector<std::vector<double>> read_beginnings(std::string_view text, ThreadPool& pool) const override;
  Explanation attribute(std::string_view text, int32_t label, ThreadPool& pool) const override;

  const Task& task() const override;

  /// The model without its parameters.
  const Model& model() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sentiment
