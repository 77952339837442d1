// Dropout whose masks are a function of (seed, step), so that a resumed run draws the same ones.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/random.h"

namespace sentiment {

class Dropout {
 public:
  Dropout(uint64_t seed, int64_t step) : seed_(seed), step_(step) {}

  /// `features` with each element of the mask dropped with `probability` and the others scaled by 1 / (1 -
  /// probability) (Srivastava et al. 2014). `mask_shape` broadcasts against `features`: a size of 1 shares
  /// the mask, as over time (Gal and Ghahramani 2016). `layer` tells masks of the same use apart.
  at::Tensor apply(const at::Tensor& features, at::IntArrayRef mask_shape, double probability, RandomUse use,
                   uint64_t layer = 0) const;

  /// The mask itself: 0 or 1 / (1 - probability), on the CPU.
  at::Tensor mask(at::IntArrayRef shape, double probability, RandomUse use, uint64_t layer = 0) const;

  /// The stream that decides which words are dropped.
  RandomStream words() const { return {seed_, RandomUse::kWordDropout, {static_cast<uint64_t>(step_)}}; }

 private:
  uint64_t seed_;
  int64_t step_;
};

}  // namespace sentiment
