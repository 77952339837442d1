#include "nn/tied_softmax.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/full.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "nn/tensors.h"

namespace sentiment {
namespace {

constexpr int64_t kRowsAtOnce = 128;  // their logits stay in a core's cache
constexpr int64_t kColumnsAtOnce = 256;
constexpr double kLargestDifference = 60.0;  // of logits: exp stays finite, also the sum of a million

int64_t blocks_of(int64_t count, int64_t block) { return (count + block - 1) / block; }

at::Tensor float_tensor(const std::vector<float>& values) {
  at::Tensor tensor = at::empty({static_cast<int64_t>(values.size())}, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}

at::Tensor projected(const at::Tensor& states, const TiedOutput& output) {
  if (!output.projection.defined()) return states;
  return at::addmm(output.projection_bias, states, output.projection.t());
}

/// One run; what its blocks share.
class SoftmaxRun {
 public:
  SoftmaxRun(const at::Tensor& states, const TiedOutput& output, const SoftmaxTask& task, at::Tensor weights)
      : states_(states),
        output_(output),
        task_(task),
        weights_(std::move(weights)),
        tokens_(states.size(0)),
        width_(output.words.size(1)),
        targets_(integer_tensor(task.targets, {tokens_}, at::kCPU)),
        candidates_(
            integer_tensor(task.candidates, {static_cast<int64_t>(task.candidates.size())}, at::kCPU)),
        losses_(static_cast<std::size_t>(tokens_)) {
    const int64_t count = candidates_.size(0);
    const at::Tensor rows = output.words.index_select(0, candidates_);
    // One product gives logit - target's logit: features | 1 | target's logit times weights | offset | -1.
    const at::Tensor offsets = float_tensor(task.candidate_offsets).unsqueeze(1);
    wide_candidates_ = at::cat({rows, offsets, at::full({count, 1}, -1.0)}, 1);
    candidate_rows_ = rows;
    features_ = at::empty({tokens_, width_ + 2}, at::kFloat);
    scaled_ = at::empty({tokens_, width_ + 1}, at::kFloat);
    feature_gradient_ = at::empty({tokens_, width_}, at::kFloat);
    target_gradient_ = at::empty({tokens_, width_ + 1}, at::kFloat);
    if (output.projection.defined()) state_gradient_ = at::empty_like(states);
  }

  /// Loss and gradient of tokens [first, first + count), but for what is summed over tokens.
  void block(int64_t first, int64_t count);

  /// Gradients summed over tokens, of some of the candidates or of the projection.
  void sum_candidates(int64_t first, int64_t count, at::Tensor& out) const {
    at::Tensor part = out.narrow(0, first, count);
    at::mm_out(part, weights_.narrow(1, first, count).t(), scaled_);
  }
  void sum_projection(int64_t first, int64_t count, at::Tensor& out) const {
    at::Tensor part = out.narrow(0, first, count);
    at::mm_out(part, feature_gradient_.narrow(1, first, count).t(), states_);
  }

  SoftmaxGradient result(const at::Tensor& candidate_gradient, const at::Tensor& projection) const;

  int64_t width() const { return width_; }
  int64_t candidates() const { return candidates_.size(0); }

 private:
  const at::Tensor& states_;
  const TiedOutput& output_;
  const SoftmaxTask& task_;
  at::Tensor weights_;  // [tokens, candidates]
  int64_t tokens_;
  int64_t width_;
  at::Tensor targets_;           // [tokens]
  at::Tensor candidates_;        // [candidates]
  at::Tensor candidate_rows_;    // [candidates, embedding]
  at::Tensor wide_candidates_;   // [candidates, embedding + 2]
  at::Tensor features_;          // [tokens, embedding + 2]
  at::Tensor scaled_;            // [tokens, embedding + 1] features | 1, times each token's share of the mean
  at::Tensor feature_gradient_;  // [tokens, embedding]
  at::Tensor target_gradient_;   // [tokens, embedding + 1] of the target's row | offset
  at::Tensor state_gradient_;    // [tokens, hidden] where states are projected
  std::vector<double> losses_;
};

void SoftmaxRun::block(int64_t first, int64_t count) {
  const at::Tensor features = projected(states_.narrow(0, first, count), output_);
  const at::Tensor target_rows = output_.words.index_select(0, targets_.narrow(0, first, count));
  at::Tensor target_logits = features.mul(target_rows).sum(1);
  auto* logits = target_logits.data_ptr<float>();
  for (int64_t i = 0; i < count; ++i) logits[i] += task_.target_offsets[static_cast<std::size_t>(first + i)];
  at::Tensor wide = features_.narrow(0, first, count);
  wide.narrow(1, 0, width_).copy_(features);
  wide.select(1, width_).fill_(1.0);
  wide.select(1, width_ + 1).copy_(target_logits);

  at::Tensor weights = weights_.narrow(0, first, count);
  at::mm_out(weights, wide, wide_candidates_.t());
  auto* values = weights.data_ptr<float>();
  for (int64_t i = 0; i < count; ++i) {
    const int64_t hit = task_.hits[static_cast<std::size_t>(first + i)];
    if (hit >= 0) values[i * weights.size(1) + hit] = -std::numeric_limits<float>::infinity();
  }
  weights.clamp_max_(kLargestDifference).exp_();
  const at::Tensor sums = weights.sum(1);  // of the target's weight, which is 1, there is no column
  const at::Tensor shares = sums.add(1.0).mul_(static_cast<double>(tokens_)).reciprocal_();
  const auto* sum = sums.const_data_ptr<float>();
  for (int64_t i = 0; i < count; ++i)
    losses_[static_cast<std::size_t>(first + i)] = std::log1p(static_cast<double>(sum[i]));

  const at::Tensor column = shares.unsqueeze(1);
  at::Tensor scaled = scaled_.narrow(0, first, count);
  at::mul_out(scaled, wide.narrow(1, 0, width_ + 1), column);
  const at::Tensor target_share = shares.sub(1.0 / static_cast<double>(tokens_)).unsqueeze(1);
  at::Tensor target_gradient = target_gradient_.narrow(0, first, count);
  at::mul_out(target_gradient, wide.narrow(1, 0, width_ + 1), target_share);
  at::Tensor gradient = feature_gradient_.narrow(0, first, count);
  at::mm_out(gradient, weights, candidate_rows_);
  gradient.mul_(column).addcmul_(target_rows, target_share);
  if (state_gradient_.defined()) {
    at::Tensor states = state_gradient_.narrow(0, first, count);
    at::mm_out(states, gradient, output_.projection);
  }
}

SoftmaxGradient SoftmaxRun::result(const at::Tensor& candidate_gradient, const at::Tensor& projection) const {
  SoftmaxGradient out;
  for (const double loss : losses_) out.loss += loss;
  out.loss /= static_cast<double>(tokens_);
  at::Tensor words = at::zeros({output_.words.size(0), width_ + 1}, at::kFloat);
  words.index_add_(0, targets_, target_gradient_).index_add_(0, candidates_, candidate_gradient);
  out.words = words.narrow(1, 0, width_).contiguous();
  out.word_offsets = words.select(1, width_).contiguous();
  out.states = state_gradient_.defined() ? state_gradient_ : feature_gradient_;
  if (!projection.defined()) return out;
  out.projection = projection;
  out.projection_bias = feature_gradient_.sum(0);
  return out;
}

}  // namespace

SoftmaxGradient TiedSoftmax::run(const at::Tensor& states, const TiedOutput& output,
                                 const SoftmaxTask& task) {
  const c10::NoGradGuard no_gradient;
  const int64_t tokens = states.size(0);
  const auto candidates = static_cast<int64_t>(task.candidates.size());
  if (!weights_.defined() || weights_.numel() < tokens * candidates)
    weights_ = at::empty({tokens * candidates}, at::kFloat);
  SoftmaxRun run(states, output, task, weights_.narrow(0, 0, tokens * candidates).view({tokens, candidates}));
  pool_->run(static_cast<std::size_t>(blocks_of(tokens, kRowsAtOnce)), [&](std::size_t i) {
    const c10::NoGradGuard also_here;
    const int64_t first = static_cast<int64_t>(i) * kRowsAtOnce;
    run.block(first, std::min(kRowsAtOnce, tokens - first));
  });

  at::Tensor candidate_gradient = at::empty({candidates, run.width() + 1}, at::kFloat);
  at::Tensor projection;
  if (output.projection.defined()) projection = at::empty_like(output.projection);
  const int64_t candidate_blocks = blocks_of(candidates, kColumnsAtOnce);
  const int64_t projection_blocks = projection.defined() ? blocks_of(run.width(), kRowsAtOnce) : 0;
  pool_->run(static_cast<std::size_t>(candidate_blocks + projection_blocks), [&](std::size_t i) {
    const c10::NoGradGuard also_here;
    const auto block = static_cast<int64_t>(i);
    if (block < candidate_blocks) {
      const int64_t first = block * kColumnsAtOnce;
      run.sum_candidates(first, std::min(kColumnsAtOnce, candidates - first), candidate_gradient);
    } else {
      const int64_t first = (block - candidate_blocks) * kRowsAtOnce;
      run.sum_projection(first, std::min(kRowsAtOnce, run.width() - first), projection);
    }
  });
  return run.result(candidate_gradient, projection);
}

SoftmaxScore score_all_words(const at::Tensor& states, const TiedOutput& output, const at::Tensor& word_bias,
                             const std::vector<int32_t>& targets, ThreadPool& pool) {
  const c10::NoGradGuard no_gradient;
  const int64_t tokens = states.size(0);
  const int64_t words = output.words.size(0) - 1;
  const at::Tensor rows = output.words.narrow(0, 1, words).t();
  const at::Tensor bias = word_bias.narrow(0, 1, words);
  std::vector<SoftmaxScore> scores(static_cast<std::size_t>(blocks_of(tokens, kRowsAtOnce)));
  pool.run(scores.size(), [&](std::size_t i) {
    const c10::NoGradGuard also_here;
    const int64_t first = static_cast<int64_t>(i) * kRowsAtOnce;
    const int64_t count = std::min(kRowsAtOnce, tokens - first);
    const at::Tensor logits = at::addmm(bias, projected(states.narrow(0, first, count), output), rows);
    const at::Tensor best = logits.argmax(1);
    const at::Tensor sums = logits.logsumexp({1});
    for (int64_t row = 0; row < count; ++row) {
      const int64_t target = targets[static_cast<std::size_t>(first + row)] - 1;
      scores[i].loss += static_cast<double>(sums.const_data_ptr<float>()[row]) -
                        static_cast<double>(logits.const_data_ptr<float>()[row * words + target]);
      scores[i].correct += best.const_data_ptr<int64_t>()[row] == target ? 1 : 0;
    }
  });
  SoftmaxScore total;
  for (const SoftmaxScore& score : scores) {
    total.loss += score.loss;
    total.correct += score.correct;
  }
  return total;
}

}  // namespace sentiment
