// One instruction set's optimizer steps.
#pragma once

#include "kernels/simd_impl.h"
#include "kernels/update_kernels.h"

namespace sentiment {
namespace {

using Floats = Vector<float>;

inline Floats cut_to(Floats x, Floats limit) {
  x = x > limit ? limit : x;
  return x < -limit ? -limit : x;
}

inline Floats square_root(Floats x) {
#if SENTIMENT_VECTOR_BYTES == 64 && defined(__clang__)
  return __builtin_ia32_sqrtps512(x, 4 /* as the mode says */);
#elif SENTIMENT_VECTOR_BYTES == 64
  return __builtin_ia32_sqrtps512_mask(x, x, static_cast<unsigned short>(-1), 4 /* as the mode says */);
#elif SENTIMENT_VECTOR_BYTES == 32
  return __builtin_ia32_sqrtps256(x);
#else
  for (int i = 0; i < kWidth<float>; ++i) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
}

template <UpdateRule::Kind kKind>
inline void update_vector(const UpdateRule& rule, Floats gradient, Floats& value, Floats& first,
                          Floats& second) {
  gradient = cut_to(gradient, all(rule.clip_value)) * rule.scale;
  if constexpr (kKind == UpdateRule::Kind::kAdamW) {
    value *= 1.0F - rule.learning_rate * rule.weight_decay;
  } else {
    gradient += value * rule.weight_decay;
  }
  if constexpr (kKind == UpdateRule::Kind::kSgd) {
    first = first * rule.momentum + gradient;
    value -= first * rule.learning_rate;
  } else {
    first += (gradient - first) * (1.0F - rule.beta1);
    second = second * rule.beta2 + gradient * gradient * (1.0F - rule.beta2);
    value -= first / (square_root(second) / rule.correction2 + rule.epsilon) *
             (rule.learning_rate / rule.correction1);
  }
}

/// The first `count` floats of a vector; the others are zero.
inline Floats load_part(const float* at, int64_t count) {
  Floats x{};
  for (int64_t i = 0; i < count; ++i) x[i] = at[i];
  return x;
}

inline void store_part(float* at, Floats x, int64_t count) {
  for (int64_t i = 0; i < count; ++i) at[i] = x[i];
}

template <UpdateRule::Kind kKind>
inline void update_span(const UpdateRule& rule, const UpdateSpan& span) {
  constexpr bool kSecond = kKind != UpdateRule::Kind::kSgd;
  const auto step = [&](int64_t i, const auto& read, const auto& write) {
    Floats value = read(span.value + i);
    Floats first = read(span.first + i);
    Floats second{};
    if constexpr (kSecond) second = read(span.second + i);
    update_vector<kKind>(rule, span.gradient == nullptr ? Floats{} : read(span.gradient + i), value, first,
                         second);
    write(span.value + i, value);
    write(span.first + i, first);
    if constexpr (kSecond) write(span.second + i, second);
    if (span.average != nullptr) {
      const Floats average = read(span.average + i);
      write(span.average + i, average + (value - average) * rule.average_share);
    }
  };
  constexpr int64_t W = kWidth<float>;
  int64_t i = 0;
  for (; i + W <= span.count; i += W) {
    step(
        i, [](const float* at) { return load(at); }, [](float* at, Floats x) { store(at, x); });
  }
  const int64_t left = span.count - i;
  if (left == 0) return;
  step(
      i, [&](const float* at) { return load_part(at, left); },
      [&](float* at, Floats x) { store_part(at, x, left); });
}

void update(const UpdateRule& rule, const UpdateSpan& span) {
  switch (rule.kind) {
    case UpdateRule::Kind::kSgd:
      return update_span<UpdateRule::Kind::kSgd>(rule, span);
    case UpdateRule::Kind::kAdam:
      return update_span<UpdateRule::Kind::kAdam>(rule, span);
    case UpdateRule::Kind::kAdamW:
      return update_span<UpdateRule::Kind::kAdamW>(rule, span);
  }
}

SquareSums squares(int64_t count, const float* values, float cut) {
  // Lanes of floats would lose digits over millions of elements: a few hundred of them at a time go into a
  // double.
  constexpr int64_t W = kWidth<float>;
  constexpr int64_t kBlock = 256;
  SquareSums sums;
  Floats largest{};
  for (int64_t begin = 0; begin < count; begin += kBlock) {
    const int64_t end = count - begin < kBlock ? count : begin + kBlock;
    Floats plain{};
    Floats after{};
    int64_t i = begin;
    const auto add = [&](Floats x) {
      plain += x * x;
      const Floats y = cut_to(x, all(cut));
      after += y * y;
      const Floats size = x < 0.0F ? -x : x;
      largest = size > largest ? size : largest;
    };
    for (; i + W <= end; i += W) add(load(values + i));
    if (i < end) add(load_part(values + i, end - i));
    for (int lane = 0; lane < W; ++lane) {
      sums.squares += static_cast<double>(plain[lane]);
      sums.cut_squares += static_cast<double>(after[lane]);
    }
  }
  for (int lane = 0; lane < W; ++lane)
    sums.largest = largest[lane] > sums.largest ? largest[lane] : sums.largest;
  return sums;
}

constexpr UpdateKernels kUpdateKernels = {update, squares};

}  // namespace
}  // namespace sentiment
