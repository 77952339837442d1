#include "data/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

constexpr const char* kRows =
    "text,label\n"
    "good film,pos\nfine film,pos\ngood fun,pos\ngood good,pos\n"
    "bad film,neg\ndull film,neg\nbad fun,neg\nbad bad,neg\n";

class CorpusTest : public testing::Test {
 protected:
  DataConfig data(const std::string& rows) {
    DataConfig config;
    config.train = folder_.write("train.csv", rows).string();
    return config;
  }
  Corpus read(const DataConfig& config, int64_t min_count = 1) const {
    VocabularyConfig vocabulary;
    vocabulary.min_count = min_count;
    TokenizerConfig tokenizer;
    tokenizer.max_tokens = 3;
    return read_corpus(config, tokenizer, vocabulary, 7);
  }
  std::string refusal(const DataConfig& config) const {
    return message_of<DataError>([&] { read(config); });
  }
  TemporaryFolder folder_;
};

TEST_F(CorpusTest, TakesAStratifiedValidationPart) {
  DataConfig config = data(kRows);
  config.valid_fraction = 0.25;
  const Corpus corpus = read(config);
  EXPECT_EQ(corpus.labels, (std::vector<std::string>{"neg", "pos"}));
  EXPECT_EQ(corpus.train.label_counts, (std::vector<int64_t>{3, 3}));
  EXPECT_EQ(corpus.valid.label_counts, (std::vector<int64_t>{1, 1}));
  EXPECT_EQ(corpus.train.rows.read + corpus.valid.rows.read, 8);
}

TEST_F(CorpusTest, ReadsTextsWithoutLabelsBeside) {
  DataConfig config = data(kRows);
  config.valid_fraction = 0.25;
  config.unlabelled = folder_.write("more.csv", "text\ngood splendid film fun\n\"\"\nbad\n").string();
  const Corpus corpus = read(config);
  ASSERT_TRUE(corpus.unlabelled);
  EXPECT_EQ(corpus.unlabelled->examples.size(), 2u);
  EXPECT_EQ(corpus.unlabelled->rows.read, 3);
  EXPECT_EQ(corpus.unlabelled->rows.used, 2);
  EXPECT_EQ(corpus.unlabelled->rows.skipped.at("no token in the text"), 1);
  EXPECT_EQ(corpus.unlabelled->truncated_examples, 1);
  EXPECT_EQ(corpus.vocabulary.id("splendid"), Vocabulary::kUnknownId);
  EXPECT_EQ(corpus.unlabelled->hash.size(), 64u);
}

TEST_F(CorpusTest, RefusesASourceWithoutATextBeside) {
  DataConfig config = data(kRows);
  config.unlabelled = folder_.write("more.csv", "text\n\"\"\n").string();
  EXPECT_THAT(refusal(config), HasSubstr("expected texts, found no row with a token"));
}

TEST_F(CorpusTest, TakesAVocabularyThatIsGiven) {
  DataConfig config = data(kRows);
  config.valid_fraction = 0.25;
  const Vocabulary given({"film", "fun"});
  const Corpus corpus = read_corpus(config, {}, {}, 7, Texts::kForget, &given);
  EXPECT_EQ(corpus.vocabulary.to_bytes(), given.to_bytes());
  EXPECT_EQ(corpus.train.unknown_tokens + corpus.valid.unknown_tokens, 10);
}

TEST_F(CorpusTest, BuildsTheVocabularyFromTheTrainingPartAlone) {
  DataConfig config = data(kRows);
  config.valid = folder_.write("valid.csv", "text,label\nsplendid film,pos\n").string();
  const Corpus corpus = read(config);
  EXPECT_EQ(corpus.vocabulary.id("splendid"), Vocabulary::kUnknownId);
  EXPECT_EQ(corpus.valid.unknown_tokens, 1);
  EXPECT_EQ(corpus.distinct_tokens, 6);
}

TEST_F(CorpusTest, MakesRareTokensUnknown) {
  DataConfig config = data(kRows);
  config.valid = folder_.write("valid.csv", "text,label\ngood,pos\n").string();
  const Corpus corpus = read(config, 2);
  EXPECT_EQ(corpus.vocabulary.id("dull"), Vocabulary::kUnknownId);
  EXPECT_NE(corpus.vocabulary.id("good"), Vocabulary::kUnknownId);
  EXPECT_EQ(corpus.train.unknown_tokens, 2);
}

TEST_F(CorpusTest, CountsTruncationAndSkippedRows) {
  DataConfig config = data(std::string(kRows) + "one two three four five,pos\n,neg\nodd,mixed\n");
  config.labels = {"neg", "pos"};
  config.valid = folder_.write("valid.csv", "text,label\ngood,pos\n,neg\n").string();
  const Corpus corpus = read(config);
  EXPECT_EQ(corpus.train.truncated_examples, 1);
  EXPECT_EQ(corpus.train.tokens - corpus.train.kept_tokens, 2);
  EXPECT_EQ(corpus.train.rows.read, 11);
  EXPECT_EQ(corpus.train.rows.used, 9);
  EXPECT_EQ(corpus.train.rows.skipped.at("label not in data.labels"), 1);
  EXPECT_EQ(corpus.train.rows.skipped.at("no token in the text"), 1);
  EXPECT_EQ(corpus.valid.rows.used, 2);  // an empty text is still answered
}

TEST_F(CorpusTest, HashesWhatWasReadAndNothingElse) {
  DataConfig config = data(kRows);
  const Corpus first = read(config);
  config = data(kRows);
  EXPECT_EQ(read(config).train.hash, first.train.hash);
  std::string changed = kRows;
  changed.replace(changed.find("fine"), 4, "Fine");
  config = data(changed);
  const Corpus second = read(config);
  EXPECT_TRUE(second.train.hash != first.train.hash || second.valid.hash != first.valid.hash);
}

TEST_F(CorpusTest, NamesTheRowOfALabelThatTrainingLacks) {
  DataConfig config = data(kRows);
  config.valid = folder_.write("valid.csv", "text,label\nok,pos\nodd,mixed\n").string();
  EXPECT_THAT(refusal(config), testing::AllOf(HasSubstr("valid.csv:3"), HasSubstr("\"mixed\"")));
}

// Rows: E6
TEST_F(CorpusTest, RefusesMoreLabelsThanNamesOfClasses) {
  std::string rows = "text,label\n";
  for (int i = 0; i < 1000; ++i) rows += "fine film," + std::to_string(i) + "\n";
  DataConfig config = data(rows);
  config.valid = folder_.write("valid.csv", "text,label\ngood,7\n").string();
  EXPECT_EQ(read(config).labels.size(), 1000u);
  EXPECT_THAT(
      refusal(data(rows + "bad film,more\n")),
      HasSubstr("train.csv: expected at most 1000 labels in the training part, found 1001; name the labels' "
                "column with data.label_column (now \"label\")"));
}

TEST_F(CorpusTest, RefusesALabelThatIsAText) {
  const std::string row(256, 'l');
  DataConfig config = data(kRows + ("odd," + row + "\nodd," + row + "\n"));
  EXPECT_EQ(read(config).labels.size(), 3u);
  EXPECT_THAT(refusal(data(kRows + ("odd," + row + "l\n"))),
              testing::AllOf(HasSubstr("expected labels of at most 256 bytes"), HasSubstr("of 257")));
}

TEST_F(CorpusTest, RefusesTrainingTextsWithoutAToken) {
  EXPECT_THAT(refusal(data("text,label\n,pos\n<br>,pos\n,neg\n<br>,neg\n")),
              HasSubstr("expected training text, found no row with a token"));
}

TEST_F(CorpusTest, RefusesPartsWithoutUse) {
  EXPECT_THAT(refusal(data("text,label\n")), HasSubstr("found none usable"));
  EXPECT_THAT(refusal(data("text,label\na,pos\nb,pos\n")), HasSubstr("at least two labels"));
  EXPECT_THAT(refusal(data("text,label\na,pos\nb,neg\n")), HasSubstr("validation part"));
}

}  // namespace
}  // namespace sentiment
