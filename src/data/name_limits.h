// How many labels there may be and how long the names are that a model carries with it.
#pragma once

#include <cstddef>

namespace sentiment {

/// A text column taken for the label has tens of thousands, and the confusion matrix grows with their square.
inline constexpr std::size_t kMaxLabels = 1'000;

inline constexpr std::size_t kMaxLabelBytes = 256;
inline constexpr std::size_t kMaxColumnBytes = 1'000;

}  // namespace sentiment
