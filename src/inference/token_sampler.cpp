#include "inference/token_sampler.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace sentiment {
namespace {

/// Of the logits and one more.
float largest_of(std::span<const float> logits, float other) {
  for (const float logit : logits) other = std::max(other, logit);
  return other;
}

/// Log of the sum of exponentials.
double log_of_sum(std::span<const float> logits, float largest) {
  double sum = 0.0;
  for (const float logit : logits) sum += static_cast<double>(std::exp(logit - largest));
  return static_cast<double>(largest) + std::log(sum);
}

bool is_more_probable(const std::pair<float, TokenId>& a, const std::pair<float, TokenId>& b) {
  return a.first != b.first ? a.first > b.first : a.second < b.second;
}

}  // namespace

DrawnToken TokenSampler::draw(std::span<const float> logits, double number) {
  // Where only tokens that are never drawn have a finite logit, there is nothing to draw.
  const auto first_word = static_cast<std::size_t>(first_word_);
  const float drawable = largest_of(logits.subspan(first_word), logits[Vocabulary::kEndId]);
  const double all = log_of_sum(logits, largest_of(logits.first(first_word), drawable));
  if (!std::isfinite(drawable) || !std::isfinite(all)) {
    throw Error(
        "model: expected numbers as output, found an overflow; its weights are too large, train again with a "
        "smaller learning rate or clip_norm");
  }
  const TokenId id = config_.temperature == 0.0 ? most_probable(logits) : choose(logits, number);
  return {id, static_cast<double>(logits[static_cast<std::size_t>(id)]) - all};
}

/// Those that may be drawn, by id.
template <class OnToken>
void TokenSampler::for_each_token(std::span<const float> logits, const OnToken& on_token) const {
  on_token(Candidate(logits[Vocabulary::kEndId], Vocabulary::kEndId));
  for (auto id = static_cast<std::size_t>(first_word_); id < logits.size(); ++id)
    on_token(Candidate(logits[id], static_cast<TokenId>(id)));
}

TokenId TokenSampler::most_probable(std::span<const float> logits) const {
  Candidate best(logits[Vocabulary::kEndId], Vocabulary::kEndId);
  for_each_token(logits, [&](const Candidate& token) {
    if (token.first > best.first) best = token;
  });
  return best.second;
}

TokenId TokenSampler::choose(std::span<const float> logits, double number) {
  candidates_.clear();
  if (config_.top_k > 0) {
    keep_top_k(logits);
  } else {
    for_each_token(logits, [&](const Candidate& token) { candidates_.push_back(token); });
  }
  double sum = weigh();
  if (config_.top_p < 1.0) sum = keep_top_p(sum);
  double rest = number * sum;
  for (const Candidate& candidate : candidates_) {
    if (rest < static_cast<double>(candidate.first)) return candidate.second;
    rest -= static_cast<double>(candidate.first);
  }
  // Rounding left something: it belongs to the last one that can be drawn at all.
  const auto last = std::find_if(candidates_.rbegin(), candidates_.rend(),
                                 [](const Candidate& c) { return c.first > 0.0F; });
  return last->second;
}

/// A heap of the best ones so far, the worst of them on top.
void TokenSampler::keep_top_k(std::span<const float> logits) {
  const auto k = static_cast<std::size_t>(config_.top_k);
  for_each_token(logits, [&](const Candidate& token) {
    if (candidates_.size() == k) {
      if (!is_more_probable(token, candidates_.front())) return;
      std::pop_heap(candidates_.begin(), candidates_.end(), is_more_probable);
      candidates_.pop_back();
    }
    candidates_.push_back(token);
    std::push_heap(candidates_.begin(), candidates_.end(), is_more_probable);
  });
  std::sort(candidates_.begin(), candidates_.end(), is_more_probable);
}

/// Replaces the logits of the candidates by weights at the temperature, that of the most probable one 1;
/// returns their sum.
double TokenSampler::weigh() {
  float largest = candidates_.front().first;
  for (const Candidate& candidate : candidates_) largest = std::max(largest, candidate.first);
  const auto scale = static_cast<float>(1.0 / config_.temperature);
  double sum = 0.0;
  for (Candidate& candidate : candidates_) {
    candidate.first = std::exp((candidate.first - largest) * scale);
    sum += static_cast<double>(candidate.first);
  }
  return sum;
}

/// Keeps the shortest beginning of the candidates in order of probability that has top_p of `sum`, the weight
/// of all; returns its weight. Only the half is put in order in which the beginning ends, again and again.
double TokenSampler::keep_top_p(double sum) {
  // All that have less than this share together have less than 1 - top_p.
  const double least = (1.0 - config_.top_p) * sum / static_cast<double>(candidates_.size());
  std::erase_if(candidates_, [&](const Candidate& c) { return static_cast<double>(c.first) < least; });
  ordered_ = candidates_;
  double before = 0.0;
  auto begin = ordered_.begin();
  for (auto end = ordered_.end(); end - begin > 1;) {
    const auto middle = begin + (end - begin) / 2;
    std::nth_element(begin, middle, end, is_more_probable);
    double half = 0.0;
    for (auto at = begin; at != middle; ++at) half += static_cast<double>(at->first);
    if (before + half >= config_.top_p * sum) {
      end = middle;
    } else {
      before += half;
      begin = middle;
    }
  }
  const Candidate last = *begin;
  std::erase_if(candidates_, [&](const Candidate& c) { return is_more_probable(last, c); });
  double kept = 0.0;
  for (const Candidate& candidate : candidates_) kept += static_cast<double>(candidate.first);
  return kept;
}

}  // namespace sentiment
