#include "inference/token_rows.h"

#include <algorithm>

namespace sentiment {

void TokenRows::look_up(std::span<const TokenIds> texts, const FrequentTypes* frequent, int64_t row_size,
                        bool backward, AlignedArray<float>& rows) {
  const int64_t known = frequent == nullptr ? 0 : frequent->count;
  types_.clear();
  for (const TokenIds text : texts) {
    for (const TokenId id : text) {
      if (id < known) continue;
      const auto type = static_cast<std::size_t>(id);
      if (type >= slots_.size()) slots_.resize(type + 1, -1);
      if (slots_[type] >= 0) continue;
      slots_[type] = static_cast<int32_t>(types_.size());
      types_.push_back(id);
    }
  }
  rows.grow(types_.size() * static_cast<std::size_t>(row_size));

  of_tokens_.clear();
  for (const TokenIds text : texts) {
    for (const TokenId id : text) {
      of_tokens_.push_back(id < known ? frequent->rows.data() + id * row_size
                                      : rows.data() + slots_[static_cast<std::size_t>(id)] * row_size);
    }
    if (backward) std::reverse(of_tokens_.end() - static_cast<std::ptrdiff_t>(text.size()), of_tokens_.end());
  }
  for (const TokenId id : types_) slots_[static_cast<std::size_t>(id)] = -1;
}

}  // namespace sentiment
