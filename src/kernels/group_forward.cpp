#include "kernels/group_forward.h"

#include <algorithm>

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

template <class Real>
int64_t padding(const PackedCell<Real>& cell) {
  return cell.kernels().width;
}

/// Copies what a step computed to where the texts' tokens are.
template <class Real>
void deliver(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
             const LayerRun<Real>& run, int64_t step, const Real* hidden, int64_t stride) {
  const int64_t H = cell.H();
  const int64_t S = direction.count * H;
  for (int64_t r = 0; r < group.active[size(step)]; ++r) {
    const Real* state = hidden + r * stride;
    if (run.states != nullptr) {
      const int64_t token = run.texts->token(group, r, step, direction.order());
      std::copy_n(state, H, run.states + token * S + direction.number * H);
    }
    if (run.last != nullptr && step + 1 == group.lengths[size(r)]) {
      std::copy_n(state, H, run.last + group.texts[size(r)] * S + direction.number * H);
    }
  }
}

}  // namespace

template <class Real>
void KeptSteps<Real>::grow(int64_t tokens, const PackedCell<Real>& cell_weights) {
  state_stride = cell_weights.P() + padding(cell_weights);
  gate_stride = cell_weights.N() + padding(cell_weights);
  hidden.grow(size(tokens * state_stride));
  gates.grow(size(tokens * gate_stride));
  if (cell_weights.type() == CellType::kLstm) cell.grow(size(tokens * state_stride));
  if (cell_weights.type() == CellType::kGru) candidate.grow(size(tokens * state_stride));
}

template <class Real>
void forward_group(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
                   const LayerRun<Real>& run, KeptSteps<Real>* kept, ReadingScratch<Real>& scratch) {
  const int64_t texts = group.active.front();
  const int64_t stride = cell.P() + padding(cell);
  scratch.projected.resize(size(texts));
  if (kept == nullptr) {
    scratch.hidden.grow(size(2 * texts * stride));
    scratch.cell.grow(size(texts * stride));
  }
  ForwardStep<Real> step{};
  step.projected = scratch.projected.data();
  step.state_stride = stride;
  step.unit_end = cell.P();
  for (int64_t t = 0; t < group.steps(); ++t) {
    step.rows = group.active[size(t)];
    for (int64_t r = 0; r < step.rows; ++r) {
      const int64_t token = run.texts->token(group, r, t, direction.order());
      scratch.projected[size(r)] = run.projected[token] + direction.number * cell.N();
    }
    step.hidden_before = t == 0 ? nullptr : step.hidden;
    step.cell_before = t == 0 ? nullptr : step.cell;
    if (kept != nullptr) {
      const int64_t token = group.offset[size(t)];
      step.hidden = kept->hidden.at(size(token * stride));
      step.cell = kept->cell.at(size(token * stride));
      step.gates = kept->gates.data() + token * kept->gate_stride;
      step.gate_stride = kept->gate_stride;
      step.candidate = kept->candidate.at(size(token * stride));
    } else {
      step.hidden = scratch.hidden.data() + t % 2 * texts * stride;
      step.cell = scratch.cell.data();
    }
    cell.forward(step);
    deliver(cell, group, direction, run, t, step.hidden, stride);
  }
}

template struct KeptSteps<float>;
template struct KeptSteps<double>;
template void forward_group(const PackedCell<float>&, const StepGroup&, Direction, const LayerRun<float>&,
                            KeptSteps<float>*, ReadingScratch<float>&);
template void forward_group(const PackedCell<double>&, const StepGroup&, Direction, const LayerRun<double>&,
                            KeptSteps<double>*, ReadingScratch<double>&);

}  // namespace sentiment
