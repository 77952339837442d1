// Training against small changes of what a network reads (Miyato, Dai and Goodfellow 2017, "Adversarial
// training methods for semi-supervised text classification").
//
// The paper perturbs embeddings that are normalised to a mean of zero and a deviation of one, each feature
// over the words by how often they occur, so that a network cannot escape a perturbation by growing its
// embeddings. Here the embeddings stay as they are and the perturbation is measured and applied in units of
// those deviations, which is the same to the layer that reads them; the deviations are those of the batch's
// tokens, so that a step costs nothing for words that are not read. Nothing is left to do at inference.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "nn/loss.h"
#include "nn/network.h"
#include "training/batch_loss.h"

namespace sentiment {

/// [1, embedding] the deviation of each feature over the batch's tokens.
at::Tensor feature_deviations(const Network& network, const Batch& batch);

/// The change of a text's embeddings, of the length `epsilon` in units of `deviations`, that adds most to
/// first order to what `gradients` [tokens, embedding], text by text, are of; zero for a text whose gradients
/// are.
at::Tensor perturbation(const at::Tensor& gradients, const at::Tensor& deviations, const Sequences& sequences,
                        double epsilon);

/// The batch's loss, and the gradient of it plus that of the loss under the most harmful perturbation: added
/// to the parameters' gradients, and to that of batch.embedded_words. On our own kernels without gradient
/// if the loss is not finite.
BatchLoss adversarial_backward(const Network& network, const Batch& batch, const Dropout& dropout,
                               std::optional<int64_t> window, const LossOptions& options, double epsilon);

}  // namespace sentiment
