// One text read by several threads at once. Letters: see README.md.
//
// A step needs the whole state before it, so threads that share a direction meet after each step. It pays
// nevertheless: a single text's step takes as long as its weights take to arrive, and a thread's share of
// them stays in the cache next to its core.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kernels/reading_layer.h"
#include "kernels/shared_stages.h"

namespace sentiment {

class ReadingTeam {
 public:
  /// For as many of `threads` threads as it pays to share layers of this shape among.
  ReadingTeam(const ReadingLayer& layer, int64_t threads);

  /// How many members there should be; any of them get through alone.
  int64_t threads() const { return D_ * shares_; }

  /// One thread's way through the work. All do the same in the same order.
  class Member {
   public:
    /// thread  a number in [0, threads())
    Member(ReadingTeam& team, int64_t thread) : team_(team), thread_(thread) {}

    /// Calls body(part) for those parts in [0, threads()) that no other member does and returns when all are
    /// done. `body` must not throw.
    template <class Body>
    void share(const Body& body) {
      team_.stages_.run(stage_++, thread_, 0, body);
    }

    /// Reads a text of T tokens, to the same bits as ReadingLayer::read().
    ///
    /// projected  [T] each token's [D * N]
    /// states     [T, D * H]  out
    void read(const ReadingLayer& layer, int64_t T, const float* const* projected, float* states);

   private:
    ReadingTeam& team_;
    int64_t thread_;
    int64_t stage_ = 0;
    int64_t steps_ = 0;  // of the layers before
  };

 private:
  struct Side {
    SharedStages steps;
    AlignedArray<float> hidden;  // [2, P]: a step's state and the one before
    AlignedArray<float> cell;    // [P]
  };

  int64_t D_;
  int64_t shares_;  // of each direction's units
  SharedStages stages_;
  std::vector<std::unique_ptr<Side>> sides_;
};

}  // namespace sentiment
