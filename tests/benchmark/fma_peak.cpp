// What the cores can do at most: fused multiply-adds between registers, nothing loaded and nothing stored.
//
//   ["measure", "generic"|"avx2"|"avx512", THREADS, MILLISECONDS]  -> FLOP a second of all threads together
//
// A multiply-add counts as two. Each variant has as many independent chains as its registers hold beside the
// two operands, more than its latency times its throughput.
#include <algorithm>
#include <iostream>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "benchmark/command_loop.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr int64_t kRounds = 1 << 14;  // between two looks at the clock: some tens of microseconds

// chain = chain * kShrink + kShift converges to 1: no overflow, no denormal number.
constexpr float kShrink = 0.999F;
constexpr float kShift = 0.001F;

/// FLOP of one call, and a sum that the compiler may not leave out.
struct Work {
  double flops;
  float sum;
};

typedef float FourFloats __attribute__((vector_size(16)));

Work work_generic() {
  constexpr int kChains = 12;
  FourFloats chains[kChains] = {};
  const FourFloats shrink = FourFloats{} + kShrink;
  const FourFloats shift = FourFloats{} + kShift;
  for (int64_t round = 0; round < kRounds; ++round) {
#pragma GCC unroll 12
    for (FourFloats& chain : chains) {
      chain = chain * shrink + shift;
    }
  }
  float sum = 0.0F;
  for (const FourFloats& chain : chains) sum += chain[0];
  return {static_cast<double>(kRounds) * kChains * 4 * 2, sum};
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) Work work_avx2() {
  constexpr int kChains = 12;
  __m256 chains[kChains];
  for (__m256& chain : chains) chain = _mm256_setzero_ps();
  const __m256 shrink = _mm256_set1_ps(kShrink);
  const __m256 shift = _mm256_set1_ps(kShift);
  for (int64_t round = 0; round < kRounds; ++round) {
#pragma GCC unroll 12
    for (__m256& chain : chains) chain = _mm256_fmadd_ps(chain, shrink, shift);
  }
  float sum = 0.0F;
  for (const __m256& chain : chains) sum += _mm256_cvtss_f32(chain);
  return {static_cast<double>(kRounds) * kChains * 8 * 2, sum};
}

__attribute__((target("avx512f"))) Work work_avx512() {
  constexpr int kChains = 24;
  __m512 chains[kChains];
  for (__m512& chain : chains) chain = _mm512_setzero_ps();
  const __m512 shrink = _mm512_set1_ps(kShrink);
  const __m512 shift = _mm512_set1_ps(kShift);
  for (int64_t round = 0; round < kRounds; ++round) {
#pragma GCC unroll 24
    for (__m512& chain : chains) chain = _mm512_fmadd_ps(chain, shrink, shift);
  }
  float sum = 0.0F;
  for (const __m512& chain : chains) sum += _mm512_cvtss_f32(chain);
  return {static_cast<double>(kRounds) * kChains * 16 * 2, sum};
}
#endif

using Worker = Work (*)();

Worker worker_named(const std::string& set) {
  if (set == "generic") return work_generic;
#if defined(__x86_64__)
  if (set == "avx2" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return work_avx2;
  if (set == "avx512" && __builtin_cpu_supports("avx512f")) return work_avx512;
#endif
  throw Error(concat("expected generic, avx2 or avx512 as this processor has it, found ", quote(set)));
}

Json measure(const Arguments& arguments) {
  const Worker work = worker_named(arguments.text(0));
  const auto count = static_cast<std::size_t>(arguments.number(1));
  const double seconds = static_cast<double>(arguments.number(2)) * 1e-3;
  std::vector<double> rates(count);
  std::vector<float> sums(count);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      double flops = 0.0;
      const Stopwatch watch;
      do {
        const Work done = work();
        flops += done.flops;
        sums[i] += done.sum;
      } while (watch.seconds() < seconds);
      rates[i] = flops / watch.seconds();
    });
  }
  for (std::thread& thread : threads) thread.join();
  double total = 0.0;
  for (const double rate : rates) total += rate;
  return {{"flops", total}, {"sum", sums.front()}};
}

}  // namespace
}  // namespace sentiment

int main() { sentiment::serve({{"measure", sentiment::measure}}, std::cin, std::cout); }
