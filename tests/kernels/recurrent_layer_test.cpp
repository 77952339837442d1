#include "kernels/recurrent_layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/random.h"
#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// A layer's parameters by torch.nn's names, and the equations of torch.nn in double precision.
struct NaiveLayer {
  CellType type;
  int64_t I;
  int64_t H;
  std::vector<float> weight_ih, weight_hh, bias_ih, bias_hh;

  NaiveLayer(CellType cell, int64_t inputs, int64_t hidden) : type(cell), I(inputs), H(hidden) {
    const int64_t G = cell == CellType::kLstm ? 4 : cell == CellType::kGru ? 3 : 1;
    weight_ih = numbers(G * H * I, 1);
    weight_hh = numbers(G * H * H, 2);
    // As torch.nn starts them. Larger weights make a tanh network chaotic: it would magnify the rounding.
    for (float& weight : weight_hh) weight *= 2.0F / std::sqrt(static_cast<float>(H));
    bias_ih = numbers(G * H, 3);
    bias_hh = numbers(G * H, 4);
  }

  static std::vector<float> numbers(int64_t count, uint64_t key) {
    const RandomStream stream(7, RandomUse::kInitialWeights, {key});
    std::vector<float> values;
    for (int64_t i = 0; i < count; ++i) {
      values.push_back(static_cast<float>(stream.uniform(static_cast<uint64_t>(i)) - 0.5));
    }
    return values;
  }

  RecurrentParameters parameters() const {
    return {type, I, H, weight_ih.data(), weight_hh.data(), bias_ih.data(), bias_hh.data()};
  }

  double from_input(int64_t row, const float* x) const {
    double sum = bias_ih[static_cast<std::size_t>(row)];
    for (int64_t k = 0; k < I; ++k)
      sum += static_cast<double>(weight_ih[static_cast<std::size_t>(row * I + k)]) * x[k];
    return sum;
  }
  double from_state(int64_t row, const std::vector<double>& h) const {
    double sum = bias_hh[static_cast<std::size_t>(row)];
    for (int64_t k = 0; k < H; ++k) {
      sum += static_cast<double>(weight_hh[static_cast<std::size_t>(row * H + k)]) *
             h[static_cast<std::size_t>(k)];
    }
    return sum;
  }

  void step(const float* x, std::vector<double>& h, std::vector<double>& c) const {
    const std::vector<double> before = h;
    for (int64_t j = 0; j < H; ++j) {
      const auto gate = [&](int64_t g) { return from_input(g * H + j, x) + from_state(g * H + j, before); };
      double& hidden = h[static_cast<std::size_t>(j)];
      double& cell = c[static_cast<std::size_t>(j)];
      if (type == CellType::kLstm) {
        cell = sigmoid(gate(1)) * cell + sigmoid(gate(0)) * std::tanh(gate(2));
        hidden = sigmoid(gate(3)) * std::tanh(cell);
      } else if (type == CellType::kGru) {
        const double n =
            std::tanh(from_input(2 * H + j, x) + sigmoid(gate(0)) * from_state(2 * H + j, before));
        const double z = sigmoid(gate(1));
        hidden = (1.0 - z) * n + z * hidden;
      } else {
        hidden = std::tanh(gate(0));
      }
    }
  }

  std::vector<double> states(int64_t T, const std::vector<float>& inputs, ReadingOrder order) const {
    std::vector<double> out(static_cast<std::size_t>(T * H));
    std::vector<double> h(static_cast<std::size_t>(H));
    std::vector<double> c(static_cast<std::size_t>(H));
    for (int64_t i = 0; i < T; ++i) {
      const int64_t t = order == ReadingOrder::kFromTheStart ? i : T - 1 - i;
      step(inputs.data() + t * I, h, c);
      std::copy(h.begin(), h.end(), out.begin() + t * H);
    }
    return out;
  }
};

constexpr CellType kTypes[] = {CellType::kLstm, CellType::kGru, CellType::kRnn};
constexpr ReadingOrder kOrders[] = {ReadingOrder::kFromTheStart, ReadingOrder::kFromTheEnd};

void expect_states_match(const NaiveLayer& naive, int64_t T, InstructionSet set) {
  const RecurrentLayer layer(naive.parameters(), set);
  const std::vector<float> inputs = NaiveLayer::numbers(T * naive.I, 5);
  RecurrentLayer::Scratch scratch;
  for (const ReadingOrder order : kOrders) {
    std::vector<float> states(static_cast<std::size_t>(T * naive.H), 9.0F);
    layer.forward(T, inputs.data(), order, states.data(), naive.H, scratch);
    const std::vector<double> expected = naive.states(T, inputs, order);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      // A float has 7 digits; sums over 64 states and the steps before lose one of them.
      ASSERT_NEAR(states[i], expected[i], 1e-6)
          << name_of(set) << " H " << naive.H << " T " << T << " at " << i;
    }
  }
}

TEST(RecurrentLayer, MatchesTheEquationsForEveryCellSizeAndLength) {
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      for (const int64_t H : {1, 3, 8, 13, 64}) {
        for (const int64_t I : {1, 3, 8, 13, 64}) {
          const NaiveLayer naive(type, I, H);
          for (const int64_t T : {0, 1, 2, 7}) expect_states_match(naive, T, set);
        }
        expect_states_match(NaiveLayer(type, 5, H), 101, set);
      }
    }
  }
}

TEST(RecurrentLayer, LeavesTheOtherDirectionsStatesAlone) {
  const NaiveLayer naive(CellType::kLstm, 2, 3);
  const RecurrentLayer layer(naive.parameters());
  const std::vector<float> inputs = NaiveLayer::numbers(4 * 2, 5);
  RecurrentLayer::Scratch scratch;
  std::vector<float> apart(4 * 3);
  std::vector<float> between(4 * 6, 9.0F);
  layer.forward(4, inputs.data(), ReadingOrder::kFromTheEnd, apart.data(), 3, scratch);
  layer.forward(4, inputs.data(), ReadingOrder::kFromTheEnd, between.data() + 3, 6, scratch);
  for (std::size_t t = 0; t < 4; ++t) {
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(between[t * 6 + j], 9.0F);
      EXPECT_EQ(between[t * 6 + 3 + j], apart[t * 3 + j]);
    }
  }
}

TEST(RecurrentLayer, GivesTheSameBitsWithScratchThatALargerLayerUsed) {
  const NaiveLayer small(CellType::kGru, 4, 5);
  const NaiveLayer large(CellType::kLstm, 30, 40);
  const std::vector<float> inputs = NaiveLayer::numbers(50 * 30, 5);
  RecurrentLayer::Scratch fresh;
  RecurrentLayer::Scratch used;
  std::vector<float> expected(6 * 5);
  std::vector<float> found(6 * 5);
  std::vector<float> ignored(50 * 40);
  RecurrentLayer(large.parameters()).forward(50, inputs.data(), kOrders[0], ignored.data(), 40, used);
  RecurrentLayer(small.parameters()).forward(6, inputs.data(), kOrders[0], found.data(), 5, used);
  RecurrentLayer(small.parameters()).forward(6, inputs.data(), kOrders[0], expected.data(), 5, fresh);
  EXPECT_EQ(found, expected);
}

TEST(RecurrentLayer, ReadsALongTextAsItReadsItsBeginning) {
  // Tokens are projected in chunks; where a chunk ends must not show in any bit.
  const NaiveLayer naive(CellType::kLstm, 6, 9);
  const RecurrentLayer layer(naive.parameters());
  const std::vector<float> inputs = NaiveLayer::numbers(101 * 6, 5);
  RecurrentLayer::Scratch scratch;
  std::vector<float> all(101 * 9);
  layer.forward(101, inputs.data(), kOrders[0], all.data(), 9, scratch);
  for (const int64_t T : {1, 31, 32, 33, 64, 65, 100}) {
    std::vector<float> part(static_cast<std::size_t>(T) * 9);
    layer.forward(T, inputs.data(), kOrders[0], part.data(), 9, scratch);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), all.begin())) << T << " tokens";
  }
}

}  // namespace
}  // namespace sentiment
