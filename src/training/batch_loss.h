// The loss of one training batch, as the config wants it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "config/training_config.h"
#include "nn/loss.h"
#include "nn/network.h"

namespace sentiment {

struct BatchLoss {
  at::Tensor loss;     // scalar, nats per review, ready for backward()
  at::Tensor correct;  // one integer: reviews whose final scores put their label first
};

/// The mean loss of the labels by their texts' class scores.
BatchLoss loss_of(const at::Tensor& logits, const at::Tensor& labels, const LossOptions& options);

/// bptt.loss "final": one loss at the end of each review, with gradient through all of it or its last
/// bptt.window tokens. "chunks": the losses at the end of each window of a review, averaged over the review.
BatchLoss batch_loss(const Network& network, const Batch& batch, const Dropout& dropout,
                     const BpttConfig& bptt, const LossOptions& options);

/// Real tokens of a batch that gradient reaches, out of sequences.lengths().
int64_t tokens_with_gradient(const Sequences& sequences, const BpttConfig& bptt, int64_t directions);

}  // namespace sentiment
