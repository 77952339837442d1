// The kernels by themselves, for every instruction set that this processor has. Rates are useful FLOP: a
// multiply-add counts as two, padding not at all. Letters: src/kernels/README.md.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/cpu_features.h"
#include "kernels/aligned_array.h"
#include "kernels/cell_kernels.h"
#include "kernels/instruction_sets.h"
#include "kernels/training_layer.h"

namespace sentiment {
namespace {

constexpr int64_t kE = 128;
constexpr int64_t kH = 256;

using Floats = AlignedArray<float>;

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

Floats small_numbers(int64_t count) {
  Floats values(size(count));
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
  const Floats rows = small_numbers(M * kH);
  const Floats weights = small_numbers(N * kH);
  const Floats bias = small_numbers(N);
  Floats out(size(M * N));
  const CellKernels<float>& kernels = cell_kernels<float>(set);
  for (auto _ : state) {
    kernels.multiply({M, kH, N, rows.data(), kH, weights.data(), 4, bias.data(), out.data(), N});
    benchmark::ClobberMemory();
  }
  set_flops(state, 2.0 * static_cast<double>(M * kH * N));
}

/// A batch of texts of nearly one length through one direction of one layer, forward and with `backward` back
/// again, on one thread.
void layer(benchmark::State& state, InstructionSet set, CellType type, bool backward) {
  const int64_t texts = state.range(0);
  const int64_t G = gates_of(type);
  const Floats weight_ih = small_numbers(G * kH * kE);
  const Floats weight_hh = small_numbers(G * kH * kH);
  const Floats bias = small_numbers(G * kH);
  std::vector<int64_t> lengths;
  for (int64_t text = 0; text < texts; ++text) lengths.push_back(200 + text % 16);
  const StepOrder order(lengths, texts_per_group(texts, 1));
  // A quarter as many words as tokens, as in reviews.
  const int64_t words = order.tokens() / 4;
  const Floats inputs = small_numbers(words * kE);
  std::vector<int32_t> slots;
  for (int64_t token = 0; token < order.tokens(); ++token)
    slots.push_back(static_cast<int32_t>(token * 7 % words));
  const LayerInput<float> input{words, inputs.data(), slots.data()};
  Floats states(size(order.tokens() * kH));
  const Floats state_gradients = small_numbers(order.tokens() * kH);
  Floats d_weight_ih(size(G * kH * kE));
  Floats d_weight_hh(size(G * kH * kH));
  Floats d_bias_ih(size(G * kH));
  Floats d_bias_hh(size(G * kH));
  Floats d_inputs(size(words * kE));
  const std::vector<CellParameters<float>> parameters = {
      {weight_ih.data(), weight_hh.data(), bias.data(), bias.data()}};
  const std::vector<CellGradients<float>> gradients = {
      {d_weight_ih.data(), d_weight_hh.data(), d_bias_ih.data(), d_bias_hh.data()}};
  ThreadPool pool(1);
  TrainingLayer<float> kernels(type, kE, kH, 1, set);
  for (auto _ : state) {
    kernels.forward(parameters, input, order, states.data(), nullptr, backward, pool);
    if (!backward) continue;
    kernels.backward(parameters, input, order, {state_gradients.data(), nullptr}, {}, gradients,
                     d_inputs.data(), pool);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * order.tokens());
  const double forward_flops = 2.0 * static_cast<double>(G * kH * (order.tokens() * kH + words * kE));
  set_flops(state, (backward ? 3.0 : 1.0) * forward_flops);
}

void declare_benchmarks(InstructionSet set) {
  const auto name = [&](const std::string& kernel) { return kernel + "/" + std::string(name_of(set)); };
  benchmark::RegisterBenchmark(name("multiply").c_str(), multiply, set)->RangeMultiplier(2)->Range(1, 64);
  const std::pair<const char*, CellType> types[] = {
      {"lstm", CellType::kLstm}, {"gru", CellType::kGru}, {"rnn", CellType::kRnn}};
  for (const auto& [cell, type] : types) {
    for (const bool backward : {false, true}) {
      const std::string kernel = std::string(cell) + (backward ? "_train" : "_forward");
      benchmark::RegisterBenchmark(name(kernel).c_str(), layer, set, type, backward)
          ->Arg(1)
          ->Arg(32)
          ->Arg(128);
    }
  }
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  for (const sentiment::InstructionSet set : sentiment::runnable_sets()) sentiment::declare_benchmarks(set);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
