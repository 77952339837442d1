#include "inference/bundle_classifier.h"

#include <gmock/gmock.h>

#include <cmath>

#include "inference/bundled.h"
#include "inference/classifier.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

const std::vector<std::string> kTexts = {"good", "not good at all", "", "bad bad bad", "good bad not"};

std::vector<Prediction> predictions(const TextClassifier& classifier, int threads = 1) {
  ThreadPool pool(threads);
  return classifier.classify(kTexts, pool);
}

TEST(BundleClassifier, MultipliesItsMembersAnswersToThePowerOfTheirWeights) {
  const BundledFiles files;
  const Bundle bundle = bundle_of(files.bytes());
  const std::vector<Prediction> first = predictions(Classifier(files.first));
  const std::vector<Prediction> second = predictions(Classifier(files.second));
  const std::vector<Prediction> ngrams =
      predictions(NgramClassifier(std::get<NgramModel>(bundle_of(files.bytes()).members[2].model)));
  const std::vector<Prediction> found = predictions(BundleClassifier(bundle));
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const auto product = [&](std::size_t c) {
      return std::pow(first[i].probabilities[c], 0.5) * std::pow(second[i].probabilities[c], 0.3) *
             std::pow(ngrams[i].probabilities[c], 0.2);
    };
    EXPECT_NEAR(found[i].probabilities[1], product(1) / (product(0) + product(1)), 1e-12) << kTexts[i];
    EXPECT_EQ(found[i].label, found[i].probabilities[1] > found[i].probabilities[0] ? 1 : 0);
    EXPECT_EQ(found[i].tokens, first[i].tokens);
    EXPECT_EQ(found[i].unknown, first[i].unknown);
  }
}

TEST(BundleClassifier, OfOneMemberSaysWhatItSaysToTheLastBit) {
  const BundledFiles files;
  const std::vector<MemberFile> alone = {{1.0, files.second_bytes, {}}};
  const std::vector<Prediction> own = predictions(Classifier(files.second));
  const std::vector<Prediction> found = predictions(BundleClassifier(bundle_of(to_bundle_bytes(alone))));
  for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_EQ(found[i].probabilities, own[i].probabilities);
}

TEST(BundleClassifier, SaysTheSameOnAnyNumberOfThreads) {
  const BundledFiles files;
  const BundleClassifier classifier(bundle_of(files.bytes()));
  const std::vector<Prediction> one = predictions(classifier, 1);
  const std::vector<Prediction> three = predictions(classifier, 3);
  for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_EQ(one[i].probabilities, three[i].probabilities);
}

TEST(BundleClassifier, MatchesLabelsByName) {
  const Model model = untrained_model(1);
  Model turned = model;  // the same answers under exchanged labels
  turned.labels = {"pos", "neg"};
  for (NamedTensor& tensor : turned.parameters) {
    if (!tensor.name.starts_with("output.")) continue;
    const std::size_t half = tensor.values.size() / 2;
    std::rotate(tensor.values.begin(), tensor.values.begin() + static_cast<std::ptrdiff_t>(half),
                tensor.values.end());
  }
  const std::string bytes = to_model_bytes(model);
  const std::string turned_bytes = to_model_bytes(turned);
  const std::vector<MemberFile> members = {{0.4, bytes, {}}, {0.6, turned_bytes, {}}};
  const BundleClassifier classifier(bundle_of(to_bundle_bytes(members)));
  EXPECT_THAT(classifier.task().labels, ElementsAre("neg", "pos"));
  const std::vector<Prediction> own = predictions(Classifier(model));
  const std::vector<Prediction> found = predictions(classifier);
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    EXPECT_NEAR(found[i].probabilities[0], own[i].probabilities[0], 1e-12);
    EXPECT_NEAR(found[i].probabilities[1], own[i].probabilities[1], 1e-12);
  }
}

TEST(BundleClassifier, CallsATextTruncatedIfAnyMemberReadsButAPart) {
  Model model = untrained_model(1);
  const std::string bytes = to_model_bytes(model);
  model.tokenizer.max_tokens = 2;
  const std::string short_bytes = to_model_bytes(model);
  const std::vector<MemberFile> members = {{0.5, bytes, {}}, {0.5, short_bytes, {}}};
  const std::vector<Prediction> found = predictions(BundleClassifier(bundle_of(to_bundle_bytes(members))));
  EXPECT_FALSE(found[0].truncated);
  EXPECT_TRUE(found[1].truncated);
}

TEST(BundleClassifier, GivesItsNgramModelToBeComparedWith) {
  const BundledFiles files;
  const std::shared_ptr<const TextClassifier> ngrams = BundleClassifier(bundle_of(files.bytes())).ngrams();
  ASSERT_NE(ngrams, nullptr);
  EXPECT_EQ(predictions(*ngrams)[0].label, 1);
  EXPECT_EQ(predictions(*ngrams)[3].label, 0);
  const std::vector<MemberFile> alone = {{1.0, files.first_bytes, {}}};
  EXPECT_EQ(BundleClassifier(bundle_of(to_bundle_bytes(alone))).ngrams(), nullptr);
}

}  // namespace
}  // namespace sentiment
