// Carries the gradient of a group of texts back, step by step. Letters: see README.md.
#pragma once

#include <cstdint>
#include <optional>

#include "kernels/aligned_array.h"
#include "kernels/group_forward.h"

namespace sentiment {

/// How far back the gradient travels (truncated backpropagation through time, Williams and Peng 1990).
struct GradientReach {
  enum class Kind {
    kWholeText,
    kFromTheEnd,  // through the `window` tokens that are read last; states before them are constants
    kInWindows    // within each window of `window` tokens; none crosses from a window to the one before
  };
  Kind kind = Kind::kWholeText;
  int64_t window = 0;

  /// The first step of a text of this length whose token has a gradient.
  int64_t first_step(int64_t length) const {
    return kind == Kind::kFromTheEnd && length > window ? length - window : 0;
  }
  /// Whether the state that step `step` starts from is a constant.
  bool cuts_before(int64_t step) const { return kind == Kind::kInWindows && step % window == 0; }
};

/// The gradients of a layer's results; each may be null.
template <class Real>
struct StateGradients {
  const Real* states;  // [tokens, D * H]
  const Real* last;    // [texts, D * H]
};

template <class Real>
struct GradientScratch {
  AlignedArray<Real> hidden;  // [texts, stride]
  AlignedArray<Real> cell;
};

/// Turns what forward_group kept into gradients, in place: `kept.gates` into those of what W_hh h was added
/// to, and for the GRU `kept.candidate` into those of what W_in x was added to. Tokens that the gradient does
/// not reach get zero from the group's first reached step on; before that they are left as they are.
template <class Real>
void backward_group(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
                    const StepOrder& texts, const StateGradients<Real>& gradients, const GradientReach& reach,
                    KeptSteps<Real>& kept, GradientScratch<Real>& scratch);

/// The first step of the group at which any text's token has a gradient.
int64_t first_reached_step(const StepGroup& group, const GradientReach& reach);

}  // namespace sentiment
