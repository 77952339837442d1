#include "kernels/reading_layer.h"

#include <gtest/gtest.h>

#include <numeric>
#include <optional>
#include <thread>
#include <vector>

#include "kernels/instruction_sets.h"
#include "kernels/naive_layer.h"
#include "kernels/reading_team.h"

namespace sentiment {
namespace {

constexpr CellType kTypes[] = {CellType::kLstm, CellType::kGru, CellType::kRnn};

/// A layer and texts for it, each token with an input of its own.
struct Experiment {
  int64_t I;
  int64_t H;
  std::vector<NaiveLayer<float>> sides;
  std::vector<int64_t> lengths;
  StepOrder texts;
  std::vector<float> inputs;  // [tokens, I]
  ReadingLayer layer;

  Experiment(CellType type, int64_t input, int64_t hidden, int64_t directions,
             const std::vector<int64_t>& text_lengths, InstructionSet set = instruction_set())
      : I(input),
        H(hidden),
        sides(sides_of(type, input, hidden, directions)),
        lengths(text_lengths),
        texts(lengths, static_cast<int64_t>(lengths.size())),
        inputs(numbers<float>(texts.tokens() * I, 90)),
        layer(type, I, H, parameters_of(sides), set) {}

  static std::vector<NaiveLayer<float>> sides_of(CellType type, int64_t I, int64_t H, int64_t D) {
    std::vector<NaiveLayer<float>> sides;
    for (int64_t d = 0; d < D; ++d) sides.emplace_back(type, I, H, static_cast<uint64_t>(d));
    return sides;
  }
  static std::vector<CellParameters<float>> parameters_of(const std::vector<NaiveLayer<float>>& sides) {
    std::vector<CellParameters<float>> parameters;
    for (const NaiveLayer<float>& side : sides) parameters.push_back(side.parameters());
    return parameters;
  }
  int64_t S() const { return layer.D() * H; }

  struct Result {
    std::vector<float> states, last;
  };
  Result read() const {
    Result result{std::vector<float>(at(texts.tokens() * S()), 9.0F),
                  std::vector<float>(at(texts.texts() * S()), 9.0F)};
    std::vector<float> projected(at(texts.tokens() * layer.projected_size()));
    layer.project(texts.tokens(), inputs.data(), projected.data());
    const std::vector<const float*> rows = rows_of(projected);
    ReadingScratch<float> scratch;
    layer.read({&texts, rows.data(), result.states.data(), result.last.data()}, scratch);
    return result;
  }
  /// Of the first text.
  std::vector<float> read_by(int threads) const {
    std::vector<float> states(at(lengths[0] * S()), 9.0F);
    std::vector<float> projected(at(texts.tokens() * layer.projected_size()));
    const std::vector<const float*> rows = rows_of(projected);
    ReadingTeam team(layer, threads);
    const auto work = [&](int64_t thread) {
      ReadingTeam::Member member(team, thread);
      member.share([&](int64_t part) {
        if (part == 0) layer.project(texts.tokens(), inputs.data(), projected.data());
      });
      for (int layers = 0; layers < 2; ++layers) member.read(layer, lengths[0], rows.data(), states.data());
    };
    std::vector<std::thread> others;
    for (int64_t thread = 1; thread < team.threads(); ++thread) others.emplace_back(work, thread);
    work(0);
    for (std::thread& other : others) other.join();
    return states;
  }
  std::vector<const float*> rows_of(const std::vector<float>& projected) const {
    std::vector<const float*> rows;
    for (int64_t token = 0; token < texts.tokens(); ++token)
      rows.push_back(projected.data() + token * layer.projected_size());
    return rows;
  }

  void expect_equations(double tolerance) const {
    const Result result = read();
    for (std::size_t text = 0; text < lengths.size(); ++text) {
      const int64_t T = lengths[text];
      const int64_t start = texts.starts()[text];
      for (int64_t d = 0; d < layer.D(); ++d) {
        const ReadingOrder order = d == 0 ? ReadingOrder::kFromTheStart : ReadingOrder::kFromTheEnd;
        const std::vector<double> expected = sides[at(d)].states(T, inputs.data() + start * I, order);
        for (int64_t i = 0; i < T * H; ++i) {
          ASSERT_NEAR(result.states[at((start + i / H) * S() + d * H + i % H)], expected[at(i)], tolerance)
              << "H " << H << " I " << I << " T " << T << " direction " << d << " at " << i;
        }
        const int64_t end = d == 0 ? T - 1 : 0;
        for (int64_t j = 0; j < H && T > 0; ++j)
          ASSERT_NEAR(result.last[text * at(S()) + at(d * H + j)], expected[at(end * H + j)], tolerance);
      }
    }
  }
};

TEST(ReadingLayer, MatchesTheEquationsForEveryCellSizeAndLength) {
  for (const InstructionSet set : runnable_sets()) {
    SCOPED_TRACE(name_of(set));
    for (const CellType type : kTypes) {
      for (const int64_t H : {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 64, 65}) {
        for (const int64_t I : {1, 8, 13}) {
          // A float has 7 digits; sums over 64 states and the steps before lose one of them.
          Experiment(type, I, H, 2, {2, 1, 7, 0, 101, 2, 1, 5}, set).expect_equations(2e-6);
        }
      }
    }
  }
}

TEST(ReadingLayer, MatchesTheEquationsToTheEndOfALongText) {
  for (const InstructionSet set : runnable_sets()) {
    SCOPED_TRACE(name_of(set));
    for (const CellType type : kTypes) Experiment(type, 6, 19, 1, {2500}, set).expect_equations(4e-6);
  }
}

TEST(ReadingLayer, ReadsATextAmongAnyOthersToTheSameBits) {
  const std::vector<int64_t> lengths = {20, 3,  19, 20, 7,  20, 1,  20, 0, 20,
                                        11, 20, 20, 18, 20, 20, 16, 4,  20};
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      const Experiment batch(type, 9, 21, 2, lengths, set);
      const auto together = batch.read();
      for (std::size_t text = 0; text < lengths.size(); ++text) {
        if (lengths[text] == 0) continue;
        Experiment alone(type, 9, 21, 2, {lengths[text]}, set);
        const int64_t first = batch.texts.starts()[text];
        std::copy_n(batch.inputs.begin() + first * 9, lengths[text] * 9, alone.inputs.begin());
        const auto found = alone.read();
        EXPECT_TRUE(
            std::equal(found.states.begin(), found.states.end(), together.states.begin() + first * 42));
        EXPECT_TRUE(std::equal(found.last.begin(), found.last.end(), together.last.begin() + at(42) * text));
      }
    }
  }
}

TEST(ReadingTeam, ReadsToTheSameBitsAsOneThread) {
  // Sizes of which two or three threads get unequal shares, down to one that is not shared at all.
  for (const InstructionSet set : runnable_sets()) {
    for (const CellType type : kTypes) {
      for (const int64_t D : {1, 2}) {
        for (const int64_t H : {8, 181, 300}) {
          const Experiment experiment(type, 5, H, D, {37}, set);
          const std::vector<float> expected = experiment.read().states;
          for (const int threads : {2, 3, 4, 7})
            EXPECT_EQ(experiment.read_by(threads), expected)
                << name_of(set) << " H " << H << " D " << D << ", " << threads << " threads";
        }
      }
    }
  }
}

TEST(ReadingTeam, SharesADirectionOnlyWhereItsWeightsAreMany) {
  EXPECT_EQ(ReadingTeam(Experiment(CellType::kLstm, 2, 256, 1, {1}).layer, 2).threads(), 2);
  EXPECT_EQ(ReadingTeam(Experiment(CellType::kLstm, 2, 256, 2, {1}).layer, 2).threads(), 2);
  EXPECT_EQ(ReadingTeam(Experiment(CellType::kLstm, 2, 64, 2, {1}).layer, 4).threads(), 2);
  EXPECT_EQ(ReadingTeam(Experiment(CellType::kLstm, 2, 64, 1, {1}).layer, 2).threads(), 1);
}

}  // namespace
}  // namespace sentiment
