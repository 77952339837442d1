#include "inference/reading_trace.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/group_forward.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// A signal whose value for unit `unit` of a step is at(step, unit); steps are in the order of reading.
template <class At>
GateSignal signal_of(const char* name, int64_t T, int64_t H, bool from_the_end, const At& at) {
  GateSignal signal{name, std::vector<float>(size(T * H))};
  for (int64_t step = 0; step < T; ++step) {
    const int64_t token = from_the_end ? T - 1 - step : step;
    for (int64_t unit = 0; unit < H; ++unit) signal.values[size(token * H + unit)] = at(step, unit);
  }
  return signal;
}

std::vector<GateSignal> signals_of(const PackedCell<float>& cell, const KeptSteps<float>& kept, int64_t T,
                                   bool from_the_end) {
  const auto gate = [&](const char* name, int64_t number) {
    return signal_of(name, T, cell.H(), from_the_end, [&](int64_t step, int64_t unit) {
      return kept.gates.data()[step * kept.gate_stride + cell.position(number, unit)];
    });
  };
  const auto state = [&](const char* name, const AlignedArray<float>& states) {
    return signal_of(name, T, cell.H(), from_the_end, [&](int64_t step, int64_t unit) {
      return states.data()[step * kept.state_stride + unit];
    });
  };
  std::vector<GateSignal> signals;
  if (cell.type() == CellType::kLstm) {
    signals = {gate("input", 0), gate("forget", 1), gate("output", 3), state("cell", kept.cell)};
  } else if (cell.type() == CellType::kGru) {
    signals = {gate("reset", 0), gate("update", 1)};
  }
  signals.push_back(state("state", kept.hidden));
  return signals;
}

/// The value below which `share` of the sorted numbers are.
double quantile(const std::vector<float>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double above = sorted[std::min(below + 1, sorted.size() - 1)];
  return sorted[below] + (place - std::floor(place)) * (above - sorted[below]);
}

}  // namespace

std::vector<GateTrace> trace_reading(const PackedNetwork& network, TokenIds text) {
  const ModelConfig& config = network.config();
  const auto T = static_cast<int64_t>(text.size());
  const int64_t S = config.state_size();
  std::vector<GateTrace> traces;
  if (T == 0) return traces;
  const StepOrder order({T}, 1);
  std::vector<float> projected(size(T * network.layers().front().projected_size()));
  AlignedArray<float> embedded;
  embedded.grow(size(PackedNetwork::kTypesAtOnce * config.embedding_size));
  std::vector<TokenId> in_order(text.begin(), text.end());
  if (config.reads_backward()) std::reverse(in_order.begin(), in_order.end());
  network.project(in_order, embedded.data(), projected.data());
  std::vector<float> states;
  for (const ReadingLayer& layer : network.layers()) {
    const std::vector<float> inputs = std::exchange(states, std::vector<float>(size(T * S)));
    if (!traces.empty()) {
      projected.resize(size(T * layer.projected_size()));
      layer.project(T, inputs.data(), projected.data());
    }
    std::vector<const float*> projected_of_token;
    for (int64_t t = 0; t < T; ++t)
      projected_of_token.push_back(projected.data() + t * layer.projected_size());
    const bool add = config.residual && !traces.empty();
    const int64_t number = static_cast<int64_t>(traces.size()) / layer.D();
    for (int64_t d = 0; d < layer.D(); ++d) {
      const PackedCell<float>& cell = layer.side(d);
      const Direction direction{d, layer.D()};
      KeptSteps<float> kept;
      kept.grow(T, cell);
      ReadingScratch<float> scratch;
      forward_group<float>(cell, order.groups().front(), direction,
                           {&order, projected_of_token.data(), states.data(), nullptr}, &kept, scratch);
      traces.push_back({number, d, cell.H(), signals_of(cell, kept, T, config.reads_backward() || d == 1)});
    }
    for (std::size_t i = 0; add && i < states.size(); ++i) states[i] += inputs[i];
  }
  return traces;
}

GateSummary summary_of(const GateSignal& signal, int64_t hidden_size) {
  GateSummary summary;
  for (auto begin = signal.values.begin(); begin != signal.values.end(); begin += hidden_size) {
    std::vector<float> units(begin, begin + hidden_size);
    std::sort(units.begin(), units.end());
    double sum = 0.0;
    for (const float unit : units) sum += unit;
    summary.mean.push_back(sum / static_cast<double>(hidden_size));
    summary.low.push_back(quantile(units, 0.1));
    summary.median.push_back(quantile(units, 0.5));
    summary.high.push_back(quantile(units, 0.9));
  }
  return summary;
}

}  // namespace sentiment
