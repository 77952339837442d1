#include "kernels/step_order.h"

#include <algorithm>
#include <numeric>

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

StepOrder::StepOrder(const std::vector<int64_t>& lengths, int64_t texts_per_group)
    : texts_(static_cast<int64_t>(lengths.size())), starts_(lengths.size() + 1) {
  std::partial_sum(lengths.begin(), lengths.end(), starts_.begin() + 1);
  std::vector<int64_t> order;
  for (int64_t text = 0; text < texts_; ++text) {
    if (lengths[size(text)] > 0) order.push_back(text);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return lengths[size(a)] > lengths[size(b)]; });

  // Dealt in turn: groups get nearly the same number of tokens and end at nearly the same step.
  const auto count = (static_cast<int64_t>(order.size()) + texts_per_group - 1) / texts_per_group;
  groups_.resize(size(count));
  for (std::size_t i = 0; i < order.size(); ++i) {
    StepGroup& group = groups_[i % groups_.size()];
    group.texts.push_back(order[i]);
    group.lengths.push_back(lengths[size(order[i])]);
  }
  int64_t token = 0;
  int64_t first_text = 0;
  for (StepGroup& group : groups_) {
    group.first_text = first_text;
    first_text += static_cast<int64_t>(group.texts.size());
    auto texts = static_cast<int64_t>(group.texts.size());
    for (int64_t step = 0; step < group.lengths.front(); ++step) {
      while (group.lengths[size(texts - 1)] <= step) --texts;
      group.active.push_back(texts);
      group.offset.push_back(token);
      token += texts;
    }
    group.offset.push_back(token);
  }
}

}  // namespace sentiment
