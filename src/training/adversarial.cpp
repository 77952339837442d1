#include "training/adversarial.h"

#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <cmath>

#include "nn/tensors.h"

namespace sentiment {
namespace {

constexpr double kSmallestLength = 1e-30;  // of a gradient, so that none divides by zero

/// `inputs` with a gradient of their own, which goes no further.
at::Tensor leaf(const at::Tensor& inputs) { return inputs.detach().set_requires_grad(true); }

}  // namespace

at::Tensor feature_deviations(const Network& network, const Batch& batch) {
  const c10::NoGradGuard no_gradient;
  std::vector<int64_t> occurrences(batch.words.size());
  for (const int32_t slot : batch.slots) ++occurrences[static_cast<std::size_t>(slot)];
  const auto words = static_cast<int64_t>(batch.words.size());
  const at::Tensor weights = integer_tensor(occurrences, {words, 1}, network.device())
                                 .to(at::kFloat)
                                 .div(static_cast<double>(batch.tokens));
  const at::Tensor rows = network.rows(batch);
  const at::Tensor mean = rows.mul(weights).sum(0, true);
  return rows.sub(mean).square().mul(weights).sum(0, true).sqrt();
}

at::Tensor perturbation(const at::Tensor& gradients, const at::Tensor& deviations, const Sequences& sequences,
                        double epsilon) {
  const c10::NoGradGuard no_gradient;
  const at::Tensor scaled = gradients.mul(deviations);  // by the normalised embeddings
  const at::Tensor texts = sequences.reviews_of_tokens();
  at::Tensor squares =
      at::zeros({sequences.batch()}, at::TensorOptions().dtype(at::kDouble).device(scaled.device()));
  squares.index_add_(0, texts, scaled.to(at::kDouble).square().sum(1));
  const at::Tensor stretch =
      squares.sqrt().clamp_min(kSmallestLength).reciprocal().mul(epsilon).to(at::kFloat);
  return scaled.mul(deviations).mul(stretch.index_select(0, texts).unsqueeze(1));
}

BatchLoss adversarial_backward(const Network& network, const Batch& batch, const Dropout& dropout,
                               std::optional<int64_t> window, const LossOptions& options, double epsilon) {
  const at::Tensor inputs = network.token_inputs(batch, &dropout);
  const at::Tensor plain = leaf(inputs);
  BatchLoss result =
      loss_of(network.logits_of_inputs(batch, plain, &dropout, window, true), batch.labels, options);
  if (network.is_fused() && !std::isfinite(result.loss.item<double>())) return result;
  result.loss.backward();
  const at::Tensor moved = leaf(
      inputs.add(perturbation(plain.grad(), feature_deviations(network, batch), batch.sequences, epsilon)));
  loss_of(network.logits_of_inputs(batch, moved, &dropout, window, false), batch.labels, options)
      .loss.backward();
  if (inputs.requires_grad()) inputs.backward(plain.grad().add(moved.grad()));
  return result;
}

}  // namespace sentiment
