#include "training/moving_average.h"

#include <algorithm>

namespace sentiment {

double average_share(double decay, int64_t number) {
  const auto n = static_cast<double>(number);
  return 1.0 - std::min(decay, (1.0 + n) / (10.0 + n));
}

}  // namespace sentiment
