#include "kernels/reading_team.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr int64_t kShareBytes = int64_t{128} << 10;  // of weights: reading fewer takes no longer than meeting
constexpr int kPatience = 100;                       // a microsecond or two

int64_t shares_of(const ReadingLayer& layer, int64_t threads) {
  const PackedCell<float>& cell = layer.side(0);
  const int64_t weight_bytes = cell.N() * cell.H() * static_cast<int64_t>(sizeof(float));
  return std::max<int64_t>(1, std::min(threads / layer.D(), weight_bytes / kShareBytes));
}

/// Where a share of the units begins: they are computed in blocks.
int64_t first_unit(const PackedCell<float>& cell, int64_t share, int64_t shares) {
  const int64_t block = cell.kernels().width * (cell.type() == CellType::kRnn ? 4 : 1);
  const int64_t blocks = (cell.P() + block - 1) / block;
  return std::min(blocks * share / shares * block, cell.P());
}

}  // namespace

ReadingTeam::ReadingTeam(const ReadingLayer& layer, int64_t threads)
    : D_(layer.D()), shares_(shares_of(layer, threads)), stages_(D_ * shares_) {
  const auto P = static_cast<std::size_t>(layer.side(0).P());
  for (int64_t d = 0; d < D_; ++d) {
    sides_.push_back(std::make_unique<Side>(
        Side{SharedStages(shares_), AlignedArray<float>(2 * P), AlignedArray<float>(P)}));
  }
}

void ReadingTeam::Member::read(const ReadingLayer& layer, int64_t T, const float* const* projected,
                               float* states) {
  share([&](int64_t part) {
    const int64_t d = part % team_.D_;
    const int64_t own = part / team_.D_;
    const PackedCell<float>& cell = layer.side(d);
    Side& side = *team_.sides_[static_cast<std::size_t>(d)];
    bool alone = false;  // in the step before: then nobody is waited for
    for (int64_t t = 0; t < T; ++t) {
      const int64_t token = d == 0 ? t : T - 1 - t;
      const float* row = projected[token] + d * cell.N();
      const int patience = alone ? 0 : kPatience;
      alone = false;
      side.steps.run(steps_ + t, own, patience, [&](int64_t share) {
        alone = alone || share != own;
        ForwardStep<float> step{};
        step.rows = 1;
        step.state_stride = cell.P();
        step.unit_begin = first_unit(cell, share, team_.shares_);
        step.unit_end = first_unit(cell, share + 1, team_.shares_);
        step.projected = &row;
        step.hidden = side.hidden.data() + t % 2 * cell.P();
        step.cell = side.cell.data();
        step.hidden_before = t == 0 ? nullptr : side.hidden.data() + (t + 1) % 2 * cell.P();
        step.cell_before = t == 0 ? nullptr : step.cell;
        cell.forward(step);
        const int64_t units = std::min(step.unit_end, cell.H()) - step.unit_begin;  // the rest is padding
        std::copy_n(step.hidden + step.unit_begin, std::max<int64_t>(0, units),
                    states + (token * team_.D_ + d) * cell.H() + step.unit_begin);
      });
    }
  });
  steps_ += T;
}

}  // namespace sentiment
