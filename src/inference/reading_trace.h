// What happens inside a network while it reads a text: gates and states, token by token.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/packed_network.h"
#include "inference/token_rows.h"

namespace sentiment {

/// One gate or state of a layer's direction, for every token and unit.
struct GateSignal {
  /// lstm: "input", "forget", "output" in [0, 1], "cell" of any size. gru: "reset", "update" in [0, 1]. All:
  /// "state" in [-1, 1], what the cell hands on (without a residual connection's part).
  std::string name;
  std::vector<float> values;  // [tokens, hidden], by the tokens' places in the text
};

struct GateTrace {
  int64_t layer = 0;      // from 0, the one above the embedding
  int64_t direction = 0;  // 0 reads from the start (or as the model's direction says), 1 from the end
  int64_t hidden_size = 0;
  std::vector<GateSignal> signals;
};

/// Mean and quantiles over a signal's units, for each token.
struct GateSummary {
  std::vector<double> mean;    // [tokens]
  std::vector<double> low;     // [tokens] a tenth of the units are below
  std::vector<double> median;  // [tokens]
  std::vector<double> high;    // [tokens] a tenth of the units are above
};

/// Layer by layer from below, and in each the direction from the start first; empty for a text without
/// tokens.
std::vector<GateTrace> trace_reading(const PackedNetwork& network, TokenIds text);

/// Quantiles between two units are interpolated.
GateSummary summary_of(const GateSignal& signal, int64_t hidden_size);

}  // namespace sentiment
