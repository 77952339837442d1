#include "nn/recurrence.h"

#include <ATen/ops/_pack_padded_sequence.h>
#include <ATen/ops/_pad_packed_sequence.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gru.h>
#include <ATen/ops/lstm.h>
#include <ATen/ops/rnn_tanh.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <numeric>

#include "nn/tensors.h"

namespace sentiment {
namespace {

// torch.nn's arguments, fixed for one layer in one direction without dropout.
constexpr bool kBiases = true;
constexpr int64_t kLayers = 1;
constexpr double kNoDropout = 0.0;
constexpr bool kOneDirection = false;
constexpr bool kTimeMajor = false;

/// The states before the cut, and the state each review has there.
struct Prefix {
  at::Tensor states;     // [longest prefix, batch, hidden], constant
  RecurrentState start;  // of the part after the cut
};

/// Runs reviews of different lengths up to their own ends, where the library's packed mode keeps each one's
/// last state. Only ever called without gradient.
Prefix run_prefix(RecurrentType type, const at::Tensor& inputs, const std::vector<int64_t>& lengths,
                  const RecurrentWeights& weights) {
  const c10::NoGradGuard no_gradient;
  const auto batch = static_cast<int64_t>(lengths.size());
  std::vector<int64_t> order(lengths.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return lengths[static_cast<std::size_t>(a)] > lengths[static_cast<std::size_t>(b)];
  });
  std::vector<int64_t> sorted;  // packing takes no empty sequence
  for (const int64_t b : order) {
    if (lengths[static_cast<std::size_t>(b)] > 0) sorted.push_back(lengths[static_cast<std::size_t>(b)]);
  }
  order.resize(sorted.size());
  const auto count = static_cast<int64_t>(order.size());
  const at::Tensor rows = integer_tensor(order, {count}, inputs.device());
  const at::Tensor chosen = inputs.slice(0, 0, sorted.front()).index_select(1, rows);
  const auto [data, batch_sizes] =
      at::_pack_padded_sequence(chosen, integer_tensor(sorted, {count}, at::kCPU), false);

  RecurrentState zero = zero_state(type, count, weights);
  at::Tensor packed;
  RecurrentState end;
  if (type == RecurrentType::kLstm) {
    std::tie(packed, end.hidden, end.cell) = at::lstm(data, batch_sizes, {zero.hidden, zero.cell}, weights,
                                                      kBiases, kLayers, kNoDropout, false, kOneDirection);
  } else {
    const auto run = type == RecurrentType::kGru
                         ? at::gru(data, batch_sizes, zero.hidden, weights, kBiases, kLayers, kNoDropout,
                                   false, kOneDirection)
                         : at::rnn_tanh(data, batch_sizes, zero.hidden, weights, kBiases, kLayers, kNoDropout,
                                        false, kOneDirection);
    std::tie(packed, end.hidden) = run;
  }
  const at::Tensor padded =
      std::get<0>(at::_pad_packed_sequence(packed, batch_sizes, false, 0.0, sorted.front()));

  Prefix prefix;
  prefix.start = zero_state(type, batch, weights);
  prefix.start.hidden.index_copy_(1, rows, end.hidden);
  if (end.cell.defined()) prefix.start.cell.index_copy_(1, rows, end.cell);
  prefix.states = at::zeros({sorted.front(), batch, padded.size(2)}, padded.options());
  prefix.states.index_copy_(1, rows, padded);
  return prefix;
}

}  // namespace

RecurrentState RecurrentState::detached() const {
  return {hidden.detach(), cell.defined() ? cell.detach() : cell};
}

RecurrentState zero_state(RecurrentType type, int64_t batch, const RecurrentWeights& weights) {
  const int64_t hidden = weights[1].size(1);
  const auto options = weights[1].options().requires_grad(false);
  RecurrentState state{at::zeros({1, batch, hidden}, options), {}};
  if (type == RecurrentType::kLstm) state.cell = at::zeros({1, batch, hidden}, options);
  return state;
}

RecurrentOutput run_recurrence(RecurrentType type, const at::Tensor& inputs, const RecurrentState& start,
                               const RecurrentWeights& weights) {
  const bool train = c10::GradMode::is_enabled();
  RecurrentOutput out;
  if (type == RecurrentType::kLstm) {
    std::tie(out.states, out.end.hidden, out.end.cell) =
        at::lstm(inputs, {start.hidden, start.cell}, weights, kBiases, kLayers, kNoDropout, train,
                 kOneDirection, kTimeMajor);
  } else {
    const auto run = type == RecurrentType::kGru
                         ? at::gru(inputs, start.hidden, weights, kBiases, kLayers, kNoDropout, train,
                                   kOneDirection, kTimeMajor)
                         : at::rnn_tanh(inputs, start.hidden, weights, kBiases, kLayers, kNoDropout, train,
                                        kOneDirection, kTimeMajor);
    std::tie(out.states, out.end.hidden) = run;
  }
  return out;
}

at::Tensor run_truncated(RecurrentType type, const at::Tensor& inputs, const Sequences& sequences,
                         const RecurrentWeights& weights, int64_t window) {
  const int64_t batch = sequences.batch();
  const int64_t time = sequences.time();
  std::vector<int64_t> cuts;
  for (const int64_t length : sequences.lengths()) cuts.push_back(std::max<int64_t>(length - window, 0));
  if (*std::max_element(cuts.begin(), cuts.end()) == 0) {
    return run_recurrence(type, inputs, zero_state(type, batch, weights), weights).states;
  }
  const Prefix prefix = run_prefix(type, inputs.detach(), cuts, weights);

  // After the cut all reviews are aligned at their own cut, so one padded run serves them all.
  const int64_t tail_time = std::min(window, time);
  std::vector<int64_t> tail_rows(static_cast<std::size_t>(tail_time * batch));
  const int64_t prefix_rows = prefix.states.size(0) * batch;
  std::vector<int64_t> joined_rows(static_cast<std::size_t>(time * batch));
  for (int64_t b = 0; b < batch; ++b) {
    const int64_t cut = cuts[static_cast<std::size_t>(b)];
    for (int64_t t = 0; t < tail_time; ++t) {
      tail_rows[static_cast<std::size_t>(t * batch + b)] = std::min(cut + t, time - 1) * batch + b;
    }
    for (int64_t t = 0; t < time; ++t) {
      const int64_t tail = std::min(t - cut, tail_time - 1);  // beyond the review's end any row will do
      joined_rows[static_cast<std::size_t>(t * batch + b)] =
          t < cut ? t * batch + b : prefix_rows + tail * batch + b;
    }
  }
  const at::Tensor tail_inputs = take_rows(inputs, tail_rows, tail_time);
  const at::Tensor tail = run_recurrence(type, tail_inputs, prefix.start, weights).states;
  return take_rows(at::cat({prefix.states, tail}, 0), joined_rows, time);
}

}  // namespace sentiment
