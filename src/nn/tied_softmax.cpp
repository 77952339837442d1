#include "nn/tied_softmax.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/cpu_features.h"
#include "kernels/cell_kernels.h"
#include "kernels/packed_matrix.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

constexpr int64_t kRowsAtOnce = 128;    // their logits stay in a core's cache
constexpr int64_t kTokensAtOnce = 256;  // so do the rows of that many that a gradient is summed over
constexpr int64_t kColumnsAtOnce = 256;
constexpr float kLargestDifference = 60.0F;  // of logits: exp stays finite, also the sum of a million

int64_t blocks_of(int64_t count, int64_t block) { return (count + block - 1) / block; }

at::Tensor projected(const at::Tensor& states, const TiedOutput& output) {
  if (!output.projection.defined()) return states;
  return at::addmm(output.projection_bias, states, output.projection.t());
}

/// As many columns as whole registers have, the new ones zeros.
at::Tensor with_whole_registers(const at::Tensor& rows, int64_t width) {
  const int64_t columns = blocks_of(rows.size(1), width) * width;
  if (columns == rows.size(1)) return rows.contiguous();
  at::Tensor padded = at::zeros({rows.size(0), columns}, at::kFloat);
  padded.narrow(1, 0, rows.size(1)).copy_(rows);
  return padded;
}

float* row(at::Tensor& matrix, int64_t number) { return matrix.data_ptr<float>() + number * matrix.size(1); }
const float* row(const at::Tensor& matrix, int64_t number) {
  return matrix.const_data_ptr<float>() + number * matrix.size(1);
}

/// One run; what its blocks share. Matrices have whole registers of columns: C, E, H rounded up.
class SoftmaxRun {
 public:
  SoftmaxRun(const at::Tensor& states, const TiedOutput& output, const SoftmaxTask& task, at::Tensor& room,
             ThreadPool& pool);

  /// Loss and gradient of tokens [first, first + count), but for what is summed over tokens.
  void block(int64_t first, int64_t count);

  /// The gradients that are summed over tokens: of the candidates, and of the projection if there is one.
  void sum(ThreadPool& pool);

  SoftmaxGradient result() const;

 private:
  void pack(ThreadPool& pool);
  at::Tensor target_logits(const at::Tensor& features, const at::Tensor& rows, int64_t first) const;
  void weigh(int64_t first, const at::Tensor& target_logits, at::Tensor& shares);
  /// Rows [first, first + count) of `out` += the sum over tokens of these columns of `left` times `right`.
  void add_products(const at::Tensor& left, const at::Tensor& right, int64_t first, int64_t count,
                    at::Tensor& out) const;

  const CellKernels<float>& kernels_ = cell_kernels<float>(instruction_set());
  const TiedOutput& output_;
  const SoftmaxTask& task_;
  int64_t tokens_;
  int64_t width_;                                // E
  int64_t hidden_;                               // H
  at::Tensor states_;                            // [tokens, H]
  at::Tensor targets_;                           // [tokens]
  at::Tensor candidates_;                        // [candidates]
  at::Tensor candidate_rows_;                    // [candidates, E], not rounded up
  std::optional<PackedMatrix> logits_;           // features to logits, with the offsets
  std::optional<PackedMatrix> back_;             // weights to the gradient of features
  std::optional<PackedMatrix> projection_;       // states to features
  std::optional<PackedMatrix> back_projection_;  // gradient of features to that of states
  at::Tensor weights_;                           // [tokens, C] exp(logit - the target's)
  at::Tensor features_;                          // [tokens, E]
  at::Tensor scaled_;               // [tokens, E + 1] features | 1, times each token's share of the mean
  at::Tensor feature_gradient_;     // [tokens, E]
  at::Tensor target_gradient_;      // [tokens, E + 1] of the target's row | offset, not rounded up
  at::Tensor state_gradient_;       // [tokens, H]
  at::Tensor candidate_gradient_;   // [candidates, E + 1]
  at::Tensor projection_gradient_;  // [E, H]
  std::vector<double> losses_;
};

SoftmaxRun::SoftmaxRun(const at::Tensor& states, const TiedOutput& output, const SoftmaxTask& task,
                       at::Tensor& room, ThreadPool& pool)
    : output_(output),
      task_(task),
      tokens_(states.size(0)),
      width_(output.words.size(1)),
      hidden_(states.size(1)),
      states_(with_whole_registers(states, kernels_.width)),
      targets_(integer_tensor(task.targets, {tokens_}, at::kCPU)),
      candidates_(integer_tensor(task.candidates, {static_cast<int64_t>(task.candidates.size())}, at::kCPU)),
      candidate_rows_(output.words.index_select(0, candidates_)),
      losses_(static_cast<std::size_t>(tokens_)) {
  pack(pool);
  const int64_t numbers = tokens_ * logits_->columns();
  if (!room.defined() || room.numel() < numbers) room = at::empty({numbers}, at::kFloat);
  weights_ = room.narrow(0, 0, numbers).view({tokens_, logits_->columns()});
  const int64_t with_one = blocks_of(width_ + 1, kernels_.width) * kernels_.width;
  features_ = output.projection.defined() ? at::empty({tokens_, back_->columns()}, at::kFloat) : states_;
  scaled_ = at::empty({tokens_, with_one}, at::kFloat);
  feature_gradient_ = at::empty({tokens_, back_->columns()}, at::kFloat);
  target_gradient_ = at::empty({tokens_, width_ + 1}, at::kFloat);
  candidate_gradient_ = at::zeros({candidates_.size(0), with_one}, at::kFloat);
  if (!output.projection.defined()) return;
  state_gradient_ = at::empty_like(states_);
  projection_gradient_ = at::zeros({width_, states_.size(1)}, at::kFloat);
}

void SoftmaxRun::pack(ThreadPool& pool) {
  const InstructionSet set = instruction_set();
  const int64_t count = candidates_.size(0);
  const auto* rows = candidate_rows_.const_data_ptr<float>();
  pool.run(output_.projection.defined() ? 4 : 2, [&](std::size_t which) {
    const auto* weight = which < 2 ? rows : output_.projection.const_data_ptr<float>();
    if (which == 0) logits_.emplace(count, width_, weight, task_.candidate_offsets.data(), set);
    if (which == 1) back_.emplace(PackedMatrix::of_transposed(width_, count, weight, set));
    if (which == 2)
      projection_.emplace(width_, hidden_, weight, output_.projection_bias.const_data_ptr<float>(), set);
    if (which == 3) back_projection_.emplace(PackedMatrix::of_transposed(hidden_, width_, weight, set));
  });
}

at::Tensor SoftmaxRun::target_logits(const at::Tensor& features, const at::Tensor& rows,
                                     int64_t first) const {
  at::Tensor logits = features.mul(rows).sum(1);
  auto* values = logits.data_ptr<float>();
  for (int64_t i = 0; i < logits.numel(); ++i)
    values[i] += task_.target_offsets[static_cast<std::size_t>(first + i)];
  return logits;
}

/// From logits to weights and losses; shares[i] is a token's part of the mean over the sum of its weights.
void SoftmaxRun::weigh(int64_t first, const at::Tensor& target_logits, at::Tensor& shares) {
  constexpr float kNothing = -std::numeric_limits<float>::infinity();
  const int64_t columns = weights_.size(1);
  for (int64_t i = 0; i < shares.numel(); ++i) {
    const auto token = static_cast<std::size_t>(first + i);
    float* values = row(weights_, first + i);
    if (task_.hits[token] >= 0) values[task_.hits[token]] = kNothing;
    std::fill(values + candidates_.size(0), values + columns, kNothing);
    // The target's own weight is 1 and has no column.
    const double sum =
        kernels_.exp_and_sum(columns, target_logits.const_data_ptr<float>()[i], kLargestDifference, values);
    losses_[token] = std::log1p(sum);
    shares.data_ptr<float>()[i] = static_cast<float>(1.0 / ((1.0 + sum) * static_cast<double>(tokens_)));
  }
}

void SoftmaxRun::block(int64_t first, int64_t count) {
  if (projection_)
    projection_->multiply_rows(count, row(states_, first), states_.size(1), row(features_, first),
                               features_.size(1));
  const at::Tensor features = features_.narrow(0, first, count).narrow(1, 0, width_);
  const at::Tensor target_rows = output_.words.index_select(0, targets_.narrow(0, first, count));
  const at::Tensor target_logits = this->target_logits(features, target_rows, first);
  logits_->multiply_rows(count, row(features_, first), features_.size(1), row(weights_, first),
                         weights_.size(1));
  at::Tensor shares = at::empty({count}, at::kFloat);
  weigh(first, target_logits, shares);

  const at::Tensor column = shares.unsqueeze(1);
  at::Tensor scaled = scaled_.narrow(0, first, count);
  at::Tensor scaled_features = scaled.narrow(1, 0, width_);
  at::mul_out(scaled_features, features, column);
  scaled.narrow(1, width_, 1).copy_(column);
  scaled.narrow(1, width_ + 1, scaled.size(1) - width_ - 1).zero_();
  const at::Tensor target_share = column.sub(1.0 / static_cast<double>(tokens_));
  at::Tensor target_gradient = target_gradient_.narrow(0, first, count);
  at::Tensor row_gradient = target_gradient.narrow(1, 0, width_);
  at::mul_out(row_gradient, features, target_share);
  target_gradient.narrow(1, width_, 1).copy_(target_share);

  back_->multiply_rows(count, row(weights_, first), weights_.size(1), row(feature_gradient_, first),
                       feature_gradient_.size(1));
  at::Tensor gradient = feature_gradient_.narrow(0, first, count).narrow(1, 0, width_);
  gradient.mul_(column).addcmul_(target_rows, target_share);
  if (back_projection_)
    back_projection_->multiply_rows(count, row(feature_gradient_, first), feature_gradient_.size(1),
                                    row(state_gradient_, first), state_gradient_.size(1));
}

void SoftmaxRun::add_products(const at::Tensor& left, const at::Tensor& right, int64_t first, int64_t count,
                              at::Tensor& out) const {
  for (int64_t token = 0; token < tokens_; token += kTokensAtOnce) {
    kernels_.add_transposed({.M = count,
                             .K = std::min(kTokensAtOnce, tokens_ - token),
                             .N = out.size(1),
                             .left = row(left, token) + first,
                             .left_stride = left.size(1),
                             .right = row(right, token),
                             .right_stride = right.size(1),
                             .out = row(out, first),
                             .out_stride = out.size(1)});
  }
}

void SoftmaxRun::sum(ThreadPool& pool) {
  const int64_t candidate_blocks = blocks_of(candidates_.size(0), kColumnsAtOnce);
  const int64_t projection_blocks = projection_ ? blocks_of(width_, kRowsAtOnce) : 0;
  pool.run(static_cast<std::size_t>(candidate_blocks + projection_blocks), [&](std::size_t i) {
    const auto block = static_cast<int64_t>(i);
    if (block < candidate_blocks) {
      const int64_t first = block * kColumnsAtOnce;
      add_products(weights_, scaled_, first, std::min(kColumnsAtOnce, candidates_.size(0) - first),
                   candidate_gradient_);
    } else {
      const int64_t first = (block - candidate_blocks) * kRowsAtOnce;
      add_products(feature_gradient_, states_, first, std::min(kRowsAtOnce, width_ - first),
                   projection_gradient_);
    }
  });
}

SoftmaxGradient SoftmaxRun::result() const {
  SoftmaxGradient out;
  const double loss = std::accumulate(losses_.begin(), losses_.end(), 0.0);
  out.loss = at::scalar_tensor(loss / static_cast<double>(tokens_), at::kDouble);
  at::Tensor words = at::zeros({output_.words.size(0), width_ + 1}, at::kFloat);
  words.index_add_(0, targets_, target_gradient_)
      .index_add_(0, candidates_, candidate_gradient_.narrow(1, 0, width_ + 1));
  out.words = words.narrow(1, 0, width_).contiguous();
  out.word_offsets = words.select(1, width_).contiguous();
  out.states = (projection_ ? state_gradient_ : feature_gradient_).narrow(1, 0, hidden_).contiguous();
  if (!projection_) return out;
  out.projection = projection_gradient_.narrow(1, 0, hidden_).contiguous();
  out.projection_bias = feature_gradient_.narrow(1, 0, width_).sum(0);
  return out;
}

}  // namespace

SoftmaxGradient TiedSoftmax::run(const at::Tensor& states, const TiedOutput& output,
                                 const SoftmaxTask& task) {
  const c10::NoGradGuard no_gradient;
  SoftmaxRun run(states, output, task, weights_, *pool_);
  const int64_t tokens = states.size(0);
  pool_->run(static_cast<std::size_t>(blocks_of(tokens, kRowsAtOnce)), [&](std::size_t i) {
    const c10::NoGradGuard also_here;
    const int64_t first = static_cast<int64_t>(i) * kRowsAtOnce;
    run.block(first, std::min(kRowsAtOnce, tokens - first));
  });
  run.sum(*pool_);
  return run.result();
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
