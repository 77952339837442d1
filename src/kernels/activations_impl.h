// sigmoid, tanh and exp of vectors.
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

/// e^x as 2^n times a polynomial of what is left of x (Cephes' coefficients), two units in the last place
/// from the exact value; 0 below the least normal number. Precondition: x < 88. NaN gives what it likes.
inline Floats exp_of(Floats x) {
  constexpr float kLeast = -87.0F;
  constexpr float kRound = 12582912.0F;  // 1.5 * 2^23: adding it leaves no room for a fraction
  const Floats bounded = x < all(kLeast) ? all(kLeast) : x;
  const Floats n = (bounded * 1.44269504088896341F + kRound) - kRound;
  const Floats r = (bounded - n * 0.693359375F) + n * 2.12194440e-4F;  // ln 2 in two parts
  Floats p = all(1.9875691500e-4F);
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  typedef int32_t Integers __attribute__((vector_size(SENTIMENT_VECTOR_BYTES)));
  const Integers exponent = (__builtin_convertvector(n, Integers) + 127) << 23;
  return x < all(kLeast) ? all(0.0F) : p * reinterpret_cast<Floats>(exponent);
}

/// 1 / (1 + exp(-x)) as (1 + tanh(x / 2)) / 2: two units of the last place of 1 from it, 2e-7.
template <class Values>
inline Values sigmoid_of(Values x) {
  return tanh_of(x * 0.5F) * 0.5F + 0.5F;
}

}  // namespace
}  // namespace sentiment
