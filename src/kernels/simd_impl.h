// Vectors of one instruction set. The *_impl.h files are included by exactly one source per set, compiled
// with that set's flags, after SENTIMENT_VECTOR_BYTES says how wide a register is.
//
// Everything in them has internal linkage and uses nothing of the standard library: an inline function that
// another source also instantiates would be merged with this one, and older processors would then run it.
#pragma once

#include <cstdint>

namespace sentiment {
namespace {

template <class Real>
struct Simd;

template <>
struct Simd<float> {
  typedef float Vector __attribute__((vector_size(SENTIMENT_VECTOR_BYTES)));
  typedef float Loose __attribute__((vector_size(SENTIMENT_VECTOR_BYTES), aligned(4), may_alias));
};

template <>
struct Simd<double> {
  typedef double Vector __attribute__((vector_size(SENTIMENT_VECTOR_BYTES)));
  typedef double Loose __attribute__((vector_size(SENTIMENT_VECTOR_BYTES), aligned(8), may_alias));
};

template <class Real>
using Vector = typename Simd<Real>::Vector;

/// Numbers in a register.
template <class Real>
constexpr int64_t kWidth = SENTIMENT_VECTOR_BYTES / sizeof(Real);

template <class Real>
inline Vector<Real> load(const Real* at) {
  return *reinterpret_cast<const typename Simd<Real>::Loose*>(at);
}

template <class Real>
inline void store(Real* at, Vector<Real> value) {
  *reinterpret_cast<typename Simd<Real>::Loose*>(at) = value;
}

template <class Real>
inline Vector<Real> all(Real value) {
  return value - Vector<Real>{};  // not 0 + value, which is no copy of -0 and costs an addition
}

}  // namespace
}  // namespace sentiment
