// How far a gradient reaches: the norm of d(u . h_T) / d h_t by the distance T - t, for one direction of one
// recurrent layer. In metrics.json it is
//
//   "gradient_flow": [{"layer": 0, "direction": "forward", "epoch": 2, "distances": [1, 2, 3, 5, ...],
//                      "norms": [0.71, 0.5, 0.36, 0.19, ...], "texts": [32, 32, 32, 31, ...]}, ...]
//
// layer by layer and direction by direction for epoch 0, before training, and then for each epoch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/strict_json.h"

namespace sentiment {

/// One curve. Distances are tokens from the direction's own end, which for the backward direction is the
/// text's first token: they rise, begin with 1, and 100 is among them if any text is that long.
struct GradientFlow {
  int64_t layer = 0;     // from 0
  bool reverse = false;  // "direction": "backward"
  int64_t epoch = 0;     // 0 before training
  std::vector<int64_t> distances;
  /// The geometric mean over the texts of the norm at that distance, divided by the norm at distance 0. Zero
  /// where it is below the smallest number, or truncated backpropagation stops before.
  std::vector<double> norms;
  std::vector<int64_t> texts;  // how many were long enough to be counted in that mean
};

Json to_json(const GradientFlow& flow);

/// The curves of a metrics.json, in its order; none if it has no "gradient_flow". Throws FormatError if that
/// is not what to_json gives.
std::vector<GradientFlow> gradient_flows(const Json& metrics);

/// From distance 1 to distance 100, or to the largest one measured if that is smaller.
struct GradientFade {
  int64_t distance;
  double factor;  // of the norms; 0 if none arrives
};

/// Empty for a curve without a second distance.
std::optional<GradientFade> gradient_fade(const GradientFlow& flow);

/// One sentence: "layer 0, forward: a gradient 100 tokens from the end is 4.1e-07 of that at 1 token: it has
/// vanished". `flow` must have a fade.
std::string describe(const GradientFlow& flow);

/// Whether hardly anything of the gradient is left at the fade's distance.
bool has_vanished(const GradientFade& fade);

}  // namespace sentiment
