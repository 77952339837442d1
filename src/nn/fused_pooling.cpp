#include "nn/fused_pooling.h"

#include <ATen/core/ivalue.h>
#include <ATen/ops/empty.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels/text_pooling.h"

namespace sentiment {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What the backward pass needs besides tensors.
struct Pooled : torch::CustomClassHolder {
  std::shared_ptr<const FusedTexts> texts;
  std::shared_ptr<ThreadPool> pool;
  bool max = false;
  bool mean = false;
  std::vector<int64_t> where;
};

template <class Real>
variable_list pool_forward(const at::Tensor& states, Pooled& pooled) {
  const auto& starts = pooled.texts->order.starts();
  const int64_t width = states.size(1);
  const auto options = states.options().requires_grad(false);
  variable_list result;
  if (pooled.max) {
    result.push_back(at::empty({pooled.texts->order.texts(), width}, options));
    pooled.where.resize(static_cast<std::size_t>(result.back().numel()));
    max_over_texts(starts, width, states.const_data_ptr<Real>(), result.back().data_ptr<Real>(),
                   pooled.where.data(), *pooled.pool);
  }
  if (pooled.mean) {
    result.push_back(at::empty({pooled.texts->order.texts(), width}, options));
    mean_over_texts(starts, width, states.const_data_ptr<Real>(), result.back().data_ptr<Real>(),
                    *pooled.pool);
  }
  return result;
}

template <class Real>
at::Tensor pool_backward(const Pooled& pooled, const at::Tensor& max, const at::Tensor& mean,
                         const at::TensorOptions& options, int64_t width) {
  at::Tensor states = at::empty({pooled.texts->order.tokens(), width}, options);
  pooling_gradient(pooled.texts->order.starts(), width, max.defined() ? max.const_data_ptr<Real>() : nullptr,
                   pooled.where.data(), mean.defined() ? mean.const_data_ptr<Real>() : nullptr,
                   states.data_ptr<Real>(), *pooled.pool);
  return states;
}

struct PoolFunction : torch::autograd::Function<PoolFunction> {
  static variable_list forward(AutogradContext* context, const at::Tensor& states,
                               const c10::intrusive_ptr<Pooled>& pooled) {
    context->set_materialize_grads(false);
    context->saved_data["pooled"] = c10::IValue::make_capsule(pooled);
    return states.scalar_type() == at::kDouble ? pool_forward<double>(states, *pooled)
                                               : pool_forward<float>(states, *pooled);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto& pooled = static_cast<Pooled&>(*context->saved_data["pooled"].toCapsule());
    at::Tensor any;
    for (at::Tensor& gradient : gradients) {
      if (!gradient.defined()) continue;
      gradient = gradient.contiguous();
      any = gradient;
    }
    if (!any.defined()) return {at::Tensor(), at::Tensor()};
    const at::Tensor max = pooled.max ? gradients.front() : at::Tensor();
    const at::Tensor mean = pooled.mean ? gradients.back() : at::Tensor();
    const auto options = any.options().requires_grad(false);
    return {any.scalar_type() == at::kDouble ? pool_backward<double>(pooled, max, mean, options, any.size(1))
                                             : pool_backward<float>(pooled, max, mean, options, any.size(1)),
            at::Tensor()};
  }
};

}  // namespace

MaxAndMean pool_texts(const at::Tensor& states, std::shared_ptr<const FusedTexts> texts, bool max, bool mean,
                      std::shared_ptr<ThreadPool> pool) {
  auto pooled = c10::make_intrusive<Pooled>();
  pooled->texts = std::move(texts);
  pooled->pool = std::move(pool);
  pooled->max = max;
  pooled->mean = mean;
  const variable_list result = PoolFunction::apply(states.contiguous(), pooled);
  return {max ? result.front() : at::Tensor(), mean ? result.back() : at::Tensor()};
}

}  // namespace sentiment
