// Notices a loss that stays where guessing leaves it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sentiment {

/// Steps over which nothing was learnt.
struct StuckSteps {
  int64_t first;
  int64_t last;
  double loss;           // nats per review, their mean
  double guessing_loss;  // that of always answering with the labels' frequencies: ln(classes) for even ones
  double accuracy;
};

/// How far the window that is being watched has come; part of a run's state.
struct StuckState {
  int64_t steps = 0;
  double loss = 0.0;  // of all its reviews
  int64_t correct = 0;
  int64_t reviews = 0;
  bool said = false;
};

class StuckLoss {
 public:
  /// `weighted`: the loss weighs each class alike; `smoothing`: trainer.label_smoothing; `total_steps` of the
  /// run.
  StuckLoss(const std::vector<int64_t>& label_counts, bool weighted, double smoothing, int64_t total_steps);

  /// Takes note of step `step` (from 1). Once in a run, after a window of 200 steps (half of a shorter run,
  /// but 100) that is not the first: the window, if its mean loss is within 1 % of guessing and its accuracy
  /// no better than guessing by more than chance explains.
  std::optional<StuckSteps> add(StuckState& state, int64_t step, double loss, int64_t correct,
                                int64_t reviews) const;

 private:
  bool is_stuck(const StuckState& state) const;

  double guessing_loss_ = 0.0;
  double guessing_accuracy_ = 0.0;
  int64_t window_;
};

}  // namespace sentiment
