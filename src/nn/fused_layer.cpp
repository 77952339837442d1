#include "nn/fused_layer.h"

#include <ATen/core/ivalue.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "kernels/training_layer.h"

namespace sentiment {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::size_t kKinds = 4;  // weight_ih, weight_hh, bias_ih, bias_hh

CellType cell_type(RecurrentType type) {
  switch (type) {
    case RecurrentType::kGru:
      return CellType::kGru;
    case RecurrentType::kRnn:
      return CellType::kRnn;
    default:
      return CellType::kLstm;
  }
}

template <class Real>
std::vector<CellParameters<Real>> parameters_of(at::TensorList weights) {
  std::vector<CellParameters<Real>> parameters;
  for (std::size_t i = 0; i < weights.size(); i += kKinds) {
    parameters.push_back({weights[i].const_data_ptr<Real>(), weights[i + 1].const_data_ptr<Real>(),
                          weights[i + 2].const_data_ptr<Real>(), weights[i + 3].const_data_ptr<Real>()});
  }
  return parameters;
}

/// null for a tensor that is not there.
template <class Real>
const Real* data_or_null(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.const_data_ptr<Real>() : nullptr;
}

}  // namespace

/// The large arrays of a layer that are in use while a batch waits for its backward pass; kept for the next.
class FusedLayer::Workspaces {
 public:
  template <class Real>
  std::shared_ptr<TrainingLayer<Real>> take(CellType type, int64_t I, int64_t H, int64_t D,
                                            const std::shared_ptr<Workspaces>& self) {
    std::unique_ptr<TrainingLayer<Real>> layer;
    {
      const std::lock_guard lock(mutex_);
      auto& idle = std::get<Idle<Real>>(idle_);
      if (!idle.empty()) {
        layer = std::move(idle.back());
        idle.pop_back();
      }
    }
    if (!layer) layer = std::make_unique<TrainingLayer<Real>>(type, I, H, D, instruction_set());
    return {layer.release(), [self](TrainingLayer<Real>* used) {
              const std::lock_guard lock(self->mutex_);
              std::get<Idle<Real>>(self->idle_).emplace_back(used);
            }};
  }

 private:
  template <class Real>
  using Idle = std::vector<std::unique_ptr<TrainingLayer<Real>>>;

  std::mutex mutex_;
  std::tuple<Idle<float>, Idle<double>> idle_;
};

namespace {

/// What the backward pass needs besides tensors.
template <class Real>
struct Run : torch::CustomClassHolder {
  std::shared_ptr<TrainingLayer<Real>> layer;
  std::shared_ptr<const FusedTexts> texts;
  GradientReach reach;
  std::shared_ptr<ThreadPool> pool;
  bool keep = false;
  CarriedState carried{};
  at::Tensor last_cell{};  // out, of an lstm whose states are carried
};

template <class Real>
LayerInput<Real> layer_input(const at::Tensor& inputs, const FusedTexts& texts) {
  return {inputs.size(0), inputs.const_data_ptr<Real>(), texts.slots.data()};
}

template <class Real>
variable_list forward_pass(const at::Tensor& inputs, at::TensorList weights, Run<Real>& run) {
  const auto directions = static_cast<int64_t>(weights.size() / kKinds);
  const int64_t width = directions * weights[1].size(1);
  const auto options = inputs.options().requires_grad(false);
  at::Tensor states = at::empty({run.texts->order.tokens(), width}, options);
  at::Tensor last = at::empty({run.texts->order.texts(), width}, options);
  const CarriedStates<Real> carried{
      data_or_null<Real>(run.carried.hidden), data_or_null<Real>(run.carried.cell),
      run.last_cell.defined() ? run.last_cell.template data_ptr<Real>() : nullptr};
  run.layer->forward(parameters_of<Real>(weights), layer_input<Real>(inputs, *run.texts), run.texts->order,
                     states.data_ptr<Real>(), last.data_ptr<Real>(), run.keep, *run.pool, &carried);
  return {states, last};
}

template <class Real>
struct FusedFunction : torch::autograd::Function<FusedFunction<Real>> {
  static variable_list forward(AutogradContext* context, const at::Tensor& inputs, at::TensorList weights,
                               const c10::intrusive_ptr<Run<Real>>& run) {
    context->set_materialize_grads(false);
    variable_list saved = {inputs};
    saved.insert(saved.end(), weights.begin(), weights.end());
    context->save_for_backward(std::move(saved));
    context->saved_data["run"] = c10::IValue::make_capsule(run);
    return forward_pass<Real>(inputs, weights, *run);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    if (c10::GradMode::is_enabled()) throw std::logic_error("a fused layer has no second derivative");
    const variable_list saved = context->get_saved_variables();
    const at::Tensor& inputs = saved.front();
    const at::TensorList weights = at::TensorList(saved).slice(1);
    const auto& run = static_cast<Run<Real>&>(*context->saved_data["run"].toCapsule());

    at::Tensor input_gradient;
    if (inputs.requires_grad()) input_gradient = at::empty_like(inputs);
    variable_list result = {input_gradient};
    std::vector<CellGradients<Real>> written;
    for (const at::Tensor& weight : weights) result.push_back(at::empty_like(weight));
    for (std::size_t i = 1; i + kKinds <= result.size(); i += kKinds) {
      written.push_back({result[i].template data_ptr<Real>(), result[i + 1].template data_ptr<Real>(),
                         result[i + 2].template data_ptr<Real>(), result[i + 3].template data_ptr<Real>()});
    }
    for (at::Tensor& gradient : gradients) {
      if (gradient.defined()) gradient = gradient.contiguous();
    }
    run.layer->backward(
        parameters_of<Real>(weights), layer_input<Real>(inputs, *run.texts), run.texts->order,
        {data_or_null<Real>(gradients[0]), data_or_null<Real>(gradients[1])}, run.reach, written,
        input_gradient.defined() ? input_gradient.template data_ptr<Real>() : nullptr, *run.pool);
    result.emplace_back();  // the run is not a tensor
    return result;
  }
};

template <class Real>
FusedOutput run_layer(std::shared_ptr<TrainingLayer<Real>> layer, const at::Tensor& inputs,
                      const RecurrentWeights& weights, std::shared_ptr<const FusedTexts> texts,
                      const GradientReach& reach, const std::shared_ptr<ThreadPool>& pool, bool lstm,
                      const CarriedState* carried) {
  const auto directions = static_cast<int64_t>(weights.size() / kKinds);
  auto run = c10::make_intrusive<Run<Real>>();
  run->layer = std::move(layer);
  run->texts = std::move(texts);
  run->reach = reach;
  run->pool = pool;
  if (carried != nullptr) {
    run->carried = *carried;
    if (lstm) {
      run->last_cell = at::empty({run->texts->order.texts(), weights[1].size(1) * directions},
                                 inputs.options().requires_grad(false));
    }
  }
  const auto is_trained = [](const at::Tensor& tensor) { return tensor.requires_grad(); };
  run->keep = c10::GradMode::is_enabled() &&
              (is_trained(inputs) || std::any_of(weights.begin(), weights.end(), is_trained));
  const variable_list output =
      run->keep ? FusedFunction<Real>::apply(inputs.contiguous(), at::TensorList(weights), run)
                : forward_pass<Real>(inputs.contiguous(), weights, *run);
  return {output[0], output[1], run->last_cell};
}

}  // namespace

FusedLayer::FusedLayer(RecurrentType type, std::shared_ptr<ThreadPool> pool)
    : type_(type), pool_(std::move(pool)), workspaces_(std::make_shared<Workspaces>()) {}

FusedOutput FusedLayer::run(const at::Tensor& inputs, std::shared_ptr<const FusedTexts> texts,
                            const RecurrentWeights& weights, const GradientReach& reach,
                            const CarriedState* carried) const {
  const bool lstm = type_ == RecurrentType::kLstm;
  const int64_t I = inputs.size(1);
  const int64_t H = weights[1].size(1);
  const auto D = static_cast<int64_t>(weights.size() / kKinds);
  if (inputs.scalar_type() == at::kDouble) {
    return run_layer(workspaces_->take<double>(cell_type(type_), I, H, D, workspaces_), inputs, weights,
                     std::move(texts), reach, pool_, lstm, carried);
  }
  return run_layer(workspaces_->take<float>(cell_type(type_), I, H, D, workspaces_), inputs, weights,
                   std::move(texts), reach, pool_, lstm, carried);
}

}  // namespace sentiment
