#include "training/optimizer.h"

#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/concat.h"
#include "core/error.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

using Tensors = std::vector<at::Tensor>;

void fused_adam(const Tensors& parameters, const Tensors& gradients, const Tensors& means,
                const Tensors& squares, const Tensors& steps, double learning_rate,
                const OptimizerConfig& config, const std::optional<at::Tensor>& skipped) {
  at::_fused_adam_(parameters, gradients, means, squares, {}, steps, learning_rate, config.beta1,
                   config.beta2, config.weight_decay, config.epsilon, /*amsgrad=*/false, /*maximize=*/false,
                   /*grad_scale=*/{}, skipped);
}

void fused_adamw(const Tensors& parameters, const Tensors& gradients, const Tensors& means,
                 const Tensors& squares, const Tensors& steps, double learning_rate,
                 const OptimizerConfig& config, const std::optional<at::Tensor>& skipped) {
  at::_fused_adamw_(parameters, gradients, means, squares, {}, steps, learning_rate, config.beta1,
                    config.beta2, config.weight_decay, config.epsilon, /*amsgrad=*/false, /*maximize=*/false,
                    /*grad_scale=*/{}, skipped);
}

Tensors chosen(const Tensors& tensors, const std::vector<std::size_t>& members) {
  Tensors result;
  for (const std::size_t member : members) result.push_back(tensors[member]);
  return result;
}

}  // namespace

Optimizer::Optimizer(const OptimizerConfig& config, const std::vector<std::string>& names,
                     const std::vector<at::Tensor>& parameters, std::shared_ptr<ThreadPool> fused,
                     const std::vector<ParameterPace>& paces)
    : config_(config), fused_(std::move(fused)) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].requires_grad()) continue;
    const ParameterPace pace = paces.empty() ? ParameterPace{} : paces[i];
    const auto same = [&](const Group& group) { return group.pace == pace; };
    auto group = std::find_if(groups_.begin(), groups_.end(), same);
    if (group == groups_.end()) group = groups_.insert(groups_.end(), {pace, {}});
    group->members.push_back(parameters_.size());
    names_.push_back(names[i]);
    parameters_.push_back(parameters[i]);
    numbers_.push_back(i);
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
  word_gradient_ = at::Tensor();
  for (const int64_t word : words_) row_of_words_[static_cast<std::size_t>(word)] = -1;
  words_.clear();
}

void Optimizer::use_word_gradient(const Batch& batch) {
  if (!batch.embedded_words.requires_grad() || !batch.embedded_words.grad().defined()) return;
  use_word_gradient(batch.words, batch.embedded_words.grad());
}

void Optimizer::use_word_gradient(const std::vector<int64_t>& words, const at::Tensor& gradient) {
  word_gradient_ = gradient.contiguous();
  words_ = words;
  row_of_words_.resize(static_cast<std::size_t>(parameters_.front().size(0)), -1);
  for (std::size_t i = 0; i < words_.size(); ++i)
    row_of_words_[static_cast<std::size_t>(words_[i])] = static_cast<int32_t>(i);
}

ClipTensors Optimizer::clip(std::optional<double> clip_value, std::optional<double> clip_norm) {
  if (!fused_) return clip_gradients(gradients(in_training()), clip_value, clip_norm);
  const float cut = clip_value ? static_cast<float>(*clip_value) : std::numeric_limits<float>::infinity();
  clip_ = clip_factors(gradient_squares(trained_parameters(in_training(), nullptr), cut, *fused_), clip_value,
                       clip_norm);
  return to_tensors(clip_.report);
}

void Optimizer::step(const OptimizerStep& step) {
  const c10::NoGradGuard no_gradient;
  if (fused_ && step.skipped.defined() && step.skipped.item<float>() != 0.0F) return;
  for (const Group& group : groups_) {
    if (step.number <= group.pace.first_step) continue;
    OptimizerStep own = step;
    own.learning_rate *= group.pace.rate_factor;
    own.number -= group.pace.first_step;
    fused_ ? fused_step(own, group) : libtorch_step(own, group);
  }
}

std::vector<std::size_t> Optimizer::in_training() const {
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].requires_grad()) members.push_back(i);
  }
  return members;
}

std::vector<at::Tensor> Optimizer::gradients(const std::vector<std::size_t>& members) {
  std::vector<at::Tensor> gradients;
  for (const std::size_t member : members) {
    at::Tensor& parameter = parameters_[member];
    if (!parameter.grad().defined()) parameter.mutable_grad() = at::zeros_like(parameter.detach());
    gradients.push_back(parameter.grad());
  }
  return gradients;
}

void Optimizer::libtorch_step(const OptimizerStep& step, const Group& group) {
  const Tensors parameters = chosen(parameters_, group.members);
  const Tensors gradients = this->gradients(group.members);
  const Tensors first = chosen(moments_[0].tensors, group.members);
  const auto skipped = step.skipped.defined() ? std::optional(step.skipped) : std::nullopt;
  if (config_.type == OptimizerType::kSgd) {
    // With momentum buffers of zero the first step needs no special case; without momentum libtorch takes
    // none.
    at::_fused_sgd_(parameters, gradients, config_.momentum == 0.0 ? Tensors{} : first, config_.weight_decay,
                    config_.momentum, step.learning_rate, /*dampening=*/0.0, /*nesterov=*/false,
                    /*maximize=*/false, /*is_first_step=*/false, /*grad_scale=*/{}, skipped);
  } else {
    const auto options = parameters.front().options().requires_grad(false);
    const Tensors steps(parameters.size(), at::full({}, static_cast<double>(step.number), options));
    const auto fused = config_.type == OptimizerType::kAdam ? &fused_adam : &fused_adamw;
    fused(parameters, gradients, first, chosen(moments_[1].tensors, group.members), steps, step.learning_rate,
          config_, skipped);
  }
  // At a skipped step as well: the run goes back, to an earlier average too, or ends without this one.
  if (step.average == nullptr) return;
  Tensors average;
  for (const std::size_t member : group.members) average.push_back((*step.average)[numbers_[member]]);
  at::_foreach_lerp_(average, parameters, step.average_share);
}

void Optimizer::fused_step(const OptimizerStep& step, const Group& group) {
  UpdateRule rule;
  rule.kind = config_.type == OptimizerType::kSgd    ? UpdateRule::Kind::kSgd
              : config_.type == OptimizerType::kAdam ? UpdateRule::Kind::kAdam
                                                     : UpdateRule::Kind::kAdamW;
  rule.learning_rate = static_cast<float>(step.learning_rate);
  rule.weight_decay = static_cast<float>(config_.weight_decay);
  rule.momentum = static_cast<float>(config_.momentum);
  rule.beta1 = static_cast<float>(config_.beta1);
  rule.beta2 = static_cast<float>(config_.beta2);
  rule.epsilon = static_cast<float>(config_.epsilon);
  const auto number = static_cast<double>(step.number);
  rule.correction1 = static_cast<float>(1.0 - std::pow(config_.beta1, number));
  rule.correction2 = static_cast<float>(std::sqrt(1.0 - std::pow(config_.beta2, number)));
  rule.clip_value = clip_.cut;
  rule.scale = clip_.scale;
  rule.average_share = static_cast<float>(step.average_share);
  update_parameters(trained_parameters(group.members, step.average), rule, *fused_);
}

std::vector<TrainedParameter> Optimizer::trained_parameters(const std::vector<std::size_t>& members,
                                                            const std::vector<at::Tensor>* average) const {
  std::vector<TrainedParameter> result;
  for (const std::size_t i : members) {
    const at::Tensor& value = parameters_[i];
    const at::Tensor& gradient = value.grad();
    const int64_t rows = value.dim() == 0 ? 1 : value.size(0);
    TrainedParameter parameter{
        .rows = rows,
        .columns = value.numel() / std::max<int64_t>(rows, 1),
        .value = value.data_ptr<float>(),
        .first = moments_[0].tensors[i].data_ptr<float>(),
        .second = moments_.size() > 1 ? moments_[1].tensors[i].data_ptr<float>() : nullptr,
        .average = average == nullptr ? nullptr : (*average)[numbers_[i]].data_ptr<float>(),
        .gradient = gradient.defined() ? gradient.const_data_ptr<float>() : nullptr,
        .row_of_gradient = nullptr,
        .gradient_rows = rows};
    if (numbers_[i] == 0 && word_gradient_.defined()) {
      parameter.gradient = word_gradient_.const_data_ptr<float>();
      parameter.row_of_gradient = row_of_words_.data();
      parameter.gradient_rows = word_gradient_.size(0);
    }
    result.push_back(parameter);
  }
  return result;
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
