#include "kernels/reading_layer.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr int64_t kRowsAtOnce = 64;  // stay in a cache while all weights pass by

}  // namespace

ReadingLayer::ReadingLayer(CellType type, int64_t I, int64_t H,
                           const std::vector<CellParameters<float>>& parameters, InstructionSet set) {
  for (const CellParameters<float>& side : parameters) {
    sides_.emplace_back(type, I, H, cell_kernels<float>(set));
    sides_.back().pack_for_reading(side);
  }
}

void ReadingLayer::project(int64_t count, const float* rows, float* out) const {
  for (int64_t done = 0; done < count; done += kRowsAtOnce) {
    const int64_t some = std::min(kRowsAtOnce, count - done);
    for (int64_t d = 0; d < D(); ++d) {
      side(d).project(some, rows + done * I(), out + done * projected_size() + d * side(d).N(),
                      projected_size());
    }
  }
}

void ReadingLayer::read(const LayerRun<float>& run, ReadingScratch<float>& scratch) const {
  for (const StepGroup& group : run.texts->groups()) {
    for (int64_t d = 0; d < D(); ++d)
      forward_group<float>(side(d), group, Direction{d, D()}, run, nullptr, scratch);
  }
}

}  // namespace sentiment
