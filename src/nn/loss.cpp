#include "nn/loss.h"

#include <ATen/core/Reduction.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/full.h>

#include <optional>

namespace sentiment {

at::Tensor row_losses(const at::Tensor& logits, const at::Tensor& labels, const LossOptions& options) {
  std::optional<at::Tensor> weights;
  if (options.class_weights.defined()) weights = options.class_weights;
  constexpr int64_t kIgnoreNothing = -100;  // torch.nn's default
  return at::cross_entropy_loss(logits, labels, weights, at::Reduction::None, kIgnoreNothing,
                                options.label_smoothing);
}

at::Tensor loss_weight(const at::Tensor& labels, const LossOptions& options) {
  if (options.class_weights.defined()) return options.class_weights.index_select(0, labels).sum();
  return at::full({}, static_cast<double>(labels.size(0)),
                  at::TensorOptions().dtype(at::kFloat).device(labels.device()));
}

}  // namespace sentiment
