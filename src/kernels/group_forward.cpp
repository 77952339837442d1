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
             const LayerRun<Real>& run, int64_t step, const ForwardStep<Real>& computed) {
  const int64_t stride = computed.state_stride;
  const int64_t H = cell.H();
  const int64_t S = direction.count * H;
  for (int64_t r = 0; r < group.active[size(step)]; ++r) {
    const Real* state = computed.hidden + r * stride;
    if (run.states != nullptr) {
      const int64_t token = run.texts->token(group, r, step, direction.order());
      std::copy_n(state, H, run.states + token * S + direction.number * H);
    }
    if (step + 1 != group.lengths[size(r)]) continue;
    const int64_t end = group.texts[size(r)] * S + direction.number * H;
    if (run.last != nullptr) std::copy_n(state, H, run.last + end);
    if (run.last_cell != nullptr) std::copy_n(computed.cell + r * stride, H, run.last_cell + end);
  }
}

}  // namespace

template <class Real>
void StartStates<Real>::set(const PackedCell<Real>& cell_weights, const StepOrder& texts, Direction direction,
                            const Real* hiddens, const Real* cells) {
  const int64_t stride = cell_weights.P() + padding(cell_weights);
  const int64_t H = cell_weights.H();
  const auto copy = [&](const Real* from, AlignedArray<Real>& to) {
    to.grow(size(texts.texts() * stride));
    std::fill_n(to.data(), texts.texts() * stride, Real{0});
    for (const StepGroup& group : texts.groups()) {
      for (std::size_t r = 0; r < group.texts.size(); ++r) {
        std::copy_n(from + (group.texts[r] * direction.count + direction.number) * H, H,
                    to.data() + (group.first_text + static_cast<int64_t>(r)) * stride);
      }
    }
  };
  copy(hiddens, hidden);
  if (cells != nullptr) copy(cells, cell);
}

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
                   const LayerRun<Real>& run, KeptSteps<Real>* kept, ReadingScratch<Real>& scratch,
                   const StartStates<Real>* start) {
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
    step.hidden_before = step.hidden;
    step.cell_before = step.cell;
    if (t == 0 && start != nullptr) {
      step.hidden_before = start->hidden.data() + group.first_text * stride;
      if (start->cell.size() > 0) step.cell_before = start->cell.data() + group.first_text * stride;
    }
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
    deliver(cell, group, direction, run, t, step);
  }
}

template struct StartStates<float>;
template struct StartStates<double>;
template struct KeptSteps<float>;
template struct KeptSteps<double>;
template void forward_group(const PackedCell<float>&, const StepGroup&, Direction, const LayerRun<float>&,
                            KeptSteps<float>*, ReadingScratch<float>&, const StartStates<float>*);
template void forward_group(const PackedCell<double>&, const StepGroup&, Direction, const LayerRun<double>&,
                            KeptSteps<double>*, ReadingScratch<double>&, const StartStates<double>*);

}  // namespace sentiment
