#include "text/vocabulary_builder.h"

#include <gtest/gtest.h>

#include <sstream>

#include "json/settings_reader.h"

namespace sentiment {
namespace {

VocabularyBuilder::Result build(const std::string& words, const VocabularyConfig& config) {
  VocabularyBuilder builder;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) builder.count(word);
  return builder.build(config);
}

TEST(VocabularyBuilder, NumbersTokensInOrderOfFirstAppearance) {
  VocabularyBuilder builder;
  EXPECT_EQ(builder.count("b"), 0u);
  EXPECT_EQ(builder.count("a"), 1u);
  EXPECT_EQ(builder.count("b"), 0u);
}

TEST(VocabularyBuilder, PutsFrequentTokensFirstAndEqualsInByteOrder) {
  const auto result = build("z z a b \u00E9 Z z b", {.min_count = 1});
  EXPECT_EQ(result.vocabulary.to_bytes(), "<pad>\n<unk>\nz\nb\nZ\na\n\u00E9\n");
}

TEST(VocabularyBuilder, DoesNotDependOnTheOrderOfTexts) {
  EXPECT_EQ(build("c b a a", {.min_count = 1}).vocabulary.to_bytes(),
            build("a b a c", {.min_count = 1}).vocabulary.to_bytes());
}

TEST(VocabularyBuilder, TakesAVocabularyAsItIs) {
  VocabularyBuilder builder;
  for (const char* word : {"b", "c", "b", "a"}) builder.count(word);
  const auto result = builder.with(Vocabulary({"a", "b", "z"}));
  EXPECT_EQ(result.vocabulary.to_bytes(), "<pad>\n<unk>\na\nb\nz\n");
  EXPECT_EQ(result.id_of, (std::vector<TokenId>{3, Vocabulary::kUnknownId, 2}));
  EXPECT_EQ(result.distinct, 3);
  EXPECT_EQ(result.occurrences, 4);
  EXPECT_EQ(result.kept_occurrences, 3);
}

TEST(VocabularyBuilder, LeavesOutRareTokens) {
  const auto result = build("a a a b b c", {.min_count = 2});
  EXPECT_EQ(result.vocabulary.to_bytes(), "<pad>\n<unk>\na\nb\n");
  EXPECT_EQ(result.distinct, 3);
  EXPECT_EQ(result.occurrences, 6);
  EXPECT_EQ(result.kept_occurrences, 5);
}

TEST(VocabularyBuilder, CountsTheSpecialTokensInMaxSize) {
  const auto result = build("a a a b b c", {.max_size = 3, .min_count = 1});
  EXPECT_EQ(result.vocabulary.to_bytes(), "<pad>\n<unk>\na\n");
  EXPECT_EQ(result.kept_occurrences, 3);
}

TEST(VocabularyBuilder, SaysWhichIdEachProvisionalNumberBecomes) {
  const auto result = build("rare b a a b b", {.min_count = 2});
  EXPECT_EQ(result.id_of, (std::vector<TokenId>{Vocabulary::kUnknownId, 2, 3}));
}

TEST(VocabularyBuilder, BuildsFromNothing) {
  const auto result = build("", {});
  EXPECT_EQ(result.vocabulary.size(), 2u);
  EXPECT_EQ(result.occurrences, 0);
}

TEST(VocabularyBuilder, KeepsItsViewsValidWhileItGrows) {
  VocabularyBuilder builder;
  for (uint32_t i = 0; i < 50'000; ++i) builder.count(std::to_string(i));
  for (uint32_t i = 0; i < 50'000; i += 1'000) EXPECT_EQ(builder.count(std::to_string(i)), i);
}

TEST(VocabularyConfig, ReadsThePathOfTheVectorsFromItsFile) {
  VocabularyConfig config;
  std::vector<std::string> problems;
  const SettingsSource source(R"({"max_size": 3, "min_count": 1, "vectors": "glove.txt"})", "c.json",
                              "/data");
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(config.vectors, "/data/glove.txt");
  EXPECT_EQ(config.max_size, 3);
}

TEST(VocabularyConfig, RefusesSizesWithoutRoomForAToken) {
  VocabularyConfig config;
  std::vector<std::string> problems;
  const SettingsSource source(R"({"max_size": 2, "min_count": 0})", "c.json", "/");
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  EXPECT_EQ(problems.size(), 2u);
}

}  // namespace
}  // namespace sentiment
