// One direction of one recurrent layer, reading one sequence. Letters: see README.md.
#pragma once

#include <cstdint>

#include "core/cpu_features.h"
#include "kernels/aligned_floats.h"
#include "kernels/cell_kernels.h"

namespace sentiment {

enum class CellType { kLstm, kGru, kRnn };

/// Which end of the text is read first. States always lie where their token lies: the last state that
/// kFromTheEnd computes is the one at position 0.
enum class ReadingOrder { kFromTheStart, kFromTheEnd };

/// A direction's parameters as torch.nn names and orders them; borrowed.
struct RecurrentParameters {
  CellType type;
  int64_t I;               // features read
  int64_t H;               // features of a state
  const float* weight_ih;  // [G * H, I]
  const float* weight_hh;  // [G * H, H]
  const float* bias_ih;    // [G * H]
  const float* bias_hh;    // [G * H]
};

class RecurrentLayer {
 public:
  /// Copies the parameters into the order in which they are read.
  explicit RecurrentLayer(const RecurrentParameters& parameters, InstructionSet set = instruction_set());

  /// What forward needs besides its arguments; one per thread, of any layer, reused.
  struct Scratch {
    AlignedFloats projected;  // [kChunk, N] of the tokens about to be read
    AlignedFloats recurrent;  // [N]
    AlignedFloats hidden;     // [stride]
    AlignedFloats cell;       // [stride]
  };

  /// Reads T tokens from a zero state.
  ///
  /// inputs  [T, I]
  /// states  [T, H]  out, rows `state_stride` floats apart: the other direction's states may lie between
  void forward(int64_t T, const float* inputs, ReadingOrder order, float* states, int64_t state_stride,
               Scratch& scratch) const;

 private:
  void step(const float* projected, Scratch& scratch) const;

  CellType type_;
  int64_t I_;
  int64_t H_;
  int64_t stride_;  // H rounded up to kGateAlignment: floats from one gate to the next
  int64_t N_;       // G * stride_ rounded up to kPanelWidth
  const CellKernels* kernels_;
  AlignedFloats input_weights_;      // [N / kPanelWidth, I, kPanelWidth]
  AlignedFloats recurrent_weights_;  // [N / kPanelWidth, H, kPanelWidth]
  AlignedFloats input_bias_;         // [N] with b_hh wherever it may be added early
  AlignedFloats recurrent_bias_;     // [N] b_hh of the GRU's gate n, otherwise zero
};

}  // namespace sentiment
