// The arithmetic of an optimizer's step, once for each instruction set.
#pragma once

#include <cstdint>

#include "core/cpu_features.h"

namespace sentiment {

/// How gradients become a step.
struct UpdateRule {
  enum class Kind { kSgd, kAdam, kAdamW };
  Kind kind = Kind::kAdam;
  float learning_rate = 0.0F;
  float weight_decay = 0.0F;  // sgd, adam: added to the gradient times the weight; adamw: decoupled
  float momentum = 0.0F;      // sgd
  float beta1 = 0.0F;         // adam, adamw
  float beta2 = 0.0F;
  float epsilon = 0.0F;
  float correction1 = 1.0F;    // 1 - beta1^step
  float correction2 = 1.0F;    // sqrt(1 - beta2^step)
  float clip_value = 0.0F;     // each element is cut to +-this first; infinity for never
  float scale = 1.0F;          // then multiplied by this
  float average_share = 0.0F;  // how far the average moves towards the new weight
};

/// Weights that lie together with what belongs to them.
struct UpdateSpan {
  int64_t count;
  float* value;
  const float* gradient;  // null: zero
  float* first;           // momentum, or the gradient's mean
  float* second;          // the mean of its square; null for sgd
  float* average;         // of the weights; null for none
};

struct SquareSums {
  double squares = 0.0;      // of the elements
  double cut_squares = 0.0;  // of the elements after the cut
  float largest = 0.0F;      // absolute value of an element
};

struct UpdateKernels {
  /// One step in one pass: cut and scaled gradient, moments, weight, average.
  void (*update)(const UpdateRule& rule, const UpdateSpan& span);
  /// Sums in double precision, in an order that depends on `count` alone.
  SquareSums (*squares)(int64_t count, const float* values, float cut);
};

/// Precondition: this processor has `set`.
const UpdateKernels& update_kernels(InstructionSet set);

}  // namespace sentiment
