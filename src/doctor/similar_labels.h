// Labels that were probably meant to be one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sentiment {

struct SimilarLabels {
  std::size_t label;  // class numbers
  std::size_t other;
  bool is_same;  // but for case, spaces, invisible characters, or how a number is written; else a letter or
                 // two differ, and it is rare beside the other
};

/// `rows` are the training rows of each label.
std::vector<SimilarLabels> find_similar_labels(const std::vector<std::string>& labels,
                                               const std::vector<int64_t>& rows);

}  // namespace sentiment
