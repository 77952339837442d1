// Reads a group of texts, step by step. Letters: see README.md.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/aligned_array.h"
#include "kernels/packed_cell.h"
#include "kernels/step_order.h"

namespace sentiment {

/// One direction's place in the layer.
struct Direction {
  int64_t number;  // 0 or 1
  int64_t count;   // D
  ReadingOrder order() const { return number == 0 ? ReadingOrder::kFromTheStart : ReadingOrder::kFromTheEnd; }
};

/// The states that texts begin with instead of zero, in the order of the groups' texts; padded as KeptSteps.
template <class Real>
struct StartStates {
  AlignedArray<Real> hidden;  // [texts, state_stride]
  AlignedArray<Real> cell;    // lstm: the same

  /// Copies the direction's part of `from` [texts, D * H]; `cells` is null but for the lstm.
  void set(const PackedCell<Real>& cell, const StepOrder& texts, Direction direction, const Real* hiddens,
           const Real* cells);
};

/// What a layer reads and where its states go.
template <class Real>
struct LayerRun {
  const StepOrder* texts;
  const Real* const* projected;  // [tokens] each token's [D * N] projected input
  Real* states;                  // [tokens, D * H] out, or null
  Real* last;                    // [texts, D * H] out, or null: the state each direction ends with
  Real* last_cell = nullptr;     // lstm: the same of its cells
};

/// What the backward pass needs of the tokens, in the order in which they are read. Strides are a little more
/// than the rows hold, as rows 2^k bytes apart would share a few lines of the cache.
template <class Real>
struct KeptSteps {
  AlignedArray<Real> hidden;     // [tokens, state_stride]
  AlignedArray<Real> cell;       // lstm: the same
  AlignedArray<Real> gates;      // [tokens, gate_stride]
  AlignedArray<Real> candidate;  // gru: [tokens, state_stride]
  const StartStates<Real>* start = nullptr;
  int64_t state_stride = 0;
  int64_t gate_stride = 0;

  void grow(int64_t tokens, const PackedCell<Real>& cell);
};

/// What a thread needs while it reads without keeping anything; reused.
template <class Real>
struct ReadingScratch {
  AlignedArray<Real> hidden;  // [2, texts, stride]: a step's states and those before
  AlignedArray<Real> cell;    // [texts, stride]
  std::vector<const Real*> projected;
};

/// Reads the group from `start`, or null: the zero state; keeps each step in `kept` unless that is null.
template <class Real>
void forward_group(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
                   const LayerRun<Real>& run, KeptSteps<Real>* kept, ReadingScratch<Real>& scratch,
                   const StartStates<Real>* start = nullptr);

}  // namespace sentiment
