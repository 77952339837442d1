// Where the answer turns while a text is read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "analysis/explanation.h"

namespace sentiment {

/// The step of the running probability that changes it most.
struct TurningPoint {
  std::size_t token;  // after which it has changed
  double before;
  double after;
};

/// The first of equals; none where no token changes it by a tenth.
std::optional<TurningPoint> turning_point(const Explanation& explanation);

/// `after "not" pos falls from 0.93 to 0.21`, the label made printable.
std::string sentence_of(const TurningPoint& turn, const Explanation& explanation, const std::string& label);

}  // namespace sentiment
