#include "training/divergence.h"

#include <cmath>

#include "core/concat.h"

namespace sentiment {

Json to_json(const Divergence& divergence) {
  return {{"event", "divergence"},
          {"step", divergence.back_to},
          {"number", divergence.number},
          {"diverged_at", divergence.step},
          {"loss", finite_or_name(divergence.loss)},
          {"gradient_norm", finite_or_name(divergence.gradient_norm)},
          {"learning_rate", divergence.learning_rate},
          {"rate_factor", divergence.rate_factor}};
}

std::string describe(const Divergence& divergence, int64_t retries) {
  return concat("training diverged at step ", divergence.step, " (loss ", scientific(divergence.loss, 1),
                ", gradient norm ", scientific(divergence.gradient_norm, 1), ", learning rate ",
                scientific(divergence.learning_rate, 1), "): back to step ", divergence.back_to,
                " with half the learning rate, ", divergence.rate_factor,
                " of the schedule's from now on (retry ", divergence.number, " of ", retries, ")");
}

Json finite_or_name(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

}  // namespace sentiment
