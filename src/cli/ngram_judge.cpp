#include "cli/ngram_judge.h"

#include <algorithm>
#include <atomic>

namespace sentiment {
namespace {

constexpr std::size_t kTextsPerTask = 16;

}  // namespace

int64_t NgramJudge::right(const LabelledBlock& block, ThreadPool& pool) const {
  std::atomic<int64_t> right{0};
  pool.run((block.texts.size() + kTextsPerTask - 1) / kTextsPerTask, [&](std::size_t task) {
    const std::size_t end = std::min((task + 1) * kTextsPerTask, block.texts.size());
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
      const int32_t label = baseline_.classify(encoder_.encode(block.texts[i]).ids);
      right += static_cast<std::size_t>(label) == block.truths[i] ? 1 : 0;
    }
  });
  return right;
}

}  // namespace sentiment
