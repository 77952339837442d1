// Features to probabilities, in double precision. Letters: see README.md.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

/// logits[c] = bias[c] + sum over j of weight[c, j] * features[j].
///
/// weight    [C, S]
/// bias      [C]
/// features  [S]
/// logits    [C]  out
void linear(int64_t C, int64_t S, const float* weight, const float* bias, const float* features,
            double* logits);

/// Replaces values by exp(value) / sum of exp, without overflow for any finite values. Nothing happens to an
/// empty list.
void softmax(std::vector<double>& values);

}  // namespace sentiment
