#include "training/optimizer.h"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <algorithm>

#include "core/concat.h"
#include "core/error.h"
#include "nn/tensors.h"

namespace sentiment {

Optimizer::Optimizer(const OptimizerConfig& config, const std::vector<std::string>& names,
                     const std::vector<at::Tensor>& parameters)
    : config_(config) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].requires_grad()) continue;
    names_.push_back(names[i]);
    parameters_.push_back(parameters[i]);
  }
  const bool sgd = config.type == OptimizerType::kSgd;
  for (const char* moment :
       sgd ? std::vector<const char*>{"momentum"} : std::vector<const char*>{"exp_avg", "exp_avg_sq"}) {
    moments_.push_back({moment, {}});
    for (const at::Tensor& parameter : parameters_)
      moments_.back().tensors.push_back(at::zeros_like(parameter.detach()));
  }
}

void Optimizer::zero_gradients() {
  for (at::Tensor& parameter : parameters_) parameter.mutable_grad() = at::Tensor();
}

std::vector<at::Tensor> Optimizer::gradients() {
  std::vector<at::Tensor> gradients;
  for (at::Tensor& parameter : parameters_) {
    if (!parameter.grad().defined()) parameter.mutable_grad() = at::zeros_like(parameter.detach());
    gradients.push_back(parameter.grad());
  }
  return gradients;
}

void Optimizer::step(double learning_rate, int64_t step) {
  const c10::NoGradGuard no_gradient;
  const std::vector<at::Tensor> gradients = this->gradients();
  if (config_.type == OptimizerType::kSgd) {
    // With momentum buffers of zero the first step needs no special case.
    at::_fused_sgd_(parameters_, gradients, moments_[0].tensors, config_.weight_decay, config_.momentum,
                    learning_rate,
                    /*dampening=*/0.0, /*nesterov=*/false, /*maximize=*/false, /*is_first_step=*/false);
    return;
  }
  const auto options = parameters_.front().options().requires_grad(false);
  const std::vector<at::Tensor> steps(parameters_.size(), at::full({}, static_cast<double>(step), options));
  if (config_.type == OptimizerType::kAdam) {
    at::_fused_adam_(parameters_, gradients, moments_[0].tensors, moments_[1].tensors, {}, steps,
                     learning_rate, config_.beta1, config_.beta2, config_.weight_decay, config_.epsilon,
                     /*amsgrad=*/false,
                     /*maximize=*/false);
  } else {
    at::_fused_adamw_(parameters_, gradients, moments_[0].tensors, moments_[1].tensors, {}, steps,
                      learning_rate, config_.beta1, config_.beta2, config_.weight_decay, config_.epsilon,
                      /*amsgrad=*/false,
                      /*maximize=*/false);
  }
}

Parameters Optimizer::state() const {
  Parameters state;
  for (const Moment& moment : moments_) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      state.push_back(to_named(concat(moment.name, ".", names_[i]), moment.tensors[i]));
    }
  }
  return state;
}

void Optimizer::set_state(const Parameters& state) {
  const c10::NoGradGuard no_gradient;
  for (Moment& moment : moments_) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::string name = concat(moment.name, ".", names_[i]);
      const auto found =
          std::find_if(state.begin(), state.end(), [&](const NamedTensor& t) { return t.name == name; });
      if (found == state.end() || at::IntArrayRef(found->shape) != moment.tensors[i].sizes()) {
        throw FormatError(concat("checkpoint: the optimizer's ", name, " is missing or has another shape"));
      }
      moment.tensors[i].copy_(to_tensor(*found, moment.tensors[i].device()));
    }
  }
}

}  // namespace sentiment
