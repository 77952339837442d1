#include "training/moving_average.h"

#include <gtest/gtest.h>

#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

Network network_with(float value) {
  ModelConfig config;
  config.embedding_size = 2;
  config.hidden_size = 2;
  Parameters parameters = initial_parameters(config, 4, 2, 1);
  for (NamedTensor& parameter : parameters)
    std::fill(parameter.values.begin(), parameter.values.end(), value);
  return {config, parameters, at::kCPU, false};
}

TEST(UpdateAverage, WarmsUpSoThatTheInitialWeightsAreForgotten) {
  Network average = network_with(0.0F);
  update_average(average, network_with(1.0F), 0.998, 1);  // decay 2/11
  EXPECT_NEAR(average.tensors()[0].max().item<double>(), 9.0 / 11.0, 1e-6);
}

TEST(UpdateAverage, MovesByTheRestOfTheDecayLater) {
  Network average = network_with(0.0F);
  update_average(average, network_with(1.0F), 0.998, 100'000);
  for (const at::Tensor& tensor : average.tensors()) EXPECT_NEAR(tensor.min().item<double>(), 0.002, 1e-6);
}

}  // namespace
}  // namespace sentiment
