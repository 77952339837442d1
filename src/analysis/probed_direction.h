// One direction of a recurrent layer under the gradient probe: what it keeps while it reads, and the gradient
// of u . h_T on its way back.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/gradient_flow.h"
#include "kernels/group_backward.h"
#include "kernels/group_forward.h"
#include "model/parameters.h"

namespace sentiment {

/// The texts of the probe, and how far back gradient may travel in them.
struct ProbedTexts {
  ProbedTexts(const std::vector<int64_t>& lengths, int64_t directions, const GradientReach& gradient_reach);

  StepOrder order;
  GradientReach reach;
  std::vector<int64_t> distances;  // those at which the gradient is measured
  std::vector<int32_t> place;      // [longest] of each distance among `distances`, or -1
};

class ProbedDirection {
 public:
  /// Copies the weights; the layer reads `columns` features.
  ProbedDirection(const ModelConfig& config, const Parameters& parameters, int64_t layer, Direction direction,
                  int64_t columns);

  const PackedCell<double>& cell() const { return cell_; }
  Direction direction() const { return direction_; }
  /// To be filled by forward_group.
  KeptSteps<double>& kept() { return kept_; }

  /// Sends the gradient back through one group's texts and uses up what was kept.
  ///
  /// norms  [texts, distances]  out, at this group's texts
  void send_back(const StepGroup& group, const ProbedTexts& texts, std::vector<double>& norms);

  /// The means of these norms.
  GradientFlow flow(const ProbedTexts& texts, const std::vector<double>& norms) const;

 private:
  BackwardStep<double> step_of(const StepGroup& group, int64_t t);

  int64_t layer_;
  Direction direction_;
  PackedCell<double> cell_;
  KeptSteps<double> kept_;
  std::vector<double> end_gradient_;  // [H] u
};

}  // namespace sentiment
