// Pooling of states that lie text by text, through our own kernels.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "core/thread_pool.h"
#include "nn/fused_texts.h"

namespace sentiment {

struct MaxAndMean {
  at::Tensor max;   // [texts, state]; undefined unless asked for
  at::Tensor mean;  // the same
};

/// Of `states` [tokens, state]; a text without tokens gives zeros.
MaxAndMean pool_texts(const at::Tensor& states, std::shared_ptr<const FusedTexts> texts, bool max, bool mean,
                      std::shared_ptr<ThreadPool> pool);

}  // namespace sentiment
