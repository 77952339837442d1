#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include "nn/network.h"
#include "nn/tensors.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

ModelConfig two_layers(double weight_drop) {
  ModelConfig config;
  config.embedding_size = 5;
  config.hidden_size = 4;
  config.layers = 2;
  config.dropout = config.embedding_dropout = 0.0;
  config.weight_drop = weight_drop;
  return config;
}

class WeightDrop : public testing::TestWithParam<bool> {
 protected:
  std::shared_ptr<ThreadPool> pool() const { return GetParam() ? std::make_shared<ThreadPool>(2) : nullptr; }

  Parameters values_ = initial_parameters(two_layers(0.0), 20, 2, 1);
  Dataset data_ = random_reviews(5, 3, 14, 20, 2, 3);
  Batch batch_ = make_batch(data_, {0, 1, 2, 3, 4}, at::kCPU);
  Dropout dropout_{1, 1};
};

TEST_P(WeightDrop, ReadsABatchWithSomeWeightsLessFromStateToState) {
  const c10::NoGradGuard no_gradient;
  const Network network(two_layers(0.5), values_, at::kCPU, false, pool());
  Parameters dropped = values_;
  uint64_t number = 0;
  for (NamedTensor& tensor : dropped) {
    if (tensor.name.find("weight_hh") == std::string::npos) continue;
    const at::Tensor mask = dropout_.mask(tensor.shape, 0.5, RandomUse::kWeightDrop, number++);
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      tensor.values[i] *= mask.const_data_ptr<float>()[i];
  }
  ASSERT_EQ(number, 4u);  // two layers in two directions
  const Network other(two_layers(0.0), dropped, at::kCPU, false, pool());
  const at::Tensor found = network.logits(batch_, &dropout_, std::nullopt);
  EXPECT_LT(found.sub(other.logits(batch_, &dropout_, std::nullopt)).abs().max().item<double>(), 1e-6);
  EXPECT_GT(found.sub(network.logits(batch_, nullptr, std::nullopt)).abs().max().item<double>(), 1e-4);
}

TEST_P(WeightDrop, LeavesDroppedWeightsWithoutGradient) {
  const Network network(two_layers(0.5), values_, at::kCPU, true, pool());
  network.logits(batch_, &dropout_, std::nullopt).sum().backward();
  for (std::size_t i = 0; i < network.names().size(); ++i) {
    if (network.names()[i] != "lstm.weight_hh_l0") continue;
    const at::Tensor& gradient = network.tensors()[i].grad();
    const at::Tensor mask = dropout_.mask(gradient.sizes(), 0.5, RandomUse::kWeightDrop, 0);
    EXPECT_TRUE(gradient.eq(0.0).logical_or(mask.ne(0.0)).all().item<bool>());
    EXPECT_FALSE(gradient.eq(0.0).all().item<bool>());
  }
}

TEST_P(WeightDrop, ActsInWindowsAsWell) {
  const c10::NoGradGuard no_gradient;
  ModelConfig config = two_layers(0.5);
  config.bidirectional = false;
  const Parameters values = initial_parameters(config, 20, 2, 1);
  const Network network(config, values, at::kCPU, false, pool());
  const at::Tensor whole = network.logits(batch_, &dropout_, std::nullopt);
  const at::Tensor window = network.window_logits(batch_, &dropout_, 20).front().logits;
  EXPECT_LT(window.sub(whole).abs().max().item<double>(), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(BothBackends, WeightDrop, testing::Bool());

}  // namespace
}  // namespace sentiment
