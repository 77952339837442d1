#include "inference/classifier.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

Model model_of(ModelConfig config, int64_t max_tokens = 600) {
  Model model;
  model.config = config;
  model.tokenizer.max_tokens = max_tokens;
  model.vocabulary = Vocabulary({"good", "bad", "not", "very", "film", "!"});
  model.labels = {"neg", "pos", "mixed"};
  model.parameters = initial_parameters(config, static_cast<int64_t>(model.vocabulary.size()), 3, 7);
  return model;
}

const ModelConfig kSmall{
    .embedding_size = 8, .hidden_size = 9, .layers = 2, .pooling = Pooling::kLastMaxMean};

std::vector<std::string> some_texts() {
  std::vector<std::string> texts = {"", "good", "not good !"};
  for (int i = 0; i < 60; ++i) {
    std::string text;
    for (int word = 0; word < 1 + i * 7 % 90; ++word) text += word * i % 3 == 0 ? "very bad " : "good film ";
    texts.push_back(text);
  }
  return texts;
}

TEST(Classifier, SaysTheSameOfATextAloneAndInAnyBatchOnAnyThreads) {
  const Classifier classifier(model_of(kSmall));
  const std::vector<std::string> texts = some_texts();
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    const std::vector<Prediction> batch = classifier.classify(texts, pool);
    ASSERT_EQ(batch.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      EXPECT_EQ(batch[i].probabilities, classifier.classify(texts[i]).probabilities) << "text " << i;
    }
  }
}

TEST(Classifier, LabelsIdsAsTheTextsTheyAreOf) {
  const Classifier classifier(model_of(kSmall));
  ThreadPool pool(2);
  const std::vector<TokenId> ids = {4, 2, 6};  // behind the two special tokens
  const TokenIds text(ids);
  EXPECT_EQ(classifier.classify_ids(std::span(&text, 1), pool).front(),
            classifier.classify("not good film").probabilities);
}

TEST(Classifier, TakesAnyNumberOfTexts) {
  // More than are encoded at once.
  const Classifier classifier(model_of({.embedding_size = 2, .hidden_size = 2}));
  std::vector<std::string> texts(10'000, "good");
  texts[9'999] = "bad film";
  ThreadPool pool(2);
  const std::vector<Prediction> predictions = classifier.classify(texts, pool);
  ASSERT_EQ(predictions.size(), 10'000u);
  EXPECT_EQ(predictions[4'999].probabilities, classifier.classify("good").probabilities);
  EXPECT_EQ(predictions[9'999].probabilities, classifier.classify("bad film").probabilities);
}

TEST(Classifier, GivesProbabilitiesThatSumToOneAndTheLargestAsLabel) {
  const Prediction prediction = Classifier(model_of(kSmall)).classify("a very good film!");
  ASSERT_EQ(prediction.probabilities.size(), 3u);
  double sum = 0.0;
  for (const double probability : prediction.probabilities) {
    sum += probability;
    EXPECT_LE(probability, prediction.probability());
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
}

TEST(Classifier, SaysWhatTheBiasSaysOfATextWithoutTokens) {
  Model model = model_of(kSmall);
  model.parameters.back().values = {0.0F, 1.0F, 0.0F};
  const Prediction prediction = Classifier(model).classify(" \n");
  // e / (e + 2) and 1 / (e + 2)
  EXPECT_THAT(prediction.probabilities,
              ElementsAre(DoubleNear(0.2119415576, 1e-9), DoubleNear(0.5761168848, 1e-9),
                          DoubleNear(0.2119415576, 1e-9)));
  EXPECT_EQ(prediction.label, 1);
  EXPECT_EQ(prediction.tokens, 0);
  EXPECT_EQ(prediction.read, 0);
  EXPECT_EQ(prediction.oov_rate(), 0.0);
  EXPECT_FALSE(prediction.truncated);
}

TEST(Classifier, TakesTheFirstOfEqualClasses) {
  Model model = model_of(kSmall);
  for (NamedTensor& tensor : model.parameters) tensor.values.assign(tensor.values.size(), 0.0F);
  EXPECT_EQ(Classifier(model).classify("good film").label, 0);
}

TEST(Classifier, CountsWhatItReadAndWhatItDidNotKnow) {
  const Prediction prediction = Classifier(model_of(kSmall)).classify("good splendid film");
  EXPECT_EQ(prediction.tokens, 3);
  EXPECT_EQ(prediction.read, 3);
  EXPECT_EQ(prediction.unknown, 1);
  EXPECT_FALSE(prediction.truncated);
}

TEST(Classifier, ReadsOfALongTextWhatIsKept) {
  const Classifier classifier(model_of(kSmall, 4));
  const Prediction prediction = classifier.classify("good bad not very film splendid");
  EXPECT_EQ(prediction.tokens, 6);
  EXPECT_EQ(prediction.read, 4);
  EXPECT_EQ(prediction.unknown, 1);
  EXPECT_TRUE(prediction.truncated);
  // The first quarter and the last three quarters of four tokens.
  EXPECT_EQ(prediction.probabilities, classifier.classify("good very film splendid").probabilities);
}

TEST(Classifier, KeepsItsModel) {
  Classifier first(model_of(kSmall));
  const std::vector<double> before = first.classify("good").probabilities;
  const Classifier moved(std::move(first));
  EXPECT_THAT(moved.model().labels, ElementsAre("neg", "pos", "mixed"));
  EXPECT_EQ(moved.classify("good").probabilities, before);
}

TEST(Classifier, ClassifiesNothing) {
  ThreadPool pool(2);
  EXPECT_TRUE(Classifier(model_of(kSmall)).classify(std::vector<std::string>{}, pool).empty());
}

}  // namespace
}  // namespace sentiment
