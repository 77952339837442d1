#include "analysis/bundle_explainer.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "core/error.h"
#include "inference/bundle_classifier.h"
#include "inference/bundled.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kText = "good film not bad";

Explanation explain(const TextExplainer& explainer, const std::string& text = kText) {
  ThreadPool pool(2);
  return explainer.explain(text, false, pool);
}

std::vector<double> classified(const Bundle& bundle, const std::string& text) {
  ThreadPool pool(1);
  const std::vector<std::string> texts = {text};
  return BundleClassifier(bundle).classify(texts, pool).front().probabilities;
}

TEST(BundleExplainer, SaysWhatTheBundleSaysOfTheTextAndOfEachBeginning) {
  const Bundle bundle = bundle_of(BundledFiles().bytes());
  const Explanation found = explain(BundleExplainer(bundle, "b"));
  EXPECT_THAT(found.tokens, ElementsAre("good", "film", "not", "bad"));
  EXPECT_THAT(found.unknown, ElementsAre(false, true, false, false));
  EXPECT_EQ(found.probabilities, classified(bundle, kText));
  const auto label = static_cast<std::size_t>(found.label);
  ASSERT_EQ(found.running_probability.size(), 4u);
  EXPECT_EQ(found.running_probability[0], classified(bundle, "good")[label]);
  EXPECT_EQ(found.running_probability[2], classified(bundle, "good film not")[label]);
  EXPECT_EQ(found.running_probability[3], found.probability);
}

TEST(BundleExplainer, AddsUpToTheDifferenceOfTheBundlesOwnLogits) {
  const Explanation found = explain(BundleExplainer(bundle_of(BundledFiles().bytes()), "b"));
  const auto label = static_cast<std::size_t>(found.label);
  EXPECT_NEAR(found.logit_difference, std::log(found.probabilities[label] / found.probabilities[1 - label]),
              1e-6);
  const double sum = std::accumulate(found.attributions.begin(), found.attributions.end(), 0.0);
  EXPECT_NEAR(sum - (found.logit_difference - found.baseline_logit_difference), found.completeness_error,
              1e-12);
  EXPECT_LT(std::abs(found.completeness_error), 0.01);
}

TEST(BundleExplainer, WeighsWhatATokenAddsInEachMember) {
  const BundledFiles files;
  ThreadPool pool(1);
  const Explanation found = explain(BundleExplainer(bundle_of(files.bytes()), "b"));
  const NgramModel ngrams = std::get<NgramModel>(bundle_of(files.bytes()).members[2].model);
  const Explanation first = Explainer(files.first).attribute(kText, found.label, pool);
  const Explanation second = Explainer(files.second).attribute(kText, found.label, pool);
  const Vocabulary& words = files.first.vocabulary;
  const std::vector<TokenId> ids = {words.id("good"), words.id("film"), words.id("not"), words.id("bad")};
  const NgramContributions counted = ngrams.baseline.contributions(ids, found.label);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_NEAR(found.attributions[i],
                0.5 * first.attributions[i] + 0.3 * second.attributions[i] + 0.2 * counted.tokens[i], 1e-12);
  }
  EXPECT_GT(std::abs(counted.tokens[0]), 0.01);
  EXPECT_EQ(found.gradients, first.gradients + second.gradients);
}

TEST(BundleExplainer, ExplainsANetworkAloneAsItsExplainerDoes) {
  const BundledFiles files;
  const std::vector<MemberFile> alone = {{1.0, files.second_bytes, {}}};
  const Explanation own = explain(Explainer(files.second));
  const Explanation found = explain(BundleExplainer(bundle_of(to_bundle_bytes(alone)), "b"));
  EXPECT_EQ(found.probabilities, own.probabilities);
  EXPECT_EQ(found.running_probability, own.running_probability);
  EXPECT_EQ(found.attributions, own.attributions);
  EXPECT_EQ(found.logit_difference, own.logit_difference);
}

TEST(BundleExplainer, ExplainsATextWithoutTokens) {
  const Explanation found = explain(BundleExplainer(bundle_of(BundledFiles().bytes()), "b"), "");
  EXPECT_TRUE(found.tokens.empty());
  EXPECT_EQ(found.logit_difference, found.baseline_logit_difference);
  EXPECT_EQ(found.probabilities, classified(bundle_of(BundledFiles().bytes()), ""));
}

TEST(BundleExplainer, RefusesMembersThatReadOtherTokens) {
  Model model = untrained_model(1);
  const std::string bytes = to_model_bytes(model);
  model.tokenizer.max_tokens = 2;
  const std::string other = to_model_bytes(model);
  const std::vector<MemberFile> members = {{0.5, bytes, {}}, {0.5, other, {}}};
  EXPECT_THAT(
      message_of<Error>([&] { BundleExplainer(bundle_of(to_bundle_bytes(members)), "b\x1b.safetensors"); }),
      HasSubstr("b\\x1b.safetensors: expected members that read the same tokens of a text, found other "
                "settings of the tokenizer in member 1"));
}

}  // namespace
}  // namespace sentiment
