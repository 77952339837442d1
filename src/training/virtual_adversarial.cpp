#include "training/virtual_adversarial.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/kl_div.h>
#include <ATen/ops/log_softmax.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "nn/tensors.h"
#include "training/adversarial.h"

namespace sentiment {
namespace {

// Of the random perturbation, in deviations of a feature: Miyato et al. use 0.1 in their program.
constexpr double kSmallPerturbation = 0.1;
constexpr double kSmallestDeviation = 1e-12;  // of a feature, so that none divides by zero

at::Tensor normal_noise(const at::Tensor& like, const RandomStream& noise) {
  at::Tensor values = at::empty(like.sizes(), at::kFloat);
  auto* out = values.data_ptr<float>();
  for (int64_t i = 0; i < values.numel(); ++i)
    out[i] = static_cast<float>(noise.normal(static_cast<uint64_t>(i)));
  return on_device(values, like.device());
}

}  // namespace

at::Tensor virtual_adversarial_backward(const Network& network, const Batch& batch, const Dropout& dropout,
                                        std::optional<int64_t> window, const VirtualAdversarialConfig& config,
                                        const RandomStream& noise, int64_t texts) {
  const at::Tensor inputs = network.token_inputs(batch, &dropout);
  const at::Tensor deviations = feature_deviations(network, batch);
  const auto answers = [&](const at::Tensor& read) {
    return at::log_softmax(network.logits_of_inputs(batch, read, &dropout, window, false), 1);
  };
  at::Tensor expected;
  {
    const c10::NoGradGuard no_gradient;
    expected = answers(inputs);
  }
  const auto divergence = [&](const at::Tensor& read) {
    return at::kl_div(answers(read), expected, at::Reduction::Sum, /*log_target=*/true);
  };
  const auto moved = [&](const at::Tensor& gradients, double length) {
    return inputs.detach()
        .add(perturbation(gradients, deviations, batch.sequences, length))
        .set_requires_grad(true);
  };
  // A gradient in units of the deviations is the one by the embeddings times them, so noise that is to have
  // no preference there is divided by them.
  const at::Tensor start = normal_noise(inputs, noise).div(deviations.clamp_min(kSmallestDeviation));
  const at::Tensor near = moved(start, kSmallPerturbation);
  const at::Tensor direction = torch::autograd::grad({divergence(near)}, {near}).front();
  const at::Tensor far = moved(direction, config.epsilon.value());
  const at::Tensor sum = divergence(far);
  sum.mul(config.weight / static_cast<double>(texts)).backward();
  if (inputs.requires_grad()) inputs.backward(far.grad());
  return sum.detach().to(at::kDouble);
}

}  // namespace sentiment
