// sigmoid and tanh of vectors.
#pragma once

#include "kernels/simd_impl.h"

namespace sentiment {
namespace {

using Floats = Vector<float>;
using Doubles = Vector<double>;

/// tanh(x) as a quotient of polynomials, x P(x^2) / Q(x^2), a few units in the last place from the exact
/// value (the coefficients are Eigen's, for floats). At the cut the quotient rounds to 1, with fused
/// multiply-add elsewhere than without. NaN passes.
inline Floats tanh_of(Floats x) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  constexpr float kCut = 7.99881172180175781F;
#else
  constexpr float kCut = 7.90531110763549805F;
#endif
  x = x < all(-kCut) ? all(-kCut) : x;
  x = x > all(kCut) ? all(kCut) : x;
  const Floats square = x * x;
  Floats p = all(-2.76076847742355e-16F);
  p = p * square + 2.00018790482477e-13F;
  p = p * square - 8.60467152213735e-11F;
  p = p * square + 5.12229709037114e-08F;
  p = p * square + 1.48572235717979e-05F;
  p = p * square + 6.37261928875436e-04F;
  p = p * square + 4.89352455891786e-03F;
  Floats q = all(1.19825839466702e-06F);
  q = q * square + 1.18534705686654e-04F;
  q = q * square + 2.26843463243900e-03F;
  q = q * square + 4.89352518554385e-03F;
  return p * x / q;
}

/// Doubles serve to check gradients: exact before fast.
__attribute__((noinline)) Doubles tanh_of(Doubles x) {
  Doubles result{};
  for (int i = 0; i < kWidth<double>; ++i) result[i] = __builtin_tanh(x[i]);
  return result;
}

/// 1 / (1 + exp(-x)) as (1 + tanh(x / 2)) / 2: two units of the last place of 1 from it, 2e-7.
template <class Values>
inline Values sigmoid_of(Values x) {
  return tanh_of(x * 0.5F) * 0.5F + 0.5F;
}

}  // namespace
}  // namespace sentiment
