// Which layers are trained from which step on, and how fast: a pretrained network forgets less if what lies
// below its new head moves later and more slowly (Howard and Ruder 2018, "Universal language model
// fine-tuning for text classification", sections 3.2 and 3.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/training_config.h"
#include "model/model_config.h"

namespace sentiment {

/// How a parameter is trained.
struct ParameterPace {
  double rate_factor = 1.0;  // what the schedule's rates are multiplied by
  int64_t first_step = 0;    // optimizer steps before its own first one; until then it is frozen

  bool operator==(const ParameterPace&) const = default;
};

/// Parameters of one depth share a pace: 0 is the head (all that is neither of a recurrent layer nor the
/// embedding), then come the recurrent layers from the top, last the embedding.
class LayerSchedule {
 public:
  LayerSchedule(const TrainerConfig& config, const ModelConfig& model, int64_t steps_per_epoch);

  int64_t depths() const { return layers_ + 2; }
  int64_t depth_of(std::string_view parameter) const;

  /// trainer.layer_rate_decay to the power of the depth, from the step on at which trainer.unfreeze_epochs
  /// have passed as often.
  ParameterPace pace(int64_t depth) const;
  /// Of each of the parameters.
  std::vector<ParameterPace> paces(const std::vector<std::string>& parameters) const;

 private:
  int64_t layers_;
  double rate_decay_;
  double steps_between_;  // two depths
};

/// A line on the depths from the head down, "head, layer 1 from step 100 at 0.38 of the rate, ..."; empty if
/// all are trained alike.
std::string describe(const LayerSchedule& schedule);

}  // namespace sentiment
