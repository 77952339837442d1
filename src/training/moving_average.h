// An exponential moving average of the weights (Polyak and Juditsky 1992): what is validated and kept.
#pragma once

#include <cstdint>

#include "nn/network.h"

namespace sentiment {

/// Moves `average` towards `current`: by 1 - decay, or more during the first updates, when an average of a
/// few values would remember the initial weights: the decay of update n (from 1) is min(decay, (1 + n) / (10
/// + n)).
void update_average(Network& average, const Network& current, double decay, int64_t update);

}  // namespace sentiment
