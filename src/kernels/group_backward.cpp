#include "kernels/group_backward.h"

#include <algorithm>

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

template <class Real>
void add_to(Real* sums, const Real* values, int64_t count) {
  for (int64_t i = 0; i < count; ++i) sums[i] += values[i];
}

/// Adds the gradients that come from outside the layer at step `step` to rows [begin, end).
template <class Real>
void receive(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
             const StepOrder& texts, const StateGradients<Real>& gradients, int64_t step, int64_t begin,
             int64_t end, Real* hidden, int64_t stride) {
  const int64_t H = cell.H();
  const int64_t S = direction.count * H;
  for (int64_t r = begin; r < end; ++r) {
    if (gradients.states != nullptr) {
      const int64_t token = texts.token(group, r, step, direction.order());
      add_to(hidden + r * stride, gradients.states + token * S + direction.number * H, H);
    }
    if (gradients.last != nullptr && step + 1 == group.lengths[size(r)]) {
      add_to(hidden + r * stride, gradients.last + group.texts[size(r)] * S + direction.number * H, H);
    }
  }
}

}  // namespace

int64_t first_reached_step(const StepGroup& group, const GradientReach& reach) {
  return reach.first_step(group.lengths.back());  // the shortest text starts soonest
}

template <class Real>
void backward_group(const PackedCell<Real>& cell, const StepGroup& group, Direction direction,
                    const StepOrder& texts, const StateGradients<Real>& gradients, const GradientReach& reach,
                    KeptSteps<Real>& kept, GradientScratch<Real>& scratch) {
  const int64_t stride = kept.state_stride;
  const auto rows = static_cast<int64_t>(group.texts.size());
  scratch.hidden.grow(size(rows * stride));
  scratch.cell.grow(size(rows * stride));
  Real* hidden = scratch.hidden.data();
  Real* cells = scratch.cell.data();
  std::fill_n(hidden, rows * stride, Real{0});
  std::fill_n(cells, rows * stride, Real{0});

  int64_t reached = 0;  // rows from here on have a gradient at this step; the longer ones before do not yet
  const auto is_reached = [&](int64_t r, int64_t t) { return reach.first_step(group.lengths[size(r)]) <= t; };
  for (int64_t t = group.steps() - 1; t >= first_reached_step(group, reach); --t) {
    const int64_t active = group.active[size(t)];
    while (reached < active && !is_reached(reached, t)) ++reached;
    const int64_t token = group.offset[size(t)];
    const int64_t before = t == 0 ? 0 : group.offset[size(t - 1)];
    for (int64_t r = 0; r < reached; ++r) {
      std::fill_n(kept.gates.data() + (token + r) * kept.gate_stride, cell.N(), Real{0});
      if (cell.type() == CellType::kGru)
        std::fill_n(kept.candidate.data() + (token + r) * stride, cell.P(), Real{0});
    }
    receive(cell, group, direction, texts, gradients, t, reached, active, hidden, stride);
    BackwardStep<Real> step{};
    step.rows = active - reached;
    step.P = cell.P();
    step.state_stride = stride;
    step.hidden = kept.hidden.at(size((token + reached) * stride));
    step.cell = kept.cell.at(size((token + reached) * stride));
    if (t == 0 && kept.start != nullptr) {
      const int64_t first = (group.first_text + reached) * stride;
      step.hidden_before = kept.start->hidden.data() + first;
      if (kept.start->cell.size() > 0) step.cell_before = kept.start->cell.data() + first;
    }
    if (t > 0) {
      step.hidden_before = kept.hidden.at(size((before + reached) * stride));
      step.cell_before = kept.cell.at(size((before + reached) * stride));
    }
    step.gates = kept.gates.data() + (token + reached) * kept.gate_stride;
    step.gate_stride = kept.gate_stride;
    step.candidate = kept.candidate.at(size((token + reached) * stride));
    step.hidden_gradient = hidden + reached * stride;
    step.cell_gradient = cells + reached * stride;
    step.gradient_stride = stride;
    cell.backward(step, t == 0);
    if (reach.cuts_before(t)) {
      std::fill_n(hidden, rows * stride, Real{0});
      std::fill_n(cells, rows * stride, Real{0});
    }
  }
}

#define SENTIMENT_INSTANTIATE(Real)                                                                    \
  template void backward_group(const PackedCell<Real>&, const StepGroup&, Direction, const StepOrder&, \
                               const StateGradients<Real>&, const GradientReach&, KeptSteps<Real>&,    \
                               GradientScratch<Real>&);
SENTIMENT_INSTANTIATE(float)
SENTIMENT_INSTANTIATE(double)
#undef SENTIMENT_INSTANTIATE

}  // namespace sentiment
