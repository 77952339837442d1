#include "embedding/window_group.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

constexpr uint64_t kSeed = 3;
constexpr uint64_t kNumber = 11;

/// What a group changes and loses, straight from the definition: for each word c, each word i in its window
/// and each noise word n, the gradient of log s(u_i v_c) + negatives / noise * sum of log s(-u_i v_n).
struct NaiveGroup {
  std::vector<double> inputs;  // [vocabulary, size] sums of changes
  std::vector<double> outputs;
  double loss = 0.0;
  int64_t pairs = 0;
};

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

class Naive {
 public:
  Naive(const WordTables& tables, const WindowRule& rule) : tables_(tables), rule_(rule) {
    sums_.inputs.resize(static_cast<std::size_t>(tables.vocabulary * tables.size));
    sums_.outputs = sums_.inputs;
  }

  void add(TokenId input, TokenId output, bool pair, double weight) {
    const float* u = tables_.inputs.data() + input * tables_.stride;
    const float* v = tables_.outputs.data() + output * tables_.stride;
    double score = 0.0;
    for (int64_t k = 0; k < tables_.size; ++k) score += static_cast<double>(u[k]) * static_cast<double>(v[k]);
    sums_.loss -= weight * std::log(sigmoid(pair ? score : -score));
    const double factor =
        static_cast<double>(rule_.learning_rate) * weight * ((pair ? 1 : 0) - sigmoid(score));
    for (int64_t k = 0; k < tables_.size; ++k) {
      sums_.inputs[static_cast<std::size_t>(input * tables_.size + k)] += factor * static_cast<double>(v[k]);
      sums_.outputs[static_cast<std::size_t>(output * tables_.size + k)] +=
          factor * static_cast<double>(u[k]);
    }
  }

  NaiveGroup read(const WordBatch& batch, int64_t first, const NoiseWords& noise) {
    const RandomStream windows(kSeed, RandomUse::kContextWindow, {kNumber});
    const RandomStream noises(kSeed, RandomUse::kNoiseWords, {kNumber});
    const auto words = static_cast<int64_t>(batch.words.size());
    const auto word = [&](int64_t i) { return batch.words[static_cast<std::size_t>(i)]; };
    const auto piece = [&](int64_t i) { return batch.pieces[static_cast<std::size_t>(i)]; };
    for (int64_t c = first; c < std::min(first + WindowGroup::kCenters, words); ++c) {
      const auto radius = static_cast<int64_t>(
          1 + windows.below(static_cast<uint64_t>(c - first), static_cast<uint64_t>(rule_.window)));
      for (int64_t i = std::max(c - radius, int64_t{0}); i < std::min(c + radius + 1, words); ++i) {
        if (i == c || piece(i) != piece(c)) continue;
        ++sums_.pairs;
        add(word(i), word(c), true, 1.0);
        for (uint64_t n = 0; n < WindowGroup::kNoise; ++n) {
          add(word(i), noise.draw(noises, n), false,
              static_cast<double>(rule_.negatives) / static_cast<double>(WindowGroup::kNoise));
        }
      }
    }
    return sums_;
  }

 private:
  const WordTables& tables_;
  WindowRule rule_;
  NaiveGroup sums_;
};

/// Words of a few texts, 70 in all.
WordBatch some_words() {
  WordBatch batch;
  for (int32_t i = 0; i < 70; ++i) {
    batch.words.push_back(i * i % 13);
    batch.pieces.push_back(i < 3 ? 0 : i < 40 ? 1 : i < 41 ? 2 : 3);
  }
  return batch;
}

WordTables some_tables(int64_t size) {
  WordTables tables = initial_word_tables(13, size, kSeed);
  const RandomStream stream(kSeed, RandomUse::kInitialWeights, {1});
  for (int64_t id = 0; id < 13; ++id) {
    for (int64_t k = 0; k < size; ++k) {
      const auto at = static_cast<std::size_t>(id * tables.stride + k);
      tables.inputs.data()[at] = static_cast<float>(stream.uniform(2 * at) - 0.4);
      tables.outputs.data()[at] = static_cast<float>(stream.uniform(2 * at + 1) - 0.4);
    }
  }
  return tables;
}

/// Sums of a group's changes by word.
std::vector<double> summed(const RowChanges& rows, const WordTables& tables) {
  std::vector<double> sums(static_cast<std::size_t>(tables.vocabulary * tables.size));
  for (std::size_t i = 0; i < rows.words.size(); ++i) {
    const float* change = rows.changes.data() + static_cast<int64_t>(i) * tables.stride;
    for (int64_t k = 0; k < tables.size; ++k)
      sums[static_cast<std::size_t>(rows.words[i] * tables.size + k)] += static_cast<double>(change[k]);
  }
  return sums;
}

double total(const std::vector<float>& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)  // floats of size 1, times a few hundred of them
    ASSERT_NEAR(found[i], expected[i], 2e-4) << "number " << i;
}

void expect_as_defined(InstructionSet set, int64_t size, int64_t window, int64_t first) {
  const WordTables tables = some_tables(size);
  const WordBatch batch = some_words();
  const NoiseWords noise(std::vector<int64_t>{0, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8});
  const WindowRule rule{.window = window, .negatives = 5, .learning_rate = 0.5F};
  WindowGroup group(tables.stride, window, cell_kernels<float>(set));
  group.compute(tables, batch, 0, noise, rule, kSeed, kNumber + 1);  // leaves its traces in the arrays
  group.compute(tables, batch, first, noise, rule, kSeed, kNumber);
  const NaiveGroup naive = Naive(tables, rule).read(batch, first, noise);
  EXPECT_EQ(group.pairs(), naive.pairs);
  EXPECT_NEAR(group.loss(), naive.loss, 1e-4 * naive.loss);
  expect_near(summed(group.inputs(), tables), naive.inputs);
  expect_near(summed(group.outputs(), tables), naive.outputs);
  EXPECT_NEAR(total(group.inputs().weights), 6.0 * static_cast<double>(naive.pairs), 1e-3);
  EXPECT_NEAR(total(group.outputs().weights), 6.0 * static_cast<double>(naive.pairs), 1e-3);
}

TEST(WindowGroup, ChangesWhatTheDefinitionSays) {
  for (const InstructionSet set : runnable_sets()) {
    for (const int64_t size : {1, 17, 128}) {
      for (const int64_t first : {0, 32, 64}) {
        SCOPED_TRACE(testing::Message() << name_of(set) << ", size " << size << ", first " << first);
        expect_as_defined(set, size, 5, first);
      }
    }
  }
}

TEST(WindowGroup, TakesTheSmallestAndTheLargestWindow) {
  expect_as_defined(instruction_set(), 20, 1, 32);
  expect_as_defined(instruction_set(), 20, 20, 32);
}

}  // namespace
}  // namespace sentiment
