#include "kernels/output_layer.h"

#include <algorithm>
#include <cmath>

namespace sentiment {

void linear(int64_t C, int64_t S, const float* weight, const float* bias, const float* features,
            double* logits) {
  for (int64_t c = 0; c < C; ++c) {
    const float* row = weight + c * S;
    double even = bias[c];  // two sums, so that an addition need not wait for the one before
    double odd = 0.0;
    int64_t j = 0;
    for (; j + 2 <= S; j += 2) {
      even += static_cast<double>(row[j]) * features[j];
      odd += static_cast<double>(row[j + 1]) * features[j + 1];
    }
    if (j < S) even += static_cast<double>(row[j]) * features[j];
    logits[c] = even + odd;
  }
}

void softmax(std::vector<double>& values) {
  if (values.empty()) return;
  const double largest = *std::max_element(values.begin(), values.end());
  double sum = 0.0;
  for (double& value : values) {
    value = std::exp(value - largest);
    sum += value;
  }
  for (double& value : values) value /= sum;
}

}  // namespace sentiment
