#include "data/text_corpus.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

TextCorpus read(const std::vector<std::string>& locations, double valid_fraction = 0.25) {
  return read_texts({.locations = locations, .rows = {}, .valid_fraction = valid_fraction}, {},
                    {.max_size = 100, .min_count = 1}, {std::string(Vocabulary::kEnd)}, 1);
}

TEST(TextCorpus, ReadsSeveralSourcesWithAndWithoutLabels) {
  const TemporaryFolder folder;
  folder.write("train/pos/1.txt", "good good");
  folder.write("train/unsup/1.txt", "fine");
  const auto plain = folder.write("more.txt", "one two\n\nthree\n");
  const auto table = folder.write("more.csv", "text\n\"four\"\n");
  const TextCorpus corpus = read({folder.path() / "train", plain, table});
  EXPECT_EQ(corpus.rows.used, 5);
  EXPECT_EQ(corpus.rows.skipped.at("empty line"), 1);
  EXPECT_EQ(corpus.train.texts.size(), 4u);
  EXPECT_EQ(corpus.valid.texts.size(), 1u);
}

TEST(TextCorpus, PutsTheReservedTokensBeforeTheWordsOfTheTrainingPart) {
  const TemporaryFolder folder;
  const auto plain = folder.write("a.txt", "<end> b b b\nb b b b\nb b\nb b b\n");
  const TextCorpus corpus = read({plain});
  EXPECT_EQ(corpus.vocabulary.token(Vocabulary::kEndId), "<end>");
  EXPECT_EQ(corpus.vocabulary.token(3), "b");
  for (std::size_t text = 0; text < corpus.train.texts.size(); ++text) {
    for (const TokenId id : corpus.train.texts.ids(text)) EXPECT_NE(id, Vocabulary::kEndId);
  }
}

TEST(TextCorpus, KnowsOnlyWordsOfTheTrainingPart) {
  const TemporaryFolder folder;
  std::string lines;
  for (int i = 0; i < 20; ++i) lines += "word" + std::to_string(i) + "x\n";
  const TextCorpus corpus = read({folder.write("a.txt", lines)});
  EXPECT_EQ(corpus.valid.texts.size(), 5u);
  EXPECT_EQ(corpus.valid.unknown_tokens, corpus.valid.texts.tokens());
  EXPECT_EQ(corpus.train.unknown_tokens, 0);
}

TEST(TextCorpus, RefusesASourceWithoutText) {
  const TemporaryFolder folder;
  const auto empty = folder.write("empty.txt", "\n\n");
  EXPECT_THAT(message_of<DataError>([&] { read({empty}); }),
              HasSubstr("empty.txt: expected texts, found none usable (read 2, skipped 2)"));
}

TEST(TextCorpus, RefusesASingleText) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<DataError>([&] { read({folder.write("a.txt", "one\n")}); }),
              HasSubstr("expected at least two texts"));
}

}  // namespace
}  // namespace sentiment
