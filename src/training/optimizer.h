// Gradients to steps: SGD, Adam and AdamW with clipping and the average of the weights, the state in our
// hands so that it can be saved. On the CPU one pass of our own over all parameters; elsewhere libtorch's
// fused steps.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/training_config.h"
#include "core/thread_pool.h"
#include "kernels/parameter_update.h"
#include "model/parameters.h"
#include "nn/batch.h"
#include "training/gradient_clipping.h"
#include "training/layer_schedule.h"

namespace sentiment {

/// One update.
struct OptimizerStep {
  double learning_rate;
  int64_t number;  // from 1; Adam's bias correction counts a parameter's own steps
  /// The average of the weights, in the order of the constructor's parameters, or null; moved by
  /// `average_share` of its distance to the new weights.
  const std::vector<at::Tensor>* average = nullptr;
  double average_share = 0.0;
  /// 1 (float) on the parameters' device if parameters and moments are to stay as they are; undefined: never.
  at::Tensor skipped{};
};

class Optimizer {
 public:
  /// Steps the parameters that require gradient; `names` are those of `parameters`, for the saved state. With
  /// `fused` by our own pass on these threads, which needs the CPU; otherwise the host waits for nothing.
  /// `paces` are those of the parameters, or none for all alike; what is frozen at a step is not touched by
  /// it.
  Optimizer(const OptimizerConfig& config, const std::vector<std::string>& names,
            const std::vector<at::Tensor>& parameters, std::shared_ptr<ThreadPool> fused = nullptr,
            const std::vector<ParameterPace>& paces = {});

  /// Empties the gradients.
  void zero_gradients();

  /// Takes the gradient of the first parameter, the embedding, from the batch's words: all other rows have
  /// none. Only with `fused`; holds until zero_gradients.
  void use_word_gradient(const Batch& batch);
  /// The same: row i of `gradient` [words, embedding] is that of words[i].
  void use_word_gradient(const std::vector<int64_t>& words, const at::Tensor& gradient);

  /// Clips the gradients for the step to come; a gradient that the loss did not reach is zero.
  ClipTensors clip(std::optional<double> clip_value, std::optional<double> clip_norm);

  void step(const OptimizerStep& step);

  /// The moments: "momentum.NAME", or "exp_avg.NAME" and "exp_avg_sq.NAME".
  Parameters state() const;
  /// Throws FormatError if a tensor is missing or has another shape.
  void set_state(const Parameters& state);

 private:
  struct Moment {
    std::string name;
    std::vector<at::Tensor> tensors;  // one per trained parameter
  };

  /// Trained parameters of one pace, by their places.
  struct Group {
    ParameterPace pace;
    std::vector<std::size_t> members;
  };

  /// Those that are not frozen at present.
  std::vector<std::size_t> in_training() const;
  std::vector<at::Tensor> gradients(const std::vector<std::size_t>& members);
  void libtorch_step(const OptimizerStep& step, const Group& group);
  void fused_step(const OptimizerStep& step, const Group& group);
  std::vector<TrainedParameter> trained_parameters(const std::vector<std::size_t>& members,
                                                   const std::vector<at::Tensor>* average) const;

  OptimizerConfig config_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> parameters_;
  std::vector<std::size_t> numbers_;  // of the trained parameters among all
  std::vector<Moment> moments_;
  std::vector<Group> groups_;
  std::shared_ptr<ThreadPool> fused_;
  ClipFactors clip_;

  at::Tensor word_gradient_;           // [words, embedding], undefined for none
  std::vector<int64_t> words_;         // the embedding's rows that it belongs to
  std::vector<int32_t> row_of_words_;  // [vocabulary] row of word_gradient_, -1 for none
};

}  // namespace sentiment
