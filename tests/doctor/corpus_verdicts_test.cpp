#include "doctor/corpus_verdicts.h"

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

/// The findings or the notes, a line each.
std::vector<std::string> lines(const Corpus& corpus, Severity severity) {
  std::vector<std::string> all;
  for (const Verdict& verdict : judge_corpus(corpus)) {
    if (verdict.severity == severity) all.push_back(one_line(verdict));
  }
  return all;
}

std::vector<std::string> findings(const Corpus& corpus) { return lines(corpus, Severity::kFinding); }
std::vector<std::string> notes(const Corpus& corpus) { return lines(corpus, Severity::kNote); }

TEST(CorpusVerdicts, AreNoneForSoundData) { EXPECT_THAT(judge_corpus(sound_corpus()), IsEmpty()); }

TEST(CorpusVerdicts, FindAMajorityAbove95Percent) {
  Corpus corpus = sound_corpus();
  corpus.train = part_with({950, 50});
  EXPECT_THAT(notes(corpus), ElementsAre(HasSubstr("95.00 % of the rows are labelled \"neg\"")));
  corpus.train = part_with({49, 951});
  EXPECT_THAT(findings(corpus), ElementsAre(HasSubstr("95.10 % of the rows are labelled \"pos\"")));
}

TEST(CorpusVerdicts, FindUnknownTokensAboveAQuarter) {
  Corpus corpus = sound_corpus();
  corpus.valid.unknown_tokens = 500;
  EXPECT_THAT(findings(corpus), IsEmpty());
  corpus.valid.unknown_tokens = 501;
  EXPECT_THAT(findings(corpus),
              ElementsAre(HasSubstr("valid: 25.05 % of the tokens are not in the vocabulary; check that")));
}

TEST(CorpusVerdicts, FindMoreThanHalfTruncated) {
  Corpus corpus = sound_corpus();
  corpus.train.truncated_examples = 300;
  EXPECT_THAT(findings(corpus), IsEmpty());
  corpus.train.truncated_examples = 301;
  corpus.train.tokens = 8000;
  EXPECT_THAT(findings(corpus),
              ElementsAre("train: 50.17 % of the rows are truncated and 25.00 % of the tokens lost; raise "
                          "tokenizer.max_tokens"));
}

TEST(CorpusVerdicts, FindPartsThatCanTellNothing) {
  Corpus corpus = sound_corpus();
  corpus.valid = part_with({0, 200});
  EXPECT_THAT(findings(corpus), ElementsAre(HasSubstr("valid: every row is labelled \"pos\"")));
}

TEST(CorpusVerdicts, FindALabelThatCannotBeLearnt) {
  Corpus corpus = sound_corpus();
  corpus.labels.push_back("mixed");
  corpus.train = part_with({300, 300, 0});
  corpus.valid = part_with({100, 100, 0});
  EXPECT_THAT(findings(corpus), ElementsAre(HasSubstr("label \"mixed\" has no row")));
  EXPECT_THAT(notes(corpus), ElementsAre("valid: 1 of 3 labels have no row"));
}

TEST(CorpusVerdicts, NoteSmallParts) {
  Corpus corpus = sound_corpus();
  corpus.train = part_with({20, 9});
  corpus.valid = part_with({10, 10});
  EXPECT_THAT(
      notes(corpus),
      ElementsAre(HasSubstr("train: 29 rows are few"), HasSubstr("label \"pos\" has only 9 rows"),
                  // Wilson's interval of 18 of 20
                  HasSubstr("valid: with 20 rows an accuracy of 90 % could as well be 70 % or 97 %")));
}

TEST(CorpusVerdicts, NoteRareLabelsInOneLine) {
  Corpus corpus = sound_corpus();
  corpus.labels = {"a", "b", "c", "d"};
  corpus.train = part_with({300, 9, 300, 2});
  corpus.valid = part_with({50, 50, 50, 50});
  EXPECT_THAT(notes(corpus),
              ElementsAre("train: 2 labels have fewer than 10 rows; label \"b\" has only 9 rows; add some"));
}

TEST(CorpusVerdicts, NoteSkippedRowsThatNothingElseIsSaidOf) {
  Corpus corpus = sound_corpus();
  corpus.train.rows.read += 9;
  corpus.train.rows.skipped["no token in the text"] = 1;
  corpus.train.rows.skipped["invalid UTF-8"] = 1;
  corpus.train.rows.skipped["empty line"] = 7;
  EXPECT_THAT(notes(corpus), ElementsAre("train: 7 of 609 rows skipped: empty line"));
}

}  // namespace
}  // namespace sentiment
