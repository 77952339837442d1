#include "analysis/explanation.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "inference/classifier.h"
#include "model/parameters.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Model model_of(ModelConfig config, std::vector<std::string> labels = {"neg", "pos"}) {
  Model model;
  model.config = config;
  model.tokenizer.max_tokens = 40;
  model.vocabulary = Vocabulary({"good", "bad", "not", "very", "film", "!"});
  model.labels = std::move(labels);
  model.parameters = initial_parameters(config, 8, static_cast<int64_t>(model.labels.size()), 7);
  // As in a trained model: words that matter, and a score that is not near zero.
  for (NamedTensor& tensor : model.parameters) {
    if (tensor.name != "embedding.weight" && tensor.name != "output.weight") continue;
    for (float& value : tensor.values) value *= 8.0F;
  }
  return model;
}

const ModelConfig kSmall{.embedding_size = 8, .hidden_size = 9};
constexpr const char* kText = "good film , not very bad ! a film not good";

Explanation explain(const Model& model, std::string_view text, bool gates = false) {
  ThreadPool pool(2);
  return Explainer(model).explain(text, gates, pool);
}

double sum_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

TEST(Explainer, SaysWhatTheClassifierSaysOfEveryBeginning) {
  for (const bool both : {false, true}) {
    ModelConfig config = kSmall;
    config.bidirectional = both;
    const Classifier classifier(model_of(config));
    const Explanation explanation = explain(model_of(config), kText);
    ASSERT_EQ(explanation.tokens.size(), 11u);
    std::string beginning;
    for (std::size_t i = 0; i < 11; ++i) {
      beginning += explanation.tokens[i] + " ";
      const Prediction prediction = classifier.classify(beginning);
      EXPECT_EQ(explanation.running_probability[i],
                prediction.probabilities[static_cast<std::size_t>(explanation.label)]);
    }
    const Prediction whole = classifier.classify(kText);
    EXPECT_EQ(explanation.label, whole.label);
    EXPECT_EQ(explanation.probability, whole.probability());
    EXPECT_EQ(explanation.probabilities, whole.probabilities);
  }
}

TEST(Explainer, ExplainsABackwardReadingAsItsMirrorImage) {
  ModelConfig config = kSmall;
  config.bidirectional = false;
  const Explanation forward = explain(model_of(config), "not good film a");
  config.direction = ReadingDirection::kBackward;
  const Explanation backward = explain(model_of(config), "a film good not");
  const auto mirrored = [](std::vector<double> values) {
    std::reverse(values.begin(), values.end());
    return values;
  };
  EXPECT_TRUE(backward.read_backward);
  EXPECT_THAT(backward.tokens, ElementsAre("a", "film", "good", "not"));
  EXPECT_THAT(backward.places, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(backward.probabilities, forward.probabilities);
  EXPECT_EQ(backward.attributions, mirrored(forward.attributions));
  EXPECT_EQ(backward.running_probability, mirrored(forward.running_probability));
}

TEST(Explainer, GivesAttributionsThatAddUpToTheDifferenceOfLogits) {
  for (const Pooling pooling : {Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kMaxMean,
                                Pooling::kLastMaxMean, Pooling::kAttention}) {
    for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
      ModelConfig config = kSmall;
      config.pooling = pooling;
      config.type = type;
      config.layers = 2;
      if (type != RecurrentType::kGru) config.head_hidden_size = 6;
      if (type == RecurrentType::kRnn) config.head_batch_norm = true;
      const Explanation explanation = explain(model_of(config), kText);
      const double gained = explanation.logit_difference - explanation.baseline_logit_difference;
      EXPECT_NEAR(sum_of(explanation.attributions) - gained, explanation.completeness_error, 1e-12);
      EXPECT_LT(std::abs(explanation.completeness_error),
                0.01 * std::max(std::abs(explanation.logit_difference), 0.1));
      // Of two labels the difference of logits is the logarithm of the odds.
      const double p = explanation.probability;
      EXPECT_NEAR(explanation.logit_difference, std::log(p / (1 - p)), 1e-4);
      EXPECT_GE(explanation.gradients, 66);
    }
  }
}

TEST(Explainer, GivesEachWordItsShareOfALinearNetwork) {
  // A tanh network without recurrence whose inputs are so small that it is linear: 0.01 for "good", -0.02
  // for "bad"; the output layer magnifies them by a hundred, and mean pooling halves them.
  Model model = model_of({.type = RecurrentType::kRnn,
                          .embedding_size = 1,
                          .hidden_size = 1,
                          .bidirectional = false,
                          .pooling = Pooling::kMean});
  for (NamedTensor& tensor : model.parameters) {
    std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
    if (tensor.name == "embedding.weight") tensor.values = {0, 0, 0.01F, -0.02F, 0, 0, 0, 0};
    if (tensor.name == "rnn.weight_ih_l0") tensor.values = {1.0F};
    if (tensor.name == "output.weight") tensor.values = {100.0F, 0.0F};
    if (tensor.name == "output.bias") tensor.values = {0.25F, 0.0F};
  }
  const Explanation explanation = explain(model, "good bad");
  EXPECT_EQ(explanation.label, 1);
  EXPECT_NEAR(explanation.attributions[0], -0.5, 1e-3);  // against pos, the label
  EXPECT_NEAR(explanation.attributions[1], 1.0, 1e-3);
  EXPECT_NEAR(explanation.baseline_logit_difference, -0.25, 1e-6);
  EXPECT_NEAR(explanation.logit_difference, 0.25, 1e-3);
}

TEST(Explainer, GivesPaddingAndWordsOfZeroNothing) {
  Model model = model_of(kSmall);
  std::fill_n(model.parameters.front().values.begin() + 6 * 8, 8, 0.0F);  // "film" is row 6
  const Explanation explanation = explain(model, "good film bad");
  EXPECT_NEAR(explanation.attributions[1], 0.0, 1e-12);
  EXPECT_NE(explanation.attributions[0], 0.0);
}

TEST(Explainer, ComparesALabelOfThreeWithTheMeanOfTheOthers) {
  const Model model = model_of(kSmall, {"a", "b", "c"});
  const Explanation explanation = explain(model, kText);
  ASSERT_EQ(explanation.probabilities.size(), 3u);
  double others = 0.0;
  for (int32_t i = 0; i < 3; ++i)
    others +=
        i == explanation.label ? 0.0 : std::log(explanation.probabilities[static_cast<std::size_t>(i)]) / 2;
  EXPECT_NEAR(explanation.logit_difference, std::log(explanation.probability) - others, 1e-4);
  EXPECT_LT(std::abs(explanation.completeness_error),
            0.01 * std::max(std::abs(explanation.logit_difference), 0.1));
}

TEST(Explainer, SaysOfATextWithoutTokensWhatTheBiasSays) {
  Model model = model_of(kSmall);
  model.parameters.back().values = {0.0F, 1.0F};
  const Explanation explanation = explain(model, " \n", true);
  EXPECT_THAT(explanation.tokens, IsEmpty());
  EXPECT_THAT(explanation.attributions, IsEmpty());
  EXPECT_THAT(explanation.running_probability, IsEmpty());
  EXPECT_THAT(explanation.gates, IsEmpty());
  EXPECT_EQ(explanation.label, 1);
  EXPECT_NEAR(explanation.probability, 0.7310585786, 1e-9);  // 1 / (1 + 1/e)
  EXPECT_EQ(explanation.logit_difference, 1.0);
  EXPECT_EQ(explanation.baseline_logit_difference, 1.0);
  EXPECT_EQ(explanation.completeness_error, 0.0);
}

TEST(Explainer, ExplainsASingleTokenAndUnknownOnes) {
  EXPECT_EQ(explain(model_of(kSmall), "good").attributions.size(), 1u);
  const Explanation unknown = explain(model_of(kSmall), "splendid marvellous");
  EXPECT_THAT(unknown.tokens, ElementsAre("splendid", "marvellous"));
  EXPECT_THAT(unknown.unknown, ElementsAre(true, true));
}

TEST(Explainer, SaysWhichTokensOfALongTextWereRead) {
  Model model = model_of(kSmall);
  model.tokenizer.max_tokens = 4;
  const Explanation explanation = explain(model, "good bad not very film splendid");
  EXPECT_TRUE(explanation.truncated());
  EXPECT_EQ(explanation.total_tokens, 6);
  EXPECT_THAT(explanation.tokens, ElementsAre("good", "very", "film", "splendid"));
  EXPECT_THAT(explanation.places, ElementsAre(0, 3, 4, 5));
  EXPECT_THAT(explanation.unknown, ElementsAre(false, false, false, true));
}

TEST(Explainer, SaysTheSameOnAnyNumberOfThreads) {
  const Explainer explainer(model_of(kSmall));
  ThreadPool alone(1);
  ThreadPool many(5);
  const Explanation a = explainer.explain(kText, false, alone);
  const Explanation b = explainer.explain(kText, false, many);
  EXPECT_EQ(a.attributions, b.attributions);
  EXPECT_EQ(a.running_probability, b.running_probability);
  EXPECT_EQ(a.completeness_error, b.completeness_error);
}

TEST(Explainer, KeepsGatesOnlyWhereTheyAreAskedFor) {
  EXPECT_THAT(explain(model_of(kSmall), kText).gates, IsEmpty());
  EXPECT_EQ(explain(model_of(kSmall), kText, true).gates.size(), 2u);
}

TEST(Explainer, RefusesAnOverflow) {
  Model model = model_of(kSmall);
  for (NamedTensor& tensor : model.parameters) {
    if (tensor.name == "output.bias") tensor.values[0] = std::numeric_limits<float>::infinity();
  }
  EXPECT_THROW(explain(model, kText), Error);
}

}  // namespace
}  // namespace sentiment
