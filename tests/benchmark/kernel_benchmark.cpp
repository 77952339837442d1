// The kernels by themselves, for every instruction set that this processor has. Rates are useful FLOP: a
// multiply-add counts as two, padding not at all. Letters: src/kernels/README.md.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/cpu_features.h"
#include "kernels/aligned_floats.h"
#include "kernels/cell_kernels.h"
#include "kernels/instruction_sets.h"
#include "kernels/recurrent_layer.h"

namespace sentiment {
namespace {

constexpr int64_t kE = 128;
constexpr int64_t kH = 256;

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

AlignedFloats small_numbers(int64_t count) {
  AlignedFloats values(size(count));
  for (int64_t i = 0; i < count; ++i) values.data()[i] = 0.01F * static_cast<float>(i % 17 - 8);
  return values;
}

void set_flops(benchmark::State& state, double flops_per_iteration) {
  state.counters["FLOP/s"] = benchmark::Counter(flops_per_iteration * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
}

/// The product of a time step: M rows of states with the recurrent weights of an LSTM.
void multiply(benchmark::State& state, InstructionSet set) {
  const int64_t M = state.range(0);
  constexpr int64_t N = 4 * kH;
  const AlignedFloats rows = small_numbers(M * kH);
  const AlignedFloats weights = small_numbers(N * kH);
  const AlignedFloats bias = small_numbers(N);
  AlignedFloats out(size(M * N));
  const CellKernels& kernels = cell_kernels(set);
  for (auto _ : state) {
    kernels.multiply(M, kH, N, rows.data(), kH, weights.data(), bias.data(), out.data());
    benchmark::ClobberMemory();
  }
  set_flops(state, 2.0 * static_cast<double>(M * kH * N));
}

void lstm_step(benchmark::State& state, InstructionSet set) {
  const AlignedFloats projected = small_numbers(4 * kH);
  const AlignedFloats recurrent = small_numbers(4 * kH);
  AlignedFloats cell(size(kH));
  AlignedFloats hidden(size(kH));
  for (auto _ : state) {
    cell_kernels(set).lstm_step(kH, projected.data(), recurrent.data(), cell.data(), hidden.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kH);
}

/// A review of T tokens through one direction of one layer.
void forward(benchmark::State& state, InstructionSet set, CellType type) {
  const int64_t T = state.range(0);
  const int64_t G = type == CellType::kLstm ? 4 : type == CellType::kGru ? 3 : 1;
  const AlignedFloats weight_ih = small_numbers(G * kH * kE);
  const AlignedFloats weight_hh = small_numbers(G * kH * kH);
  const AlignedFloats bias = small_numbers(G * kH);
  const AlignedFloats inputs = small_numbers(T * kE);
  AlignedFloats states(size(T * kH));
  const RecurrentLayer layer({.type = type,
                              .I = kE,
                              .H = kH,
                              .weight_ih = weight_ih.data(),
                              .weight_hh = weight_hh.data(),
                              .bias_ih = bias.data(),
                              .bias_hh = bias.data()},
                             set);
  RecurrentLayer::Scratch scratch;
  for (auto _ : state) {
    layer.forward(T, inputs.data(), ReadingOrder::kFromTheStart, states.data(), kH, scratch);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * T);
  set_flops(state, 2.0 * static_cast<double>(T * G * kH * (kE + kH)));
}

void declare_benchmarks(InstructionSet set) {
  const auto name = [&](const std::string& kernel) { return kernel + "/" + std::string(name_of(set)); };
  benchmark::RegisterBenchmark(name("multiply").c_str(), multiply, set)->RangeMultiplier(2)->Range(1, 64);
  benchmark::RegisterBenchmark(name("lstm_step").c_str(), lstm_step, set);
  benchmark::RegisterBenchmark(name("lstm_forward").c_str(), forward, set, CellType::kLstm)->Arg(256);
  benchmark::RegisterBenchmark(name("gru_forward").c_str(), forward, set, CellType::kGru)->Arg(256);
  benchmark::RegisterBenchmark(name("rnn_forward").c_str(), forward, set, CellType::kRnn)->Arg(256);
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  for (const sentiment::InstructionSet set : sentiment::runnable_sets()) sentiment::declare_benchmarks(set);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
