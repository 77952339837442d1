// Gradients to steps: libtorch's fused SGD, Adam and AdamW, with the state in our hands so that it can be
// saved.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "config/training_config.h"
#include "model/parameters.h"

namespace sentiment {

class Optimizer {
 public:
  /// Steps the parameters that require gradient; `names` are those of `parameters`, for the saved state.
  Optimizer(const OptimizerConfig& config, const std::vector<std::string>& names,
            const std::vector<at::Tensor>& parameters);

  /// Empties the gradients.
  void zero_gradients();

  /// The gradients of the trained parameters; one that the loss did not reach is zero.
  std::vector<at::Tensor> gradients();

  /// One update with this learning rate. `step` counts from 1 (Adam's bias correction).
  void step(double learning_rate, int64_t step);

  /// The moments: "momentum.NAME", or "exp_avg.NAME" and "exp_avg_sq.NAME".
  Parameters state() const;
  /// Throws FormatError if a tensor is missing or has another shape.
  void set_state(const Parameters& state);

 private:
  struct Moment {
    std::string name;
    std::vector<at::Tensor> tensors;  // one per trained parameter
  };

  OptimizerConfig config_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> parameters_;
  std::vector<Moment> moments_;
};

}  // namespace sentiment
