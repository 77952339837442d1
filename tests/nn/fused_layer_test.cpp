// Our layers against libtorch's, in double precision.
#include "nn/fused_layer.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

/// Normal numbers, the same for the same key.
at::Tensor numbers(at::IntArrayRef shape, uint64_t key, double deviation) {
  NamedTensor values{"", shape.vec(), {}};
  const RandomStream random(9, RandomUse::kBootstrap, {key});
  for (int64_t i = 0; i < c10::multiply_integers(shape); ++i)
    values.values.push_back(static_cast<float>(deviation * random.normal(static_cast<uint64_t>(i))));
  return to_tensor(values, at::kCPU).to(at::kDouble);
}

struct Case {
  RecurrentType type;
  int64_t input;
  int64_t hidden;
  bool bidirectional;
  std::vector<int64_t> lengths;

  int64_t gates() const { return type == RecurrentType::kLstm ? 4 : type == RecurrentType::kGru ? 3 : 1; }
  int64_t directions() const { return bidirectional ? 2 : 1; }
};

/// Results and gradients of one reading of a batch of texts whose tokens are rows of `inputs`.
struct Reading {
  std::vector<at::Tensor> states;  // of each text [tokens, directions * hidden]
  at::Tensor last;                 // [texts, directions * hidden]
  std::vector<at::Tensor> gradients;
};

struct Leaves {
  at::Tensor inputs;
  RecurrentWeights weights;
  std::vector<int32_t> slots;

  explicit Leaves(const Case& test) {
    constexpr int64_t kRows = 23;
    inputs = numbers({kRows, test.input}, 1, 1.0).set_requires_grad(true);
    const double scale = 1.0 / std::sqrt(static_cast<double>(test.hidden));
    const int64_t outputs = test.gates() * test.hidden;
    for (uint64_t d = 0; d < static_cast<uint64_t>(test.directions()); ++d) {
      weights.push_back(numbers({outputs, test.input}, 10 * d + 2, scale).set_requires_grad(true));
      weights.push_back(numbers({outputs, test.hidden}, 10 * d + 3, scale).set_requires_grad(true));
      weights.push_back(numbers({outputs}, 10 * d + 4, scale).set_requires_grad(true));
      weights.push_back(numbers({outputs}, 10 * d + 5, scale).set_requires_grad(true));
    }
    for (const int64_t length : test.lengths) {
      for (int64_t t = 0; t < length; ++t)
        slots.push_back(static_cast<int32_t>((slots.size() * 5 + 3) % kRows));
    }
  }

  void backward(Reading& reading) {
    at::Tensor loss = reading.last.mul(numbers(reading.last.sizes(), 50, 1.0)).sum();
    for (std::size_t text = 0; text < reading.states.size(); ++text) {
      const at::Tensor& states = reading.states[text];
      loss = loss.add(states.mul(numbers(states.sizes(), 60 + text, 1.0)).sum());
    }
    loss.backward();
    reading.gradients.push_back(inputs.grad());
    for (const at::Tensor& weight : weights) reading.gradients.push_back(weight.grad());
  }
};

Reading ours(const Case& test) {
  Leaves leaves(test);
  const FusedLayer layer(test.type, std::make_shared<ThreadPool>(2));
  const auto texts = std::make_shared<FusedTexts>(FusedTexts{StepOrder(test.lengths, 3), leaves.slots});
  const FusedOutput output = layer.run(leaves.inputs, texts, leaves.weights, {});
  Reading reading;
  int64_t token = 0;
  for (const int64_t length : test.lengths) {
    reading.states.push_back(output.states.slice(0, token, token + length));
    token += length;
  }
  reading.last = output.last;
  leaves.backward(reading);
  return reading;
}

/// One text at a time, so that no padding is involved.
Reading theirs(const Case& test) {
  Leaves leaves(test);
  Reading reading;
  std::vector<at::Tensor> lasts;
  std::size_t token = 0;
  for (const int64_t length : test.lengths) {
    std::vector<int64_t> rows(leaves.slots.begin() + static_cast<std::ptrdiff_t>(token),
                              leaves.slots.begin() + static_cast<std::ptrdiff_t>(token) + length);
    token += static_cast<std::size_t>(length);
    std::vector<at::Tensor> states;
    std::vector<at::Tensor> ends;
    for (int64_t d = 0; d < test.directions(); ++d) {
      if (length == 0) {
        states.push_back(at::zeros({0, test.hidden}, at::kDouble));
        ends.push_back(at::zeros({1, test.hidden}, at::kDouble));
        continue;
      }
      at::Tensor inputs = leaves.inputs.index_select(0, integer_tensor(rows, {length}, at::kCPU));
      if (d == 1) inputs = inputs.flip(0);
      const auto begin = leaves.weights.begin() + 4 * d;
      const RecurrentWeights own(begin, begin + 4);
      const at::Tensor read =
          run_recurrence(test.type, inputs.unsqueeze(1), zero_state(test.type, 1, own), own)
              .states.squeeze(1);
      states.push_back(d == 1 ? read.flip(0) : read);
      ends.push_back(read.slice(0, length - 1, length));
    }
    reading.states.push_back(at::cat(states, 1));
    lasts.push_back(at::cat(ends, 1));
  }
  reading.last = at::cat(lasts, 0);
  leaves.backward(reading);
  return reading;
}

double distance(const at::Tensor& a, const at::Tensor& b) {
  return a.numel() == 0 ? 0.0
                        : a.sub(b).abs().max().item<double>() / std::max(1.0, b.abs().max().item<double>());
}

void expect_agreement(const Case& test) {
  const Reading found = ours(test);
  const Reading expected = theirs(test);
  for (std::size_t text = 0; text < expected.states.size(); ++text)
    EXPECT_LT(distance(found.states[text], expected.states[text]), 1e-10) << "text " << text;
  EXPECT_LT(distance(found.last, expected.last), 1e-10);
  for (std::size_t i = 0; i < expected.gradients.size(); ++i)
    EXPECT_LT(distance(found.gradients[i], expected.gradients[i]), 1e-10) << "gradient " << i;
}

constexpr RecurrentType kTypes[] = {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn};

TEST(FusedLayer, AgreesWithLibtorchForSizesAroundARegister) {
  for (const RecurrentType type : kTypes) {
    for (const auto& [input, hidden] : std::vector<std::pair<int64_t, int64_t>>{
             {1, 1}, {3, 7}, {8, 8}, {9, 15}, {16, 16}, {17, 31}, {100, 33}, {128, 128}}) {
      for (const bool both : {false, true}) {
        SCOPED_TRACE(testing::Message()
                     << name_of(type) << " " << input << " to " << hidden << " both " << both);
        expect_agreement({type, input, hidden, both, {0, 1, 2, 13, 5, 0, 13, 1}});
      }
    }
  }
}

TEST(FusedLayer, AgreesWithLibtorchOnALongText) {
  for (const RecurrentType type : kTypes) expect_agreement({type, 6, 10, true, {2500, 3, 1201}});
}

TEST(FusedLayer, ReadsABatchOfEmptyTexts) {
  const Reading reading = ours({RecurrentType::kLstm, 3, 4, true, {0, 0}});
  EXPECT_EQ(reading.last.abs().max().item<double>(), 0.0);
  for (const at::Tensor& gradient : reading.gradients) EXPECT_EQ(gradient.abs().max().item<double>(), 0.0);
}

TEST(FusedLayer, KeepsTwoReadingsApartUntilTheirBackwardPasses) {
  const Case test{RecurrentType::kGru, 4, 5, false, {7, 3}};
  Leaves leaves(test);
  const FusedLayer layer(test.type, std::make_shared<ThreadPool>(1));
  const auto texts = std::make_shared<FusedTexts>(FusedTexts{StepOrder(test.lengths, 3), leaves.slots});
  const at::Tensor first = layer.run(leaves.inputs, texts, leaves.weights, {}).last;
  const at::Tensor second = layer.run(leaves.inputs.mul(2.0), texts, leaves.weights, {}).last;
  first.sum().backward();
  const at::Tensor alone = leaves.inputs.grad().clone();
  leaves.inputs.mutable_grad() = at::Tensor();
  second.mul(0.0).sum().backward();
  EXPECT_EQ(leaves.inputs.grad().abs().max().item<double>(), 0.0);
  leaves.inputs.mutable_grad() = at::Tensor();
  layer.run(leaves.inputs, texts, leaves.weights, {}).last.sum().backward();
  EXPECT_TRUE(leaves.inputs.grad().equal(alone));
}

}  // namespace
}  // namespace sentiment
