#include "analysis/data_check.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A part with so many rows of each label, each of ten known tokens.
CorpusPart part_with(const std::vector<int64_t>& label_counts) {
  CorpusPart part;
  const std::vector<TokenId> ids(10, 2);
  for (std::size_t label = 0; label < label_counts.size(); ++label) {
    for (int64_t i = 0; i < label_counts[label]; ++i)
      part.examples.add(ids, static_cast<int32_t>(label), "place");
  }
  part.label_counts = label_counts;
  part.rows.read = part.rows.used = static_cast<int64_t>(part.examples.size());
  part.tokens = part.kept_tokens = part.examples.tokens();
  return part;
}

Corpus sound_corpus() {
  Corpus corpus;
  corpus.labels = {"neg", "pos"};
  corpus.train = part_with({300, 300});
  corpus.valid = part_with({100, 100});
  return corpus;
}

TwinCount twins(int64_t rows, int64_t of) {
  TwinCount count{.rows = rows, .of = of, .example = {}};
  if (rows > 0) count.example = TwinRows{"a.csv:2", "b.csv:3"};
  return count;
}

TextOverlap no_overlap() { return {twins(0, 600), twins(0, 600), twins(0, 200), std::nullopt}; }

TEST(DataCheck, HasNothingToSayOfSoundData) {
  const DataDiagnosis diagnosis = diagnose(sound_corpus(), no_overlap());
  EXPECT_TRUE(diagnosis.sound());
  EXPECT_THAT(diagnosis.findings, IsEmpty());
  EXPECT_THAT(diagnosis.notes, IsEmpty());
}

TEST(DataCheck, FindsALeakAboveOnePercent) {
  TextOverlap overlap = no_overlap();
  overlap.valid_in_train = twins(2, 200);
  DataDiagnosis diagnosis = diagnose(sound_corpus(), overlap);
  EXPECT_TRUE(diagnosis.sound());
  EXPECT_THAT(
      diagnosis.notes,
      ElementsAre("valid: 2 of 200 rows (1.00 %) have a text that is also in train (such as a.csv:2 and "
                  "b.csv:3); what is memorised counts as learnt: remove them from one of the two"));
  overlap.valid_in_train = twins(3, 200);
  diagnosis = diagnose(sound_corpus(), overlap);
  EXPECT_THAT(diagnosis.findings, ElementsAre(HasSubstr("valid: 3 of 200 rows (1.50 %)")));
}

TEST(DataCheck, FindsTextsUnderTwoLabels) {
  TextOverlap overlap = no_overlap();
  overlap.under_two_labels = twins(7, 600);
  EXPECT_THAT(diagnose(sound_corpus(), overlap).findings,
              ElementsAre(HasSubstr("also occurs under another label")));
}

TEST(DataCheck, NotesRepetitionsOnly) {
  TextOverlap overlap = no_overlap();
  overlap.within_train = twins(300, 600);
  const DataDiagnosis diagnosis = diagnose(sound_corpus(), overlap);
  EXPECT_TRUE(diagnosis.sound());
  EXPECT_THAT(diagnosis.notes, ElementsAre(HasSubstr("train: 300 of 600 rows (50.00 %) repeat")));
}

TEST(DataCheck, FindsAMajorityAbove95Percent) {
  Corpus corpus = sound_corpus();
  corpus.train = part_with({950, 50});
  EXPECT_THAT(diagnose(corpus, no_overlap()).notes,
              ElementsAre(HasSubstr("95.00 % of the rows are labelled \"neg\"")));
  corpus.train = part_with({49, 951});
  EXPECT_THAT(diagnose(corpus, no_overlap()).findings,
              ElementsAre(HasSubstr("95.10 % of the rows are labelled \"pos\"")));
}

TEST(DataCheck, FindsUnknownTokensAboveAQuarter) {
  Corpus corpus = sound_corpus();
  corpus.valid.unknown_tokens = 500;
  EXPECT_TRUE(diagnose(corpus, no_overlap()).sound());
  corpus.valid.unknown_tokens = 501;
  EXPECT_THAT(diagnose(corpus, no_overlap()).findings,
              ElementsAre(HasSubstr("valid: 25.05 % of the tokens are not in the vocabulary")));
}

TEST(DataCheck, FindsMoreThanHalfTruncated) {
  Corpus corpus = sound_corpus();
  corpus.train.truncated_examples = 300;
  EXPECT_TRUE(diagnose(corpus, no_overlap()).sound());
  corpus.train.truncated_examples = 301;
  corpus.train.tokens = 8000;
  EXPECT_THAT(diagnose(corpus, no_overlap()).findings,
              ElementsAre(HasSubstr("50.17 % of the rows are truncated and 25.00 % of the tokens lost")));
}

TEST(DataCheck, FindsPartsThatCanTellNothing) {
  Corpus corpus = sound_corpus();
  corpus.valid = part_with({0, 200});
  EXPECT_THAT(diagnose(corpus, no_overlap()).findings,
              ElementsAre(HasSubstr("valid: every row is labelled \"pos\"")));
}

TEST(DataCheck, FindsALabelThatCannotBeLearnt) {
  Corpus corpus = sound_corpus();
  corpus.labels.push_back("mixed");
  corpus.train = part_with({300, 300, 0});
  corpus.valid = part_with({100, 100, 0});
  const DataDiagnosis diagnosis = diagnose(corpus, no_overlap());
  EXPECT_THAT(diagnosis.findings, ElementsAre(HasSubstr("label \"mixed\" has no row")));
  EXPECT_THAT(diagnosis.notes, ElementsAre("valid: 1 of 3 labels have no row"));
}

TEST(DataCheck, NotesSmallParts) {
  Corpus corpus = sound_corpus();
  corpus.train = part_with({20, 9});
  corpus.valid = part_with({10, 10});
  EXPECT_THAT(
      diagnose(corpus, no_overlap()).notes,
      ElementsAre(HasSubstr("train: 29 rows are few"), HasSubstr("label \"pos\" has only 9 rows"),
                  // Wilson's interval of 18 of 20
                  HasSubstr("valid: with 20 rows an accuracy of 90 % could as well be 70 % or 97 %")));
}

TEST(DataCheck, NotesSkippedRowsAndEmptyTexts) {
  Corpus corpus = sound_corpus();
  corpus.train.rows.read += 7;
  corpus.train.rows.skipped["no token in the text"] = 7;
  corpus.valid.examples.add({}, 0, "place");
  EXPECT_THAT(diagnose(corpus, no_overlap()).notes,
              ElementsAre("train: 7 of 607 rows skipped: no token in the text",
                          "valid: 1 of 201 rows have no token and get the answer of an empty text"));
}

TEST(DataCheck, FindsVectorsOfAnotherVocabulary) {
  DataDiagnosis diagnosis;
  diagnose_vectors(50, 100, "v.txt", diagnosis);
  EXPECT_THAT(diagnosis.notes, IsEmpty());
  diagnose_vectors(49, 100, "v.txt", diagnosis);
  EXPECT_THAT(diagnosis.notes,
              ElementsAre(HasSubstr("v.txt has 49.00 % of the vocabulary (49 of 100 tokens)")));
  EXPECT_TRUE(diagnosis.sound());
  diagnose_vectors(9, 100, "v.txt", diagnosis);
  EXPECT_FALSE(diagnosis.sound());
}

}  // namespace
}  // namespace sentiment
