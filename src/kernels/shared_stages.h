// Work that threads share in stages of a few microseconds.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace sentiment {

/// Stages are done one after the other; each has the same number of parts, which can be done at once. Threads
/// come when they can: a part that nobody has begun is done by whoever waits for it, so that threads without
/// a core of their own hold nobody up, and one thread alone gets through.
class SharedStages {
 public:
  explicit SharedStages(int64_t parts) : parts_(static_cast<std::size_t>(parts)) {}

  int64_t parts() const { return static_cast<int64_t>(parts_.size()); }

  /// Calls body(part) for the parts of this stage that no other thread does, if possible part number `own`,
  /// and returns when all are done. Each thread calls this for every stage from 0 on, all with the same body,
  /// which must not throw. `patience`: how long to leave another's part to it, in turns of a loop.
  template <class Body>
  void run(int64_t stage, int64_t own, int patience, const Body& body) {
    attempt(stage, own, body);
    for (int64_t part = 0; part < parts(); ++part) {
      for (int turns = 0; !done(stage, part); ++turns) {
        if (turns < patience || !attempt(stage, part, body)) relax(turns);
      }
    }
  }

 private:
  /// Of how many stages a part has been begun and done. Others look all the time whether it is done, and
  /// rarely whether it is begun: on cache lines of their own, beginning needs no other core's line.
  struct Part {
    alignas(64) std::atomic<int64_t> begun{0};
    alignas(64) std::atomic<int64_t> done{0};
  };

  Part& at(int64_t part) { return parts_[static_cast<std::size_t>(part)]; }
  bool done(int64_t stage, int64_t part) { return at(part).done.load(std::memory_order_acquire) > stage; }

  /// False if another thread has begun it.
  template <class Body>
  bool attempt(int64_t stage, int64_t part, const Body& body) {
    int64_t expected = stage;
    if (at(part).begun.load(std::memory_order_relaxed) != stage ||
        !at(part).begun.compare_exchange_strong(expected, stage + 1, std::memory_order_acq_rel)) {
      return false;
    }
    body(part);
    at(part).done.store(stage + 1, std::memory_order_release);
    return true;
  }

  /// Waits a moment; after many turns, lets other threads have the core.
  static void relax(int turns);

  std::vector<Part> parts_;
};

}  // namespace sentiment
