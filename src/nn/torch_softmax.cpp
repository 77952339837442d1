#include "nn/torch_softmax.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <limits>

#include "nn/tensors.h"

namespace sentiment {
namespace {

constexpr int64_t kTokensAtOnce = 1024;  // their logits of all words: 120 MB of 30,000

at::Tensor features_of(const at::Tensor& states, const TiedOutput& output) {
  if (!output.projection.defined()) return states;
  return at::addmm(output.projection_bias, states, output.projection.t());
}

at::Tensor numbers(const std::vector<int64_t>& values, at::Device device) {
  return integer_tensor(values, {static_cast<int64_t>(values.size())}, device);
}

at::Tensor offsets(const std::vector<float>& values, at::Device device) {
  return on_device(at::tensor(at::ArrayRef<float>(values)), device);
}

}  // namespace

at::Tensor candidate_loss(const at::Tensor& states, const TiedOutput& output, const at::Tensor& word_bias,
                          const SoftmaxTask& task) {
  const at::Device device = states.device();
  const at::Tensor targets = numbers(task.targets, device);
  const at::Tensor candidates = numbers(task.candidates, device);
  const at::Tensor features = features_of(states, output);
  const at::Tensor own = features.mul(output.words.index_select(0, targets))
                             .sum(1)
                             .add(word_bias.index_select(0, targets))
                             .add(offsets(task.target_offsets, device));
  const at::Tensor bias = word_bias.index_select(0, candidates).add(offsets(task.candidate_offsets, device));
  const at::Tensor logits = at::addmm(bias, features, output.words.index_select(0, candidates).t())
                                .masked_fill(targets.unsqueeze(1).eq(candidates.unsqueeze(0)),
                                             -std::numeric_limits<float>::infinity());
  return at::cat({own.unsqueeze(1), logits}, 1).logsumexp({1}).sub(own).mean();
}

SoftmaxScore score_through_libtorch(const at::Tensor& states, const TiedOutput& output,
                                    const at::Tensor& word_bias, const std::vector<int32_t>& targets) {
  const c10::NoGradGuard no_gradient;
  const int64_t words = output.words.size(0) - 1;
  const at::Tensor rows = output.words.narrow(0, 1, words).t();
  const at::Tensor bias = word_bias.narrow(0, 1, words);
  const at::Tensor right =
      numbers(std::vector<int64_t>(targets.begin(), targets.end()), states.device()).sub(1);
  at::Tensor loss = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(states.device()));
  at::Tensor correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(states.device()));
  for (int64_t first = 0; first < states.size(0); first += kTokensAtOnce) {
    const int64_t count = std::min(kTokensAtOnce, states.size(0) - first);
    const at::Tensor wanted = right.narrow(0, first, count);
    const at::Tensor logits = at::addmm(bias, features_of(states.narrow(0, first, count), output), rows);
    const at::Tensor own = logits.gather(1, wanted.unsqueeze(1)).squeeze(1);
    loss.add_(logits.logsumexp({1}).sub(own).sum(at::kDouble));
    correct.add_(logits.argmax(1).eq(wanted).sum());
  }
  return {loss.item<double>(), correct.item<int64_t>()};
}

}  // namespace sentiment
