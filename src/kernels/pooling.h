// The states of a text to one row of features. A text without tokens has features of zero. Letters: see
// README.md.
//
// Sums run in double precision: the features of a long text then do not depend on the order of summation in
// any digit that a float shows.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

/// Each direction's own end: the first H features of the state at T - 1, the second H of that at 0.
///
/// states    [T, D * H]
/// features  [D * H]  out
void pool_last(int64_t T, int64_t H, int64_t D, const float* states, float* features);

/// states    [T, S]
/// features  [S]  out
void pool_mean(int64_t T, int64_t S, const float* states, float* features);
void pool_max(int64_t T, int64_t S, const float* states, float* features);

/// The states weighted by softmax over t of (weight . state(t) + bias) (Yang et al. 2016, with a linear
/// score).
///
/// weight    [S]
/// states    [T, S]
/// features  [S]  out
/// shares    out: [T] each token's weight, which sum to 1
void pool_attention(int64_t T, int64_t S, const float* weight, float bias, const float* states,
                    float* features, std::vector<double>& shares);

}  // namespace sentiment
