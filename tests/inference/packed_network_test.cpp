#include "inference/packed_network.h"

#include <gmock/gmock.h>

#include "inference/frequent_types.h"
#include "inference/shapes.h"

namespace sentiment {
namespace {

TEST(PackedNetwork, ProjectsATypeToTheSameBitsAmongAnyOthers) {
  const ModelConfig config{.embedding_size = 13, .hidden_size = 21};
  const PackedNetwork network(config, initial_parameters(config, 300, 2, 7));
  const auto row_size = static_cast<std::size_t>(network.layers().front().projected_size());
  std::vector<float> embedded(PackedNetwork::kTypesAtOnce * 13);
  std::vector<TokenId> types;
  for (TokenId id = 0; id < 200; ++id) types.push_back(id * 7 % 300);
  std::vector<float> together(types.size() * row_size);
  network.project(types, embedded.data(), together.data());
  std::vector<float> alone(row_size);
  for (std::size_t i = 0; i < types.size(); ++i) {
    network.project(std::span(types).subspan(i, 1), embedded.data(), alone.data());
    EXPECT_TRUE(
        std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(i * row_size)));
  }
}

TEST(PackedNetwork, TakesTheSameWeightsInAnyInstructionSet) {
  const ModelConfig config{.embedding_size = 13, .hidden_size = 21};
  const Parameters parameters = initial_parameters(config, 10, 2, 7);
  std::vector<float> states(5 * 42);
  for (std::size_t i = 0; i < states.size(); ++i) states[i] = static_cast<float>(i % 17) / 17.0F;
  EXPECT_EQ(PackedNetwork(config, parameters, InstructionSet::kGeneric).probabilities(5, states.data()),
            PackedNetwork(config, parameters).probabilities(5, states.data()));
}

TEST(FrequentTypes, AreTheFirstOfTheVocabularyWithinTheirLimits) {
  const auto count = [](int64_t hidden, int64_t vocabulary) {
    const ModelConfig config{.embedding_size = 1, .hidden_size = hidden};
    return frequent_type_count(PackedNetwork(config, initial_parameters(config, vocabulary, 2, 7)));
  };
  EXPECT_EQ(count(4, 10), 10);
  EXPECT_EQ(count(16, 10'000), 8192);
  EXPECT_EQ(count(512, 10'000), 4096);  // rows of 16 KB in 64 MB
}

TEST(FrequentTypes, HaveTheRowsThatTheNetworkProjects) {
  const ModelConfig config{.embedding_size = 13, .hidden_size = 5};
  const PackedNetwork network(config, initial_parameters(config, 300, 2, 7));
  const auto row_size = static_cast<std::size_t>(network.layers().front().projected_size());
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    const FrequentTypes frequent = project_frequent_types(network, pool);
    ASSERT_EQ(frequent.count, 300);
    std::vector<float> embedded(PackedNetwork::kTypesAtOnce * 13);
    std::vector<float> row(row_size);
    for (const TokenId id : {0, 1, 63, 64, 150, 299}) {
      network.project(std::span(&id, 1), embedded.data(), row.data());
      EXPECT_TRUE(
          std::equal(row.begin(), row.end(), frequent.rows.data() + static_cast<std::size_t>(id) * row_size));
    }
  }
}

}  // namespace
}  // namespace sentiment
