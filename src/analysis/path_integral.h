// Integrates a gradient along a straight path, with as many points as it takes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/scaled_reader.h"

namespace sentiment {

/// What there is at each of these places of the path: the score, and its slopes by each coordinate. `steep`:
/// the places are so near to each other that single precision could not tell their scores apart.
using PathFunction = std::function<std::vector<ScaledScore>(const std::vector<double>& places, bool steep)>;

struct PathIntegral {
  std::vector<double> contributions;  // [coordinates] the integral of each slope
  double start = 0.0;                 // score at place 0
  double end = 0.0;                   // score at place 1
  double error = 0.0;                 // sum of contributions - (end - start)
  int64_t points = 0;                 // at which slopes were computed
};

/// From place 0 to place 1 by Simpson's rule on intervals that are divided where the slopes do not add up to
/// what the score gains. Slopes jump where a maximum passes from one token to another; and a cell that keeps
/// what it has seen for hundreds of tokens is a switch, which is thrown within a millionth of the path.
///
/// Ends when the error is below 0.5 % of the smaller of |end - start| and |end|, of 0.1 at least, and the
/// intervals' errors without their signs are together below 2 %, so that it is not small by chance; or when
/// it has used 1025 points. Points are asked for in rounds of at most 66. Slopes at place 0 are taken from
/// just beside it: there all tokens are alike, and a maximum of equals has no slope. Of a function that
/// overflows, the error is not finite.
PathIntegral integrate_path(const PathFunction& function);

}  // namespace sentiment
