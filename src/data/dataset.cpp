#include "data/dataset.h"

#include <utility>

namespace sentiment {

void Dataset::add(std::span<const TokenId> ids, int32_t label, std::string place) {
  ids_.insert(ids_.end(), ids.begin(), ids.end());
  begins_.push_back(ids_.size());
  labels_.push_back(label);
  places_.push_back(std::move(place));
}

std::vector<int64_t> Dataset::lengths() const {
  std::vector<int64_t> lengths(size());
  for (std::size_t row = 0; row < size(); ++row) lengths[row] = static_cast<int64_t>(ids(row).size());
  return lengths;
}

}  // namespace sentiment
