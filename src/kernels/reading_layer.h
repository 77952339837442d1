// One recurrent layer that only reads: its weights, packed once. Letters: see README.md.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/group_forward.h"

namespace sentiment {

class ReadingLayer {
 public:
  /// Copies the parameters of each direction.
  ReadingLayer(CellType type, int64_t I, int64_t H, const std::vector<CellParameters<float>>& parameters,
               InstructionSet set);

  int64_t I() const { return sides_.front().I(); }
  int64_t H() const { return sides_.front().H(); }
  int64_t D() const { return static_cast<int64_t>(sides_.size()); }
  /// D * N: numbers of a projected row, those of the first direction first.
  int64_t projected_size() const { return D() * sides_.front().N(); }
  const PackedCell<float>& side(int64_t direction) const {
    return sides_[static_cast<std::size_t>(direction)];
  }

  /// What all steps add of the input: W_ih x + b_ih + b_hh, as PackedCell::project gives it.
  ///
  /// rows  [count, I]
  /// out   [count, projected_size()]
  void project(int64_t count, const float* rows, float* out) const;

  /// Reads all of the run's texts in both directions, from zero states.
  void read(const LayerRun<float>& run, ReadingScratch<float>& scratch) const;

 private:
  std::vector<PackedCell<float>> sides_;
};

}  // namespace sentiment
