// The gradient probe against libtorch's cells and autograd, which know nothing of our kernels.
#include <ATen/ops/cat.h>
#include <ATen/ops/gru_cell.h>
#include <ATen/ops/lstm_cell.h>
#include <ATen/ops/rnn_tanh_cell.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>

#include "analysis/gradient_probe.h"
#include "core/concat.h"
#include "core/random.h"
#include "nn/tensors.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

constexpr int64_t kHidden = 5;

at::Tensor weight(const ModelConfig& config, const Parameters& parameters, const std::string& kind,
                  int64_t layer, bool reverse) {
  const std::string name = concat(name_of(config.type), ".", kind, "_l", layer, reverse ? "_reverse" : "");
  return to_tensor(find(parameters, name), at::kCPU).to(at::kDouble).set_requires_grad(true);
}

/// The states [1, hidden] of one direction in the order in which it reads `inputs` [time, features].
std::vector<at::Tensor> read(const ModelConfig& config, const Parameters& parameters, int64_t layer,
                             bool reverse, const at::Tensor& inputs) {
  const auto own = [&](const char* kind) { return weight(config, parameters, kind, layer, reverse); };
  const at::Tensor w = own("weight_ih"), u = own("weight_hh"), b = own("bias_ih"), c = own("bias_hh");
  at::Tensor hidden = at::zeros({1, kHidden}, at::kDouble);
  at::Tensor cell = hidden;
  std::vector<at::Tensor> states;
  const int64_t time = inputs.size(0);
  for (int64_t i = 0; i < time; ++i) {
    const at::Tensor x = inputs.narrow(0, reverse ? time - 1 - i : i, 1);
    if (config.type == RecurrentType::kLstm) {
      std::tie(hidden, cell) = at::lstm_cell(x, {hidden, cell}, w, u, b, c);
    } else {
      hidden = config.type == RecurrentType::kGru ? at::gru_cell(x, hidden, w, u, b, c)
                                                  : at::rnn_tanh_cell(x, hidden, w, u, b, c);
    }
    states.push_back(hidden);
  }
  return states;
}

/// The logarithms of the norms at distances 0, 1, ...
std::vector<double> log_norms(const std::vector<at::Tensor>& states, int64_t layer, bool reverse) {
  const RandomStream random(0, RandomUse::kGradientProbe, {static_cast<uint64_t>(layer), reverse ? 1u : 0u});
  at::Tensor u = at::zeros({1, kHidden}, at::kDouble);
  for (int64_t i = 0; i < kHidden; ++i) u[0][i] = random.normal(static_cast<uint64_t>(i));
  const at::Tensor end = states.back().mul(u.div(u.norm())).sum();
  std::vector<double> logarithms;
  for (const at::Tensor& gradient : torch::autograd::grad({end}, states))
    logarithms.insert(logarithms.begin(), std::log(gradient.norm().item<double>()));
  return logarithms;
}

/// [layers * directions] the probe's curves, the slow way, at distances 1, 2, 3, ...
std::vector<std::vector<double>> expected(const ModelConfig& config, const Parameters& parameters,
                                          const Dataset& data) {
  std::vector<std::vector<double>> sums(static_cast<std::size_t>(config.layers * 2));
  std::vector<std::vector<double>> counts = sums;
  const at::Tensor embedding = to_tensor(parameters.front(), at::kCPU).to(at::kDouble);
  for (std::size_t text = 0; text < data.size(); ++text) {
    const std::vector<int64_t> ids(data.ids(text).begin(), data.ids(text).end());
    at::Tensor inputs =
        embedding.index_select(0, integer_tensor(ids, {static_cast<int64_t>(ids.size())}, at::kCPU));
    for (int64_t layer = 0; layer < config.layers; ++layer) {
      std::vector<at::Tensor> outputs;
      for (const bool reverse : {false, true}) {
        std::vector<at::Tensor> states = read(config, parameters, layer, reverse, inputs);
        const std::vector<double> logarithms = log_norms(states, layer, reverse);
        const auto side = static_cast<std::size_t>(layer * 2 + (reverse ? 1 : 0));
        sums[side].resize(std::max(sums[side].size(), logarithms.size()));
        counts[side].resize(sums[side].size());
        for (std::size_t distance = 0; distance < logarithms.size(); ++distance) {
          sums[side][distance] += logarithms[distance];
          counts[side][distance] += 1.0;
        }
        if (reverse) std::reverse(states.begin(), states.end());
        outputs.push_back(at::cat(states, 0).detach());
      }
      const at::Tensor both = at::cat(outputs, 1);
      inputs = config.residual && layer > 0 ? both.add(inputs) : both;
    }
  }
  for (std::size_t side = 0; side < sums.size(); ++side) {
    for (std::size_t distance = 0; distance < sums[side].size(); ++distance)
      sums[side][distance] = std::exp(sums[side][distance] / counts[side][distance]);
  }
  return sums;
}

TEST(GradientProbe, AgreesWithAutograd) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    ModelConfig config;
    config.type = type;
    config.layers = 3;
    config.residual = true;
    config.embedding_size = 7;
    config.hidden_size = kHidden;
    const Parameters parameters = initial_parameters(config, 20, 2, 5);
    const Dataset data = random_reviews(20, 2, 25, 20, 2, 3);
    std::vector<int64_t> rows;
    for (std::size_t row = 0; row < data.size(); ++row) rows.push_back(static_cast<int64_t>(row));
    ThreadPool pool(1);
    const std::vector<GradientFlow> found = measure_gradient_flow(config, parameters, data, rows, {}, pool);
    const std::vector<std::vector<double>> wanted = expected(config, parameters, data);
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t side = 0; side < found.size(); ++side) {
      ASSERT_GE(found[side].distances.size(), 7u);
      for (std::size_t i = 0; i < found[side].distances.size(); ++i) {
        const double reference = wanted[side][static_cast<std::size_t>(found[side].distances[i])];
        EXPECT_NEAR(found[side].norms[i] / reference, 1.0, 1e-9)
            << name_of(type) << " " << side << " " << found[side].distances[i];
      }
    }
  }
}

}  // namespace
}  // namespace sentiment
