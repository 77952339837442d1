// Which token comes next, drawn from the logits of all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

/// Applied in this order, which is that of Hugging Face's transformers (GenerationMixin): temperature, top-k,
/// top-p (nucleus sampling, Holtzman et al. 2020); what is left is renormalised.
struct SamplingConfig {
  double temperature = 1.0;  // logits are divided by it; 0: always the most probable token
  int64_t top_k = 0;         // only the most probable so many tokens; 0: all
  double top_p = 1.0;        // only the most probable tokens that have this probability together

  bool operator==(const SamplingConfig&) const = default;
};

struct DrawnToken {
  TokenId id;
  double log_probability;  // of all tokens at temperature 1: what the model itself says
};

/// Draws <end> and words; keeps memory for the next one. Of equally probable tokens the one with the lower id
/// comes first.
class TokenSampler {
 public:
  /// Never draws <pad>, <unk>, nor one of the `labels` tokens behind <end> that stand in front of texts.
  explicit TokenSampler(const SamplingConfig& config, std::size_t labels = 0)
      : config_(config), first_word_(Vocabulary::label_id(labels)) {}

  /// `number` is uniform in [0, 1). Throws Error if the logits are no numbers.
  DrawnToken draw(std::span<const float> logits, double number);

 private:
  using Candidate = std::pair<float, TokenId>;  // its logit, later its weight; its id

  template <class OnToken>
  void for_each_token(std::span<const float> logits, const OnToken& on_token) const;
  TokenId most_probable(std::span<const float> logits) const;
  TokenId choose(std::span<const float> logits, double number);
  void keep_top_k(std::span<const float> logits);
  double weigh();
  double keep_top_p(double sum);

  SamplingConfig config_;
  TokenId first_word_;
  std::vector<Candidate> candidates_;  // by id, after top-k by probability
  std::vector<Candidate> ordered_;     // the same, partly by probability
};

}  // namespace sentiment
