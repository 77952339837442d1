#include "training/gradient_parts.h"

#include <ATen/ops/full_like.h>
#include <ATen/ops/zeros_like.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "support/tiny_corpus.h"
#include "training/batch_loss.h"
#include "training/gradient_clipping.h"

namespace sentiment {
namespace {

ModelConfig model_of(RecurrentType type, Pooling pooling = Pooling::kMaxMean) {
  ModelConfig config;
  config.type = type;
  config.pooling = pooling;
  config.embedding_size = 6;
  config.hidden_size = 5;
  config.layers = 2;
  return config;
}

/// A network with the gradient of one batch.
struct Example {
  Corpus corpus = tiny_corpus();
  Network network;
  Batch batch = make_batch(corpus.train.examples, {0, 1, 2, 3, 4}, at::kCPU);

  Example(const ModelConfig& config, bool fused)
      : network(config, initial_parameters(config, 20, 2, 5), at::kCPU, true,
                fused ? std::make_shared<ThreadPool>(1) : nullptr) {
    if (fused) batch.embedded_words = network.look_up(batch);
    batch_loss(network, batch, Dropout(1, 1), {}, {}).loss.backward();
  }
};

std::map<std::string, double> parts_of(const Example& example) {
  std::map<std::string, double> parts;
  for (const PartNorm& part : gradient_parts(gradients_of(example.network, example.batch)))
    parts[part.name] = part.norm;
  return parts;
}

std::vector<std::string> names_of(const ModelConfig& config) {
  const Example example(config, true);
  std::vector<std::string> names;
  for (const PartNorm& part : gradient_parts(gradients_of(example.network, example.batch)))
    names.push_back(part.name);
  return names;
}

TEST(GradientParts, AreNamedByLayerDirectionAndGate) {
  EXPECT_EQ(names_of(model_of(RecurrentType::kRnn)),
            (std::vector<std::string>{"embedding", "layer0", "layer0_reverse", "layer1", "layer1_reverse",
                                      "head"}));
  ModelConfig one = model_of(RecurrentType::kLstm, Pooling::kAttention);
  one.layers = 1;
  EXPECT_EQ(names_of(one),
            (std::vector<std::string>{"embedding", "layer0.input", "layer0.forget", "layer0.cell",
                                      "layer0.output", "layer0_reverse.input", "layer0_reverse.forget",
                                      "layer0_reverse.cell", "layer0_reverse.output", "attention", "head"}));
  one.type = RecurrentType::kGru;
  one.pooling = Pooling::kLast;
  one.bidirectional = false;
  EXPECT_EQ(names_of(one),
            (std::vector<std::string>{"embedding", "layer0.reset", "layer0.update", "layer0.new", "head"}));
}

TEST(GradientParts, AreTheWholeAndTheSameThroughBothBackends) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    const Example ours(model_of(type), true);
    const Example theirs(model_of(type), false);
    std::vector<at::Tensor> gradients;
    for (const at::Tensor& tensor : theirs.network.tensors()) gradients.push_back(tensor.grad());
    double squares = 0.0;
    const std::map<std::string, double> parts = parts_of(ours);
    for (const auto& [name, norm] : parts_of(theirs)) {
      EXPECT_NEAR(parts.at(name), norm, 1e-5 * norm + 1e-9) << name;
      squares += norm * norm;
    }
    EXPECT_NEAR(std::sqrt(squares), clip_gradients(gradients, std::nullopt, std::nullopt).norm.item<double>(),
                1e-6);
  }
}

TEST(GradientParts, TakeTheRowsOfTheirGate) {
  const Example example(model_of(RecurrentType::kLstm), false);
  for (const at::Tensor& tensor : example.network.tensors())
    tensor.mutable_grad() = at::zeros_like(tensor.detach());
  at::Tensor weight = example.network.tensors()[2].grad();  // lstm.weight_hh_l0 [20, 5]
  weight[5][0] = 3.0F;                                      // the first row of the forget gate
  weight[9][4] = 4.0F;                                      // and its last
  for (const auto& [name, norm] : parts_of(example))
    EXPECT_EQ(norm, name == "layer0.forget" ? 5.0 : 0.0) << name;
}

TEST(CountElements, CountsWhatIsBeyondTheLimit) {
  for (const bool fused : {false, true}) {
    const Example example(model_of(RecurrentType::kGru), fused);
    int64_t others = 0;
    for (const at::Tensor& tensor : example.network.tensors()) {
      tensor.mutable_grad() = at::full_like(tensor.detach(), 0.5F);
      others += tensor.numel();
    }
    others -= 20 * 6;
    at::Tensor embedding = fused ? example.batch.embedded_words : example.network.tensors()[0];
    embedding.mutable_grad() = at::full_like(embedding.detach(), 0.0F);
    embedding.mutable_grad()[1][2] = -0.75F;
    const auto words = static_cast<int64_t>(example.batch.words.size());
    const ElementCount half = count_elements(gradients_of(example.network, example.batch), 0.5);
    EXPECT_EQ(half.all, others + words * 6);
    EXPECT_EQ(half.cut.item<int64_t>(), 1);  // what equals the limit is not cut
    EXPECT_EQ(count_elements(gradients_of(example.network, example.batch), 0.25).cut.item<int64_t>(),
              others + 1);
  }
}

}  // namespace
}  // namespace sentiment
