// Cross-entropy of a batch.
#pragma once

#include <ATen/core/Tensor.h>

namespace sentiment {

struct LossOptions {
  at::Tensor class_weights;  // [classes], undefined for none
  double label_smoothing = 0.0;
};

/// The loss of each row, nats, [batch]: weighted by its label's class weight.
/// `logits` [batch, classes], `labels` [batch] int64.
at::Tensor row_losses(const at::Tensor& logits, const at::Tensor& labels, const LossOptions& options);

/// What row losses are divided by to give the batch's mean: the sum of the rows' class weights, or their
/// number.
at::Tensor loss_weight(const at::Tensor& labels, const LossOptions& options);

}  // namespace sentiment
