// Texts read in parts, with the states carried from part to part, against the same texts read at once.
#include <gtest/gtest.h>

#include "kernels/instruction_sets.h"
#include "kernels/naive_layer.h"
#include "kernels/training_layer.h"

namespace sentiment {
namespace {

constexpr int64_t kTexts = 5;
constexpr int64_t kTime = 7;    // of a part
constexpr int64_t kInputs = 3;  // features

struct Gradients {
  NaiveLayer<double> sums;
  std::vector<double> inputs;
  std::vector<double> states;
};

/// Reads `parts` parts of kTime tokens at once, text by text, and takes the gradient of the states' sum with
/// `factors`; the gradient stays within windows of kTime.
Gradients read(const NaiveLayer<double>& weights, const std::vector<double>& inputs,
               const std::vector<double>& factors, int64_t parts, InstructionSet set,
               std::vector<double>& hidden, std::vector<double>& cell, bool begun) {
  const int64_t H = weights.H;
  ThreadPool pool(2);
  TrainingLayer<double> layer(weights.type, kInputs, H, 1, set);
  const StepOrder texts(std::vector<int64_t>(kTexts, parts * kTime), 2);
  std::vector<int32_t> slots;
  for (int64_t i = 0; i < texts.tokens(); ++i) slots.push_back(static_cast<int32_t>(i));
  const LayerInput<double> input{texts.tokens(), inputs.data(), slots.data()};
  Gradients out{weights, std::vector<double>(inputs.size()), std::vector<double>(at(texts.tokens() * H))};
  const bool lstm = weights.type == CellType::kLstm;
  std::vector<double> last(hidden.size());
  std::vector<double> last_cell(cell.size());
  const CarriedStates<double> carried{begun ? hidden.data() : nullptr, begun && lstm ? cell.data() : nullptr,
                                      lstm ? last_cell.data() : nullptr};
  layer.forward({weights.parameters()}, input, texts, out.states.data(), last.data(), true, pool, &carried);
  layer.backward({weights.parameters()}, input, texts, {factors.data(), nullptr},
                 {GradientReach::Kind::kInWindows, kTime},
                 {{out.sums.weight_ih.data(), out.sums.weight_hh.data(), out.sums.bias_ih.data(),
                   out.sums.bias_hh.data()}},
                 out.inputs.data(), pool);
  hidden = last;
  cell = last_cell;
  return out;
}

/// Part `part` of rows that lie text by text, two parts each.
std::vector<double> part_of(const std::vector<double>& rows, int64_t width, int64_t part) {
  std::vector<double> found;
  for (int64_t text = 0; text < kTexts; ++text) {
    const auto begin = rows.begin() + (text * 2 + part) * kTime * width;
    found.insert(found.end(), begin, begin + kTime * width);
  }
  return found;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected, const char* what) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found[i], expected[i], 1e-12) << what << ' ' << i;
}

std::vector<double> sum_of(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

class CarriedStatesTest : public testing::TestWithParam<CellType> {};

TEST_P(CarriedStatesTest, GiveTheStatesAndGradientsOfTheWholeText) {
  for (const InstructionSet set : runnable_sets()) {
    for (const int64_t H : {2, 8, 13}) {
      SCOPED_TRACE(testing::Message() << name_of(set) << " H " << H);
      const NaiveLayer<double> weights(GetParam(), kInputs, H);
      const std::vector<double> inputs = numbers<double>(kTexts * 2 * kTime * kInputs, 71);
      const std::vector<double> factors = numbers<double>(kTexts * 2 * kTime * H, 72);
      std::vector<double> hidden(at(kTexts * H));
      std::vector<double> cell(at(kTexts * H));
      const Gradients whole = read(weights, inputs, factors, 2, set, hidden, cell, false);
      const std::vector<double> end = hidden;
      std::vector<Gradients> parts;
      for (int64_t part = 0; part < 2; ++part) {
        parts.push_back(read(weights, part_of(inputs, kInputs, part), part_of(factors, H, part), 1, set,
                             hidden, cell, part > 0));
        EXPECT_EQ(parts.back().states, part_of(whole.states, H, part));  // to the bit
        expect_near(parts.back().inputs, part_of(whole.inputs, kInputs, part), "inputs");
      }
      EXPECT_EQ(hidden, end);
      expect_near(sum_of(parts[0].sums.weight_hh, parts[1].sums.weight_hh), whole.sums.weight_hh,
                  "weight_hh");
      expect_near(sum_of(parts[0].sums.weight_ih, parts[1].sums.weight_ih), whole.sums.weight_ih,
                  "weight_ih");
      expect_near(sum_of(parts[0].sums.bias_hh, parts[1].sums.bias_hh), whole.sums.bias_hh, "bias_hh");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, CarriedStatesTest,
                         testing::Values(CellType::kLstm, CellType::kGru, CellType::kRnn));

}  // namespace
}  // namespace sentiment
