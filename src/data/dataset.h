// Labelled reviews as ids, in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

/// Encoded examples, all ids in one array.
class Dataset {
 public:
  void add(std::span<const TokenId> ids, int32_t label, std::string place);

  std::size_t size() const { return labels_.size(); }
  std::span<const TokenId> ids(std::size_t row) const {
    return {ids_.data() + begins_[row], ids_.data() + begins_[row + 1]};
  }
  int32_t label(std::size_t row) const { return labels_[row]; }
  const std::string& place(std::size_t row) const { return places_[row]; }
  int64_t tokens() const { return static_cast<int64_t>(ids_.size()); }
  std::vector<int64_t> lengths() const;

 private:
  std::vector<TokenId> ids_;
  std::vector<std::size_t> begins_{0};  // [size + 1]
  std::vector<int32_t> labels_;
  std::vector<std::string> places_;
};

}  // namespace sentiment
