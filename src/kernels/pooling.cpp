#include "kernels/pooling.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/output_layer.h"

namespace sentiment {
namespace {

constexpr int64_t kBlock = 64;  // features whose sums live on the stack at once

/// features[j] = sum over t of share(t) * states[t, j].
template <class Share>
void weighted_sum(int64_t T, int64_t S, const float* states, float* features, const Share& share) {
  for (int64_t begin = 0; begin < S; begin += kBlock) {
    const int64_t count = std::min(kBlock, S - begin);
    std::array<double, kBlock> sums{};
    for (int64_t t = 0; t < T; ++t) {
      const double weight = share(t);
      const float* state = states + t * S + begin;
      for (int64_t j = 0; j < count; ++j) sums[static_cast<std::size_t>(j)] += weight * state[j];
    }
    for (int64_t j = 0; j < count; ++j)
      features[begin + j] = static_cast<float>(sums[static_cast<std::size_t>(j)]);
  }
}

}  // namespace

void pool_last(int64_t T, int64_t H, int64_t D, const float* states, float* features) {
  if (T == 0) {
    std::fill_n(features, D * H, 0.0F);
    return;
  }
  std::copy_n(states + (T - 1) * D * H, H, features);
  if (D == 2) std::copy_n(states + H, H, features + H);
}

void pool_mean(int64_t T, int64_t S, const float* states, float* features) {
  const double share = T == 0 ? 0.0 : 1.0 / static_cast<double>(T);
  weighted_sum(T, S, states, features, [share](int64_t) { return share; });
}

void pool_max(int64_t T, int64_t S, const float* states, float* features) {
  if (T == 0) {
    std::fill_n(features, S, 0.0F);
    return;
  }
  std::copy_n(states, S, features);
  for (int64_t t = 1; t < T; ++t) {
    const float* state = states + t * S;
    for (int64_t j = 0; j < S; ++j) {
      // A NaN stays, as in torch: an overflow must not vanish here. Without a branch, so that it vectorises.
      const float best = features[j];
      const bool keep = (best >= state[j]) | (best != best);
      features[j] = keep ? best : state[j];
    }
  }
}

void pool_attention(int64_t T, int64_t S, const float* weight, float bias, const float* states,
                    float* features, std::vector<double>& shares) {
  shares.resize(static_cast<std::size_t>(T));
  for (int64_t t = 0; t < T; ++t)
    linear(1, S, weight, &bias, states + t * S, &shares[static_cast<std::size_t>(t)]);
  softmax(shares);
  weighted_sum(T, S, states, features, [&](int64_t t) { return shares[static_cast<std::size_t>(t)]; });
}

}  // namespace sentiment
