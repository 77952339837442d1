#include <gmock/gmock.h>

#include "report/report_page.h"
#include "report/run_record.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfig =
    R"({"objective": "language_model", "data": {"train": ["a.csv", "b.csv"], "valid_fraction": 0.25}})";

std::string page_of(const std::string& metrics, const char* config = kConfig) {
  const TemporaryFolder folder;
  folder.write("config.json", config);
  folder.write("metrics.json", metrics);
  ThreadPool pool(1);
  return report_page(folder.path(), pool);
}

TEST(PretrainingPage, SaysWhatThePerplexityMeansAndWhetherItBeatsCounting) {
  const std::string better = page_of(
      R"({"epochs": 3, "best": {"epoch": 2, "loss": 5.24, "perplexity": 188.24, "accuracy": 0.213},
          "count_based": {"order": 3, "perplexity": 250.06}})");
  EXPECT_THAT(
      better,
      HasSubstr("on the validation texts is 188.2: it is as unsure of the next word as if 188 words"));
  EXPECT_THAT(better,
              HasSubstr("the right one for 21.3 % of the tokens. It beats a model that counts 3 words in a "
                        "row in the same texts, whose perplexity is 250.1."));
  EXPECT_THAT(better, HasSubstr("The kept model is that of epoch 2 of 3."));
  EXPECT_THAT(
      page_of(
          R"({"best": {"loss": 5.7, "perplexity": 300}, "count_based": {"order": 3, "perplexity": 250}})"),
      HasSubstr("It does not beat a model that counts 3 words"));
}

TEST(PretrainingPage, NamesEverySourceAndCountsTheTexts) {
  const std::string page = page_of(
      R"({"texts": {"read": 110, "used": 100, "skipped": {"<i>empty</i>": 10}, "vocabulary": 50,
                    "distinct_tokens": 70, "train": {"texts": 75, "tokens": 1000, "unknown_tokens": 15},
                    "valid": {"texts": 25, "tokens": 0, "unknown_tokens": 0}}})");
  EXPECT_THAT(page, HasSubstr("/a.csv"));
  EXPECT_THAT(page, HasSubstr("/b.csv"));
  EXPECT_THAT(page, HasSubstr("25.0 % of the texts, set aside at random"));
  EXPECT_THAT(page, HasSubstr("1.5 %"));
  EXPECT_THAT(page,
              HasSubstr("100 texts were used of 110 that were read. The vocabulary has 50 entries for 70"));
  EXPECT_THAT(page, HasSubstr("10 skipped: &lt;i&gt;empty&lt;/i&gt;."));
}

TEST(PretrainingPage, IsThatOfAPretrainingRunEvenIfItsConfigIsOfAnotherVersion) {
  const std::string page = page_of("{}", R"({"objective": "riddles", "data": {"train": "a.csv"}})");
  EXPECT_THAT(page, HasSubstr("config.json is not one of this version"));
  EXPECT_THAT(page, HasSubstr("This run has no model yet: no epoch has ended."));
  EXPECT_THAT(page, Not(HasSubstr("labelled")));
}

TEST(PretrainingPage, SaysThatThereIsAModelWhosePerplexityIsBeyondAnyNumber) {
  const std::string page = page_of(
      R"({"epochs": 1, "best": {"epoch": 1, "loss": 2915.25, "perplexity": "inf", "accuracy": 0.1},
          "count_based": {"order": 3, "perplexity": 250.06}})");
  EXPECT_THAT(page, Not(HasSubstr("no model yet")));
  EXPECT_THAT(page, HasSubstr("is larger than any number: its loss is 2915 nats per token."));
  EXPECT_THAT(page, HasSubstr("The kept model is that of epoch 1 of 1."));
}

TEST(PretrainingPage, OutlivesMetricsOfAnyShape) {
  for (const char* metrics : {"null", "[]", R"({"texts": 3, "best": [], "count_based": null})",
                              R"({"texts": {"used": 1, "skipped": [1]}, "best": {"perplexity": "inf"}})"})
    EXPECT_THAT(page_of(metrics), HasSubstr("This run has no model yet")) << metrics;
}

TEST(PretrainingPage, OfVectorsSaysThatNothingMeasuredThem) {
  const std::string page = page_of(R"({"best": {"epoch": 5, "loss": null}, "epochs": 5})",
                                   R"({"objective": "vectors", "data": {"train": "a.csv"}})");
  EXPECT_THAT(page, HasSubstr("The validation texts have no pair of words"));
  EXPECT_THAT(page, HasSubstr("The kept table of vectors is that of epoch 5 of 5."));
  EXPECT_THAT(page_of("{}", R"({"objective": "vectors", "data": {"train": "a.csv"}})"),
              HasSubstr("This run has no vectors yet: no epoch has ended."));
}

TEST(PretrainingPage, OfVectorsHasNoGradient) {
  const std::string page = page_of(R"({"best": {"epoch": 5, "loss": 2.5}, "epochs": 5})",
                                   R"({"objective": "vectors", "data": {"train": "a.csv"}})");
  EXPECT_THAT(page, HasSubstr("the loss of the kept vectors is 2.5 nats for a pair of words"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"gradient\"")));
  EXPECT_THAT(page, Not(HasSubstr("#gradient")));
}

}  // namespace
}  // namespace sentiment
