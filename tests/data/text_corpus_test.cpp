#include "data/text_corpus.h"

#include <gmock/gmock.h>

#include <map>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

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

TextCorpus read_with_labels(const std::vector<std::string>& locations, const std::vector<std::string>& labels,
                            const RowFormat& rows = {}) {
  return read_texts({.locations = locations, .rows = rows, .labels = labels, .valid_fraction = 0.25}, {},
                    {.max_size = 100, .min_count = 1}, {std::string(Vocabulary::kEnd)}, 1);
}

/// The first ids of the texts, and how often each is one.
std::map<TokenId, int> firsts(const TextPart& part) {
  std::map<TokenId, int> counts;
  for (std::size_t text = 0; text < part.texts.size(); ++text) ++counts[part.texts.ids(text)[0]];
  return counts;
}

TEST(TextCorpus, PutsLabelsInFrontOfTheTextsThatHaveThem) {
  const TemporaryFolder folder;
  for (int i = 0; i < 4; ++i) {
    const std::string name = std::to_string(i) + ".txt";
    folder.write("train/pos/" + name, "good word");
    folder.write("train/neg/" + name, "good word");
    folder.write("train/unsup/" + name, "good word");
  }
  const auto plain = folder.write("more.txt", "good word\ngood word\ngood word\ngood word\n");
  const auto rows = folder.write("more.jsonl", R"({"text": "good word", "label": "pos"})"
                                               "\n"
                                               R"({"text": "good word"})"
                                               "\n"
                                               R"({"text": "good word", "label": ["pos"]})"
                                               "\n"
                                               R"({"text": "good word", "label": "pos"})"
                                               "\n");
  const TextCorpus corpus = read_with_labels({folder.path() / "train", plain, rows}, {"pos", "neg"});
  EXPECT_THAT(corpus.labels, ElementsAre("pos", "neg"));
  EXPECT_EQ(corpus.vocabulary.to_bytes(), "<pad>\n<unk>\n<end>\n<label:0>\n<label:1>\ngood\nword\n");
  // Of 6 pos, 4 neg and 10 others, a quarter each is set aside: 2, 1 and 3.
  EXPECT_THAT(firsts(corpus.train), ElementsAre(Pair(3, 4), Pair(4, 3), Pair(5, 7)));
  EXPECT_THAT(firsts(corpus.valid), ElementsAre(Pair(3, 2), Pair(4, 1), Pair(5, 3)));
  EXPECT_THAT(corpus.train.texts_of_label, ElementsAre(4, 3));
  EXPECT_EQ(corpus.train.unknown_tokens, 0);
  EXPECT_EQ(describe(corpus.valid, "valid", corpus.labels),
            "valid: 6 texts, 15 tokens, 0.00% of them unknown; in front of them pos 2, neg 1, no label 3");
}

TEST(TextCorpus, HasNoTextWhoseTokensAreThoseOfALabel) {
  const TemporaryFolder folder;
  const auto table = folder.write("a.csv",
                                  "text,label\n<label:0> a,neg\n<LABEL:0> a,neg\n"
                                  "&lt;label:0&gt; a,\n< label : 0 > a,\n");
  const TextCorpus corpus = read_with_labels({table}, {"neg"});
  int labels = 0;
  for (const TextPart* part : {&corpus.train, &corpus.valid}) {
    for (const TokenId id : part->texts.all_ids()) labels += id == Vocabulary::label_id(0);
  }
  EXPECT_EQ(labels, 2);
}

TEST(TextCorpus, HasAnotherHashWithOtherLabelsInFront) {
  const TemporaryFolder folder;
  const auto table = folder.write("a.csv", "text,label,other\nx,a,a\nx,a,a\ny,b,c\ny,b,c\n");
  const std::string by_label = read_with_labels({table}, {"a"}).train.hash;
  EXPECT_EQ(read_with_labels({table}, {"a"}, {.label_column = "other"}).train.hash, by_label);
  EXPECT_NE(read_with_labels({table}, {"b"}).train.hash, by_label);
  EXPECT_NE(read({table}).train.hash, by_label);
}

TEST(TextCorpus, NamesALabelThatNoTextHasAndThoseThatThereAre) {
  const TemporaryFolder folder;
  const auto table = folder.write("a.csv", "text,label\nx,neg\nx,\x1b[31m\nx,neg\n,positive\n");
  EXPECT_THAT(message_of<DataError>([&] {
                read_with_labels({table}, {"neg", "positive"});
              }),
              HasSubstr("data.labels: expected texts with each label, found none with \"positive\"; those of "
                        "the texts are \"neg\", \"\\x1b[31m\""));
  EXPECT_THAT(message_of<DataError>([&] { read_with_labels({folder.write("a.txt", "x\nx\n")}, {"pos"}); }),
              HasSubstr("found none with \"pos\"; those of the texts are none at all"));
}

TEST(TextCorpus, ExpectsAColumnWithTheLabels) {
  const TemporaryFolder folder;
  const auto table = folder.write("a.csv", "text,stars,stars\nx,1,1\nx,1,1\n");
  EXPECT_THAT(message_of<DataError>([&] { read_with_labels({table}, {"1"}); }),
              HasSubstr("a.csv: expected one column \"label\" with the labels of data.labels, found none; "
                        "name it with data.label_column"));
  EXPECT_THAT(message_of<DataError>([&] { read_with_labels({table}, {"1"}, {.label_column = "stars"}); }),
              HasSubstr("expected one column \"stars\" with the labels of data.labels, found several"));
}

TEST(TextCorpus, RefusesTextsOfWhichNoneCanBeSetAside) {
  const TemporaryFolder folder;
  const auto table = folder.write("a.csv", "text,label\nx,neg\nx,pos\n");
  EXPECT_THAT(message_of<DataError>([&] {
                read_with_labels({table}, {"neg", "pos"});
              }),
              HasSubstr("a.csv: expected two texts with the same label, one to validate on, found none"));
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
