#include "training/layer_schedule.h"

#include <cmath>

#include "core/concat.h"

namespace sentiment {

LayerSchedule::LayerSchedule(const TrainerConfig& config, const ModelConfig& model, int64_t steps_per_epoch)
    : layers_(model.layers),
      rate_decay_(config.layer_rate_decay),
      steps_between_(config.unfreeze_epochs.value_or(0.0) * static_cast<double>(steps_per_epoch)) {}

int64_t LayerSchedule::depth_of(std::string_view parameter) const {
  if (parameter.starts_with("embedding.")) return layers_ + 1;
  for (int64_t layer = 0; layer < layers_; ++layer) {
    for (const char* part : {".weight_ih_l", ".weight_hh_l", ".bias_ih_l", ".bias_hh_l"}) {
      const std::string name = concat(part, layer);
      const std::size_t at = parameter.find(name);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = parameter.substr(at + name.size());
      if (rest.empty() || rest == "_reverse") return layers_ - layer;
    }
  }
  return 0;
}

ParameterPace LayerSchedule::pace(int64_t depth) const {
  const auto times = static_cast<double>(depth);
  return {.rate_factor = std::pow(rate_decay_, times),
          .first_step = static_cast<int64_t>(std::ceil(times * steps_between_))};
}

std::vector<ParameterPace> LayerSchedule::paces(const std::vector<std::string>& parameters) const {
  std::vector<ParameterPace> paces;
  for (const std::string& parameter : parameters) paces.push_back(pace(depth_of(parameter)));
  return paces;
}

std::string describe(const LayerSchedule& schedule) {
  const int64_t last = schedule.depths() - 1;
  if (schedule.pace(last) == ParameterPace{}) return "";
  std::string line = "head";
  for (int64_t depth = 1; depth <= last; ++depth) {
    const ParameterPace pace = schedule.pace(depth);
    line += depth == last ? std::string(", embedding") : concat(", layer ", last - 1 - depth);
    if (pace.first_step > 0) line += concat(" from step ", pace.first_step + 1);
    if (pace.rate_factor != 1.0) line += concat(" at ", fixed(pace.rate_factor, 3), " of the rate");
  }
  return line;
}

}  // namespace sentiment
