#include "kernels/output_layer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace sentiment {

void linear(int64_t C, int64_t S, const float* weight, const float* bias, const float* features,
            double* logits) {
  constexpr int64_t kSums = 8;  // so that an addition need not wait for the one before
  for (int64_t c = 0; c < C; ++c) {
    const float* row = weight + c * S;
    std::array<double, kSums> sums{};
    int64_t j = 0;
    for (; j + kSums <= S; j += kSums) {
      for (int64_t i = 0; i < kSums; ++i)
        sums[static_cast<std::size_t>(i)] += static_cast<double>(row[j + i]) * features[j + i];
    }
    double sum = bias[c];
    for (; j < S; ++j) sum += static_cast<double>(row[j]) * features[j];
    logits[c] = std::accumulate(sums.begin(), sums.end(), sum);
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
