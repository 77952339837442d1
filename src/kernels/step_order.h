// The tokens of a batch in the order in which a recurrent layer reads them.
//
// Texts are dealt to groups, longest first, and a group is read one step at a time: at step t its first
// active(t) texts still have a token. A group's texts need nothing of another group's, so each is read by one
// thread from beginning to end, and no text is padded. Which text is in which group depends on the batch
// alone, so results do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

/// Which end of the text is read first.
enum class ReadingOrder { kFromTheStart, kFromTheEnd };

/// Texts that are read together.
struct StepGroup {
  std::vector<int64_t> texts;    // numbers in the batch, longest first; none of them empty
  std::vector<int64_t> lengths;  // of those texts
  std::vector<int64_t> active;   // [steps] texts that have a token at step t, the first ones of `texts`
  std::vector<int64_t> offset;   // [steps + 1] number of step t's first token among all of the batch
  int64_t first_text = 0;        // how many texts are in the groups before

  int64_t steps() const { return static_cast<int64_t>(active.size()); }
};

class StepOrder {
 public:
  /// `lengths` in tokens, >= 0.
  StepOrder(const std::vector<int64_t>& lengths, int64_t texts_per_group);

  const std::vector<StepGroup>& groups() const { return groups_; }
  int64_t texts() const { return texts_; }
  int64_t tokens() const { return starts_.back(); }

  /// The number in the batch of the token that the group's text number `row` (in its `texts`) reads at step
  /// t; tokens are numbered text by text.
  int64_t token(const StepGroup& group, int64_t row, int64_t step, ReadingOrder order) const {
    const auto r = static_cast<std::size_t>(row);
    const int64_t in_text = order == ReadingOrder::kFromTheStart ? step : group.lengths[r] - 1 - step;
    return starts_[static_cast<std::size_t>(group.texts[r])] + in_text;
  }

  /// [texts + 1] the number of each text's first token.
  const std::vector<int64_t>& starts() const { return starts_; }

 private:
  int64_t texts_;
  std::vector<int64_t> starts_;
  std::vector<StepGroup> groups_;
};

}  // namespace sentiment
