// One recurrent layer, forward and backward over a batch of texts of any lengths, without padding. Letters:
// see README.md.
//
// Every sum has an order that depends on the batch alone, so results have the same bits for any number of
// threads.
#pragma once

#include <cstdint>
#include <vector>

#include "core/thread_pool.h"
#include "kernels/group_backward.h"
#include "kernels/group_forward.h"

namespace sentiment {

/// What a layer reads: tokens that are alike (the same word, the same dropout) share a row, which is
/// multiplied once.
template <class Real>
struct LayerInput {
  int64_t rows;
  const Real* values;    // [rows, I]
  const int32_t* slots;  // [tokens] the row of each token
};

/// How many texts to read together: 16 use the weights, which are read once for each group and step, best; 8
/// do nearly as well where only then four threads have work.
int64_t texts_per_group(int64_t texts, int64_t directions);

/// States carried from one part of the texts to the next. The gradient does not follow them.
template <class Real>
struct CarriedStates {
  const Real* hidden;  // [texts, D * H]; null: begin with zero
  const Real* cell;    // lstm: the same
  Real* last_cell;     // [texts, D * H]  out: lstm, or null
};

template <class Real>
class TrainingLayer {
 public:
  TrainingLayer(CellType type, int64_t I, int64_t H, int64_t D, InstructionSet set);

  /// Reads all texts from the zero state, or with `carried` from what it says.
  ///
  /// parameters  [D], of both directions
  /// states      [tokens, D * H]  out, or null
  /// last        [texts, D * H]   out, or null: the state each direction ends with; zero for an empty text
  /// keep        whether backward() will follow
  void forward(const std::vector<CellParameters<Real>>& parameters, const LayerInput<Real>& input,
               const StepOrder& texts, Real* states, Real* last, bool keep, ThreadPool& pool,
               const CarriedStates<Real>* carried = nullptr);

  /// The gradients of what forward() was called with last; once, as it uses up what forward() kept.
  ///
  /// gradients       [D]  out
  /// input_gradient  [input.rows, I]  out, or null
  void backward(const std::vector<CellParameters<Real>>& parameters, const LayerInput<Real>& input,
                const StepOrder& texts, const StateGradients<Real>& state_gradients,
                const GradientReach& reach, const std::vector<CellGradients<Real>>& gradients,
                Real* input_gradient, ThreadPool& pool);

 private:
  struct Side {
    PackedCell<Real> cell;
    KeptSteps<Real> kept;
    StartStates<Real> start;
    AlignedArray<Real> recurrent_gradient;  // [N, P] of W_hh, in the order of N
    AlignedArray<Real> input_gradient;      // [N, input_columns] of W_ih
  };

  void sum_by_row(const LayerInput<Real>& input, const StepOrder& texts, const GradientReach& reach,
                  ThreadPool& pool);
  void weight_gradients(const LayerInput<Real>& input, const StepOrder& texts, const GradientReach& reach,
                        const std::vector<CellGradients<Real>>& gradients, ThreadPool& pool);
  void gradient_of_input(const LayerInput<Real>& input, Real* out, ThreadPool& pool);

  const Real* padded_values(const LayerInput<Real>& input);
  int64_t projected_stride() const { return static_cast<int64_t>(sides_.size()) * sides_.front().cell.N(); }

  std::vector<Side> sides_;
  AlignedArray<Real> projected_;  // [rows, D * N]: forward the projected rows, backward their gradients
  std::vector<const Real*> projected_of_token_;
  AlignedArray<Real> padded_;  // [rows, input_columns] what was read, where I is no multiple of a register
};

}  // namespace sentiment
