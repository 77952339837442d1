// An exponential moving average of the weights (Polyak and Juditsky 1992): what is validated and kept.
#pragma once

#include <cstdint>

namespace sentiment {

/// How far update `number` (from 1) moves the average towards the weights: 1 - decay, or more during the
/// first updates, when an average of a few values would remember the initial weights: the decay of update n
/// is min(decay, (1 + n) / (10 + n)).
double average_share(double decay, int64_t number);

}  // namespace sentiment
