#include "training/batch_loss.h"

#include <ATen/ops/zeros.h>

#include <algorithm>

#include "nn/tensors.h"

namespace sentiment {
namespace {

at::Tensor count_correct(const at::Tensor& logits, const at::Tensor& labels) {
  return logits.detach().argmax(1).eq(labels).sum();
}

BatchLoss window_loss(const Network& network, const Batch& batch, const Dropout& dropout, int64_t window,
                      const LossOptions& options) {
  at::Tensor sum = at::zeros({}, at::TensorOptions().dtype(at::kFloat).device(network.device()));
  at::Tensor correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(network.device()));
  int64_t begin = 0;
  for (const WindowLogits& reached : network.window_logits(batch, &dropout, window)) {
    const auto count = static_cast<int64_t>(reached.rows.size());
    const at::Tensor labels =
        batch.labels.index_select(0, integer_tensor(reached.rows, {count}, network.device()));
    // Each review's windows share a weight of one, so a long review counts as much as a short one.
    at::Tensor share = at::zeros({count}, at::kFloat);
    auto* shares = share.data_ptr<float>();
    std::vector<int64_t> ending;  // rows of `reached` whose review ends in this window
    for (int64_t i = 0; i < count; ++i) {
      const int64_t length =
          batch.sequences.lengths()[static_cast<std::size_t>(reached.rows[static_cast<std::size_t>(i)])];
      shares[i] = 1.0F / static_cast<float>((length + window - 1) / window);
      if (length <= begin + window) ending.push_back(i);
    }
    sum = sum.add(row_losses(reached.logits, labels, options).mul(on_device(share, network.device())).sum());
    const at::Tensor rows = integer_tensor(ending, {static_cast<int64_t>(ending.size())}, network.device());
    correct = correct.add(count_correct(reached.logits.index_select(0, rows), labels.index_select(0, rows)));
    begin += window;
  }
  return {sum.div(loss_weight(batch.labels, options)), correct};
}

}  // namespace

BatchLoss loss_of(const at::Tensor& logits, const at::Tensor& labels, const LossOptions& options) {
  const at::Tensor loss = row_losses(logits, labels, options).sum().div(loss_weight(labels, options));
  return {loss, count_correct(logits, labels)};
}

BatchLoss batch_loss(const Network& network, const Batch& batch, const Dropout& dropout,
                     const BpttConfig& bptt, const LossOptions& options) {
  if (bptt.loss == BpttLoss::kChunks)
    return window_loss(network, batch, dropout, bptt.window.value(), options);
  return loss_of(network.logits(batch, &dropout, bptt.window), batch.labels, options);
}

int64_t tokens_with_gradient(const Sequences& sequences, const BpttConfig& bptt, int64_t directions) {
  int64_t reached = 0;
  for (const int64_t length : sequences.lengths()) {
    const bool whole =
        !bptt.window || bptt.loss == BpttLoss::kChunks;  // every window of chunks gets its gradient
    reached += whole ? length : std::min(length, *bptt.window * directions);
  }
  return reached;
}

}  // namespace sentiment
