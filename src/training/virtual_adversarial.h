// Answers that small changes of a text do not move (Miyato, Dai and Goodfellow 2017, section 3, "virtual
// adversarial training"): no label is needed, so texts without labels count as well.
//
// For each text, the divergence KL(p(text) || p(text + r)) of the answer from the one under the perturbation
// r that changes it most. That r is found by one power iteration: along the gradient of the divergence at a
// small random perturbation. All passes of a step drop the same features.
#pragma once

#include <cstdint>
#include <optional>

#include "config/training_config.h"
#include "core/random.h"
#include "nn/network.h"

namespace sentiment {

/// The divergence of each of the batch's texts, summed, one double in nats on the device; times
/// config.weight / `texts` its gradient is added to the parameters' gradients and to that of
/// batch.embedded_words. `noise` gives the small perturbation: its numbers belong to the elements of the
/// tokens' inputs in their order.
at::Tensor virtual_adversarial_backward(const Network& network, const Batch& batch, const Dropout& dropout,
                                        std::optional<int64_t> window, const VirtualAdversarialConfig& config,
                                        const RandomStream& noise, int64_t texts);

}  // namespace sentiment
