#include "analysis/gradient_probe.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace sentiment {
namespace {

constexpr int64_t kHidden = 3;

/// A network whose weights are all zero: with an input of zero every state is zero, so the step from one
/// state to the next is linear and can be written down.
struct Probed {
  ModelConfig config;
  Parameters parameters;
  Dataset data;
  std::vector<int64_t> rows;

  explicit Probed(RecurrentType type, int64_t layers = 1) {
    config.type = type;
    config.layers = layers;
    config.bidirectional = true;
    config.embedding_size = 2;
    config.hidden_size = kHidden;
    config.forget_bias = 0.0;
    for (const ParameterShape& shape : parameter_shapes(config, 5, 2))
      parameters.push_back({shape.name, shape.shape,
                            std::vector<float>(static_cast<std::size_t>(element_count(shape.shape)))});
    for (const int64_t length : {250, 130, 40}) add(length);
  }
  void add(int64_t length) {
    rows.push_back(static_cast<int64_t>(data.size()));
    data.add(std::vector<TokenId>(static_cast<std::size_t>(length), 3), 0, "row");
  }
  std::vector<float>& of(const std::string& name) {
    for (NamedTensor& tensor : parameters) {
      if (tensor.name == name) return tensor.values;
    }
    throw std::logic_error(name);
  }
  /// Puts `value` on the diagonal of one gate of a recurrent weight.
  void set_diagonal(const std::string& name, int64_t gate, float value) {
    for (int64_t unit = 0; unit < kHidden; ++unit)
      of(name)[static_cast<std::size_t>((gate * kHidden + unit) * kHidden + unit)] = value;
  }
  void set_bias(const std::string& name, int64_t gate, float value) {
    for (int64_t unit = 0; unit < kHidden; ++unit)
      of(name)[static_cast<std::size_t>(gate * kHidden + unit)] = value;
  }
  std::vector<GradientFlow> flows(const GradientReach& reach = {}) {
    ThreadPool pool(2);
    return measure_gradient_flow(config, parameters, data, rows, reach, pool);
  }
};

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

TEST(GradientProbe, OfARnnIsThePowerOfItsRecurrentMatrix) {
  Probed rnn(RecurrentType::kRnn);
  rnn.set_diagonal("rnn.weight_hh_l0", 0, 0.9F);
  rnn.set_diagonal("rnn.weight_hh_l0_reverse", 0, 1.125F);
  const std::vector<GradientFlow> flows = rnn.flows();
  ASSERT_EQ(flows.size(), 2u);
  EXPECT_FALSE(flows[0].reverse);
  EXPECT_TRUE(flows[1].reverse);
  EXPECT_EQ(flows[0].distances, (std::vector<int64_t>{1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200}));
  EXPECT_EQ(flows[0].texts, (std::vector<int64_t>{3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 1}));
  for (std::size_t i = 0; i < flows[0].distances.size(); ++i) {
    const auto distance = static_cast<double>(flows[0].distances[i]);
    EXPECT_NEAR(flows[0].norms[i] / std::pow(0.9F, distance), 1.0, 1e-12) << distance;
    EXPECT_NEAR(flows[1].norms[i] / std::pow(1.125, distance), 1.0, 1e-12) << distance;
  }
}

TEST(GradientProbe, TakesTheTransposedMatrixToItsUnitVector) {
  Probed rnn(RecurrentType::kRnn);
  const std::vector<float> weight = {0.0F, 2.0F, 0.0F, 0.0F, 0.0F, 0.5F, -1.0F, 0.25F, 0.0F};
  rnn.of("rnn.weight_hh_l0") = weight;
  const RandomStream random(0, RandomUse::kGradientProbe, {0, 0});
  std::vector<double> u = {random.normal(0), random.normal(1), random.normal(2)};
  const auto norm = [&] { return std::sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]); };
  const double start = norm();
  const std::vector<double> norms = rnn.flows()[0].norms;
  for (const std::size_t distance : {0u, 1u, 2u}) {
    std::vector<double> next(3);
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t column = 0; column < 3; ++column)
        next[column] += static_cast<double>(weight[row * 3 + column]) * u[row];
    }
    u = next;
    EXPECT_NEAR(norms[distance], norm() / start, 1e-12) << distance;
  }
}

TEST(GradientProbe, OfAnLstmDecaysWithItsForgetGate) {
  Probed lstm(RecurrentType::kLstm);
  lstm.set_bias("lstm.bias_ih_l0", 1, 3.0F);
  lstm.set_diagonal("lstm.weight_hh_l0", 2, 0.04F);
  // i = o = 1/2 and c = h = 0, so c' = f c + i 0.04 h and h = o c: h enters the cell once, then the cell
  // carries it.
  const double factor = sigmoid(3.0) + 0.25 * static_cast<double>(0.04F);
  const GradientFlow flow = lstm.flows()[0];
  for (std::size_t i = 0; i < flow.distances.size(); ++i) {
    const double expected =
        0.25 * static_cast<double>(0.04F) * std::pow(factor, static_cast<double>(flow.distances[i] - 1));
    EXPECT_NEAR(flow.norms[i] / expected, 1.0, 1e-9) << flow.distances[i];
  }
}

TEST(GradientProbe, OfAGruDecaysWithItsUpdateGate) {
  Probed gru(RecurrentType::kGru);
  gru.set_bias("gru.bias_ih_l0", 1, 4.0F);
  gru.set_diagonal("gru.weight_hh_l0", 2, 0.5F);
  const double z = sigmoid(4.0);
  const GradientFlow flow = gru.flows()[0];
  for (std::size_t i = 0; i < flow.distances.size(); ++i) {
    const double expected = std::pow(z + (1.0 - z) * 0.5 * 0.5, static_cast<double>(flow.distances[i]));
    EXPECT_NEAR(flow.norms[i] / expected, 1.0, 1e-9) << flow.distances[i];
  }
}

TEST(GradientProbe, IsExactlyZeroBeyondTheWindow) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    Probed network(type, 2);
    network.parameters = initial_parameters(network.config, 5, 2, 1);
    for (const auto kind : {GradientReach::Kind::kFromTheEnd, GradientReach::Kind::kInWindows}) {
      const std::vector<GradientFlow> flows = network.flows({kind, 20});
      ASSERT_EQ(flows.size(), 4u);
      for (const GradientFlow& flow : flows) {
        EXPECT_EQ(flow.layer, &flow < &flows[2] ? 0 : 1);
        for (std::size_t i = 0; i < flow.distances.size(); ++i) {
          const bool reached = flow.distances[i] < 20;
          EXPECT_EQ(flow.norms[i] > 0.0, reached) << flow.distances[i];
          EXPECT_GE(flow.norms[i], 0.0);
        }
      }
    }
  }
}

TEST(GradientProbe, HasTheSameBitsForAnyNumberOfThreads) {
  Probed network(RecurrentType::kLstm, 2);
  network.config.residual = true;
  network.parameters = initial_parameters(network.config, 5, 2, 1);
  for (int64_t i = 0; i < 40; ++i) network.add(2 + i % 7);
  const auto measured = [&](int threads) {
    ThreadPool pool(threads);
    std::vector<std::vector<double>> norms;
    for (const GradientFlow& flow :
         measure_gradient_flow(network.config, network.parameters, network.data, network.rows, {}, pool))
      norms.push_back(flow.norms);
    return norms;
  };
  EXPECT_EQ(measured(3), measured(1));
}

TEST(GradientProbe, NeedsTexts) {
  Probed network(RecurrentType::kRnn);
  network.rows.clear();
  EXPECT_TRUE(network.flows().empty());
}

TEST(ProbeRows, AreSpreadOverTheLongestQuarter) {
  EXPECT_EQ(probe_rows({5, 9, 1, 7, 0, 8, 6, 2, 3, 4}, 2), (std::vector<int64_t>{1, 5}));
  std::vector<int64_t> lengths;
  for (int64_t i = 1; i <= 100; ++i) lengths.push_back(i);
  EXPECT_EQ(probe_rows(lengths, 4), (std::vector<int64_t>{99, 93, 87, 81}));
  EXPECT_EQ(probe_rows({1, 3, 0, 2}, 32), (std::vector<int64_t>{1, 3}));
  EXPECT_TRUE(probe_rows({0, 1}, 32).empty());
}

}  // namespace
}  // namespace sentiment
