#include "kernels/training_layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "kernels/instruction_sets.h"
#include "kernels/naive_layer.h"

namespace sentiment {
namespace {

constexpr CellType kTypes[] = {CellType::kLstm, CellType::kGru, CellType::kRnn};

/// A layer, a batch and a loss: the sum of states and last states, each times a fixed number.
template <class Real>
struct Experiment {
  int64_t I;
  int64_t H;
  std::vector<NaiveLayer<Real>> sides;
  std::vector<int64_t> lengths;
  StepOrder texts;
  std::vector<Real> rows;      // [count, I]
  std::vector<int32_t> slots;  // [tokens]
  GradientReach reach{};
  InstructionSet set = InstructionSet::kGeneric;
  std::vector<Real> state_factors, last_factors;

  Experiment(CellType type, int64_t inputs, int64_t hidden, int64_t directions,
             std::vector<int64_t> text_lengths, int64_t row_count, int64_t texts_per_group = 3)
      : I(inputs), H(hidden), lengths(std::move(text_lengths)), texts(lengths, texts_per_group) {
    for (int64_t d = 0; d < directions; ++d) sides.emplace_back(type, I, H, static_cast<uint64_t>(d));
    rows = numbers<Real>(row_count * I, 90);
    for (int64_t i = 0; i < texts.tokens(); ++i) slots.push_back(static_cast<int32_t>(i * 7 % row_count));
    state_factors = numbers<Real>(texts.tokens() * S(), 91);
    last_factors = numbers<Real>(texts.texts() * S(), 92);
  }

  int64_t D() const { return static_cast<int64_t>(sides.size()); }
  int64_t S() const { return D() * H; }
  LayerInput<Real> input() const {
    return {static_cast<int64_t>(rows.size()) / I, rows.data(), slots.data()};
  }
  std::vector<CellParameters<Real>> parameters() const {
    std::vector<CellParameters<Real>> result;
    for (const auto& side : sides) result.push_back(side.parameters());
    return result;
  }

  struct Result {
    std::vector<Real> states, last;
  };
  Result forward(TrainingLayer<Real>& layer, ThreadPool& pool) const {
    Result result{std::vector<Real>(at(texts.tokens() * S()), Real{9}),
                  std::vector<Real>(at(texts.texts() * S()), Real{9})};
    layer.forward(parameters(), input(), texts, result.states.data(), result.last.data(), true, pool);
    return result;
  }
  TrainingLayer<Real> layer() const { return {sides.front().type, I, H, D(), set}; }

  double loss() const {
    ThreadPool pool(1);
    TrainingLayer<Real> own = layer();
    const Result result = forward(own, pool);
    double sum = 0.0;
    for (std::size_t i = 0; i < result.states.size(); ++i) sum += result.states[i] * state_factors[i];
    for (std::size_t i = 0; i < result.last.size(); ++i) sum += result.last[i] * last_factors[i];
    return sum;
  }

  struct Gradients {
    std::vector<NaiveLayer<Real>> sides;
    std::vector<Real> rows;
  };
  Gradients gradients(int threads = 1) const {
    ThreadPool pool(threads);
    TrainingLayer<Real> own = layer();
    forward(own, pool);
    Gradients result{sides, std::vector<Real>(rows.size())};
    std::vector<CellGradients<Real>> out;
    for (auto& side : result.sides)
      out.push_back({side.weight_ih.data(), side.weight_hh.data(), side.bias_ih.data(), side.bias_hh.data()});
    own.backward(parameters(), input(), texts, {state_factors.data(), last_factors.data()}, reach, out,
                 result.rows.data(), pool);
    return result;
  }
};

TEST(TrainingLayer, MatchesTheEquationsForEveryCellSizeAndLength) {
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      for (const int64_t H : {1, 3, 8, 13, 16, 17, 64}) {
        for (const int64_t I : {1, 8, 13}) {
          Experiment<float> experiment(type, I, H, 2, {0, 1, 7, 2, 101, 2, 1, 0, 5}, 11);
          experiment.set = set;
          ThreadPool pool(1);
          TrainingLayer<float> layer = experiment.layer();
          const auto result = experiment.forward(layer, pool);
          for (std::size_t text = 0; text < experiment.lengths.size(); ++text) {
            const int64_t T = experiment.lengths[text];
            const int64_t start = experiment.texts.starts()[text];
            std::vector<float> inputs;
            for (int64_t t = 0; t < T; ++t) {
              const auto row = experiment.rows.begin() + experiment.slots[at(start + t)] * I;
              inputs.insert(inputs.end(), row, row + I);
            }
            for (int64_t d = 0; d < 2; ++d) {
              const auto order = d == 0 ? ReadingOrder::kFromTheStart : ReadingOrder::kFromTheEnd;
              const std::vector<double> expected = experiment.sides[at(d)].states(T, inputs.data(), order);
              for (int64_t t = 0; t < T; ++t) {
                for (int64_t j = 0; j < H; ++j) {
                  // A float has 7 digits; sums over 64 states and the steps before lose one of them.
                  ASSERT_NEAR(result.states[at((start + t) * 2 * H + d * H + j)], expected[at(t * H + j)],
                              2e-6)
                      << name_of(set) << " H " << H << " I " << I << " T " << T << " d " << d;
                }
              }
              const int64_t end = d == 0 ? T - 1 : 0;
              for (int64_t j = 0; j < H; ++j) {
                ASSERT_NEAR(result.last[text * at(2 * H) + at(d * H + j)],
                            T == 0 ? 0.0 : expected[at(end * H + j)], 2e-6);
              }
            }
          }
        }
      }
    }
  }
}

/// Compares every element of `gradient` with the central difference of the loss by the same element of
/// `values`.
void expect_differences(Experiment<double>& experiment, std::vector<double>& values,
                        const std::vector<double>& gradient, const char* what) {
  constexpr double kStep = 1e-5;
  double norm = 0.0;
  for (const double element : gradient) norm = std::max(norm, std::abs(element));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    values[i] = value + kStep;
    const double above = experiment.loss();
    values[i] = value - kStep;
    const double below = experiment.loss();
    values[i] = value;
    ASSERT_NEAR(gradient[i], (above - below) / (2.0 * kStep), 1e-6 * norm) << what << " at " << i;
  }
}

void expect_gradients_are_differences(Experiment<double> experiment) {
  const auto gradients = experiment.gradients();
  for (std::size_t d = 0; d < experiment.sides.size(); ++d) {
    NaiveLayer<double>& side = experiment.sides[d];
    const NaiveLayer<double>& found = gradients.sides[d];
    expect_differences(experiment, side.weight_ih, found.weight_ih, "weight_ih");
    expect_differences(experiment, side.weight_hh, found.weight_hh, "weight_hh");
    expect_differences(experiment, side.bias_ih, found.bias_ih, "bias_ih");
    expect_differences(experiment, side.bias_hh, found.bias_hh, "bias_hh");
  }
  expect_differences(experiment, experiment.rows, gradients.rows, "input");
}

TEST(TrainingLayer, GradientsAreDifferencesOfTheLoss) {
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      for (const int64_t directions : {1, 2}) {
        for (const auto& [I, H] : std::vector<std::pair<int64_t, int64_t>>{{3, 2}, {8, 8}, {1, 9}, {5, 1}}) {
          SCOPED_TRACE(testing::Message() << name_of(set) << " I " << I << " H " << H << " D " << directions);
          Experiment<double> experiment(type, I, H, directions, {2, 0, 7, 1, 3, 0, 2, 13}, 5);
          experiment.set = set;
          expect_gradients_are_differences(experiment);
        }
      }
    }
  }
}

TEST(TrainingLayer, GradientsThroughALongTextAreDifferencesOfTheLoss) {
  for (const CellType type : kTypes)
    expect_gradients_are_differences(Experiment<double>(type, 2, 3, 1, {2500, 1, 1999}, 40));
}

TEST(TrainingLayer, ATruncatedGradientIsThatOfTheLastTokensAfterAConstantState) {
  // What a window may not see is told apart by its effect: with weights that differ before the cut only,
  // the gradient beyond it is zero, and within it that of the whole text cut at the same place.
  for (const CellType type : kTypes) {
    Experiment<double> whole(type, 3, 4, 2, {9, 3, 5}, 17);
    std::iota(whole.slots.begin(), whole.slots.end(), 0);
    Experiment<double> cut = whole;
    cut.reach = {GradientReach::Kind::kFromTheEnd, 4};
    const auto gradients = cut.gradients();
    // One direction at a time: the first reads the last 4 tokens with gradient, the second the first 4.
    const auto row_is_zero = [&](int64_t token) {
      return std::all_of(gradients.rows.begin() + token * 3, gradients.rows.begin() + (token + 1) * 3,
                         [](double g) { return g == 0.0; });
    };
    EXPECT_TRUE(row_is_zero(4));  // of nine tokens 0..3 are near the start and 5..8 near the end
    for (const int64_t token : {0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 16}) EXPECT_FALSE(row_is_zero(token));
    // A window as long as the longest text changes nothing, to the bit.
    cut.reach.window = 9;
    EXPECT_EQ(cut.gradients().rows, whole.gradients().rows);
  }
}

TEST(TrainingLayer, WindowsPassNoGradientToTheOneBefore) {
  // The loss looks at the last state only, so only tokens of the last window have a gradient.
  for (const CellType type : kTypes) {
    Experiment<double> experiment(type, 3, 4, 1, {7}, 7);
    std::iota(experiment.slots.begin(), experiment.slots.end(), 0);
    std::fill(experiment.state_factors.begin(), experiment.state_factors.end(), 0.0);
    const auto whole = experiment.gradients();
    experiment.reach = {GradientReach::Kind::kInWindows, 3};
    const auto gradients = experiment.gradients();
    for (std::size_t i = 0; i < 6 * 3; ++i) EXPECT_EQ(gradients.rows[i], 0.0);
    for (std::size_t i = 6 * 3; i < 7 * 3; ++i) EXPECT_EQ(gradients.rows[i], whole.rows[i]);
  }
}

TEST(TrainingLayer, FloatsGiveTheSameGradientsAsDoubles) {
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      const std::vector<int64_t> lengths = {31, 0, 57, 1, 2, 40, 44, 12, 9, 31, 3, 28};
      Experiment<float> single(type, 20, 33, 2, lengths, 50, 8);
      Experiment<double> exact(type, 20, 33, 2, lengths, 50, 8);
      single.set = set;
      exact.set = set;
      const auto found = single.gradients();
      const auto expected = exact.gradients();
      const auto distance = [](const std::vector<float>& a, const std::vector<double>& b) {
        double square = 0.0;
        double norm = 0.0;
        for (std::size_t i = 0; i < a.size(); ++i) {
          square += (a[i] - b[i]) * (a[i] - b[i]);
          norm += b[i] * b[i];
        }
        return std::sqrt(square / norm);
      };
      EXPECT_LT(distance(found.rows, expected.rows), 2e-6) << name_of(set);
      for (std::size_t d = 0; d < 2; ++d) {
        EXPECT_LT(distance(found.sides[d].weight_ih, expected.sides[d].weight_ih), 2e-6) << name_of(set);
        EXPECT_LT(distance(found.sides[d].weight_hh, expected.sides[d].weight_hh), 2e-6) << name_of(set);
        EXPECT_LT(distance(found.sides[d].bias_hh, expected.sides[d].bias_hh), 2e-6) << name_of(set);
      }
    }
  }
}

TEST(TrainingLayer, GivesTheSameBitsForAnyNumberOfThreads) {
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < 37; ++i) lengths.push_back(i * 29 % 83);
  for (const CellType type : kTypes) {
    const Experiment<float> experiment(type, 20, 24, 2, lengths, 300, 8);
    const auto one = experiment.gradients(1);
    for (const int threads : {2, 3, 4}) {
      const auto more = experiment.gradients(threads);
      EXPECT_EQ(one.rows, more.rows);
      for (std::size_t d = 0; d < 2; ++d) {
        EXPECT_EQ(one.sides[d].weight_ih, more.sides[d].weight_ih);
        EXPECT_EQ(one.sides[d].weight_hh, more.sides[d].weight_hh);
        EXPECT_EQ(one.sides[d].bias_ih, more.sides[d].bias_ih);
        EXPECT_EQ(one.sides[d].bias_hh, more.sides[d].bias_hh);
      }
    }
  }
}

TEST(TrainingLayer, ReadsATextInAnyBatchToTheSameBits) {
  const std::vector<int64_t> lengths = {20, 3, 19, 20, 7, 20, 1, 20, 20, 11};
  for (const CellType type : kTypes) {
    Experiment<float> batch(type, 9, 21, 2, lengths, 127, 8);
    std::iota(batch.slots.begin(), batch.slots.end(), 0);
    batch.rows = numbers<float>(batch.texts.tokens() * 9, 90);
    ThreadPool pool(1);
    TrainingLayer<float> layer = batch.layer();
    const auto together = batch.forward(layer, pool);
    for (std::size_t text = 0; text < lengths.size(); ++text) {
      Experiment<float> alone(type, 9, 21, 2, {lengths[text]}, lengths[text], 8);
      std::iota(alone.slots.begin(), alone.slots.end(), 0);
      const auto first = batch.texts.starts()[text];
      std::copy_n(batch.rows.begin() + first * 9, lengths[text] * 9, alone.rows.begin());
      TrainingLayer<float> own = alone.layer();
      const auto found = alone.forward(own, pool);
      EXPECT_TRUE(std::equal(found.states.begin(), found.states.end(), together.states.begin() + first * 42));
    }
  }
}

}  // namespace
}  // namespace sentiment
