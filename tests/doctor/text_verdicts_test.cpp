#include "doctor/text_verdicts.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TwinCount twins(int64_t rows, int64_t of) {
  TwinCount count;
  count.of = of;
  for (int64_t i = 0; i < rows; ++i) count.tally.add({"b.csv:3", "a.csv:2", "text"});
  return count;
}

TextOverlap overlap_of(const PartOverlap& pair) { return {{pair}, twins(0, 600), twins(0, 600)}; }

std::vector<std::string> lines(const std::vector<Verdict>& verdicts) {
  std::vector<std::string> all;
  for (const Verdict& verdict : verdicts)
    all.push_back((verdict.severity == Severity::kFinding ? "finding: " : "note: ") + one_line(verdict));
  return all;
}

/// A part of 200 rows with a defect in some of them.
std::vector<ScannedPart> part_with(Defect defect, int64_t rows) {
  ScannedPart part;
  part.name = "valid";
  part.lengths.resize(200);
  for (int64_t i = 0; i < rows; ++i)
    part.defects[static_cast<std::size_t>(defect)].add({"a.csv:" + std::to_string(i + 2), "", "text"});
  return {part};
}

TEST(OverlapVerdicts, FindALeakAboveOnePercent) {
  EXPECT_THAT(
      lines(judge_overlap(overlap_of({"valid", "train", twins(2, 200), twins(0, 200)}))),
      ElementsAre(
          "note: valid: 2 of 200 rows (1.00 %) have a text that is also in train (such as a.csv:2 and "
          "b.csv:3); what is memorised counts as learnt: remove them from one of the two"));
  EXPECT_THAT(
      lines(judge_overlap(overlap_of({"valid", "train", twins(0, 200), twins(3, 200)}))),
      ElementsAre(
          "finding: valid: 3 of 200 rows (1.50 %) are nearly the same as one in train (such as "
          "a.csv:2 and b.csv:3); what is memorised counts as learnt: remove them from one of the two"));
}

TEST(OverlapVerdicts, OnlyNoteRepetitionsAndWhatTheJudgingPartsShare) {
  for (const PartOverlap& pair : {PartOverlap{"train", "train", twins(300, 600), twins(300, 600)},
                                  PartOverlap{"test", "valid", twins(300, 600), twins(300, 600)}}) {
    const auto verdicts = judge_overlap(overlap_of(pair));
    ASSERT_EQ(verdicts.size(), 2u);
    for (const Verdict& verdict : verdicts) EXPECT_EQ(verdict.severity, Severity::kNote);
  }
}

TEST(OverlapVerdicts, SayHowManyTwinsHaveAnotherLabel) {
  PartOverlap pair{"test", "test", twins(6, 600), twins(0, 600)};
  pair.exact.other_label = 2;
  EXPECT_EQ(judge_overlap(overlap_of(pair)).at(0).fact,
            "6 of 600 rows (1.00 %) repeat the text of an earlier one, 2 of them under another label");
}

TEST(OverlapVerdicts, FindTextsUnderTwoLabels) {
  TextOverlap overlap{{}, twins(7, 600), twins(6, 600)};
  const auto verdicts = judge_overlap(overlap);
  ASSERT_EQ(verdicts.size(), 2u);
  EXPECT_EQ(verdicts[0].severity, Severity::kFinding);
  EXPECT_EQ(verdicts[0].check, "two_labels");
  EXPECT_EQ(verdicts[1].severity, Severity::kNote);
  EXPECT_EQ(verdicts[1].check, "near_two_labels");
}

TEST(DefectVerdicts, AreFindingsAboveOnePercent) {
  EXPECT_THAT(judge_defects(part_with(Defect::kMojibake, 0)), IsEmpty());
  for (const Defect defect : {Defect::kMojibake, Defect::kReplacement, Defect::kHtml}) {
    EXPECT_EQ(judge_defects(part_with(defect, 2)).at(0).severity, Severity::kNote) << name_of(defect);
    const Verdict verdict = judge_defects(part_with(defect, 3)).at(0);
    EXPECT_EQ(verdict.severity, Severity::kFinding) << name_of(defect);
    EXPECT_EQ(verdict.rows, 3);
    EXPECT_EQ(verdict.of, 200);
    EXPECT_EQ(verdict.examples.at(0).place, "a.csv:2");
  }
}

TEST(DefectVerdicts, TakeMoreEmptyTextsAndAnyNumberOfShortOnes) {
  EXPECT_EQ(judge_defects(part_with(Defect::kEmpty, 10)).at(0).severity, Severity::kNote);
  EXPECT_EQ(judge_defects(part_with(Defect::kEmpty, 11)).at(0).severity, Severity::kFinding);
  EXPECT_EQ(judge_defects(part_with(Defect::kShort, 200)).at(0).severity, Severity::kNote);
}

TEST(GiveawayVerdicts, FindTokensThatDecideAlone) {
  const std::vector<std::string> labels{"neg", "pos"};
  TokenGiveaway token{"10/10", 1, 100, 100, 0.5, 0.05, false, {{"a.csv:2", "", "10/10"}}};
  EXPECT_THAT(
      lines(judge_giveaways({token}, labels)),
      ElementsAre("finding: train: the token \"10/10\" is in 100 rows, 100 of them labelled \"pos\": 50.00 % "
                  "of all its rows (such as a.csv:2); a model needs to learn no more than this token: take "
                  "it out of the texts if it is a trace of the label"));
  token.covers = 0.4;
  EXPECT_THAT(
      lines(judge_giveaways({token, token}, labels)),
      ElementsAre(
          "note: train: single tokens nearly say the label: the token \"10/10\" is in 100 rows, 100 of them "
          "labelled \"pos\": 40.00 % of all its rows (such as a.csv:2); take such tokens out of the texts "
          "if they are a trace of the label, as a rating is"));
}

TEST(GiveawayVerdicts, AreStricterWithTheLabelsOwnName) {
  const TokenGiveaway name{"pos", 1, 100, 100, 0.02, 0.05, true, {}};
  EXPECT_EQ(judge_giveaways({name}, {"neg", "pos"}).at(0).severity, Severity::kFinding);
  const TokenGiveaway unsure{"pos", 1, 100, 90, 0.02, 0.15, true, {}};
  EXPECT_EQ(judge_giveaways({unsure}, {"neg", "pos"}).at(0).severity, Severity::kNote);
}

TEST(SimilarLabelVerdicts, AreFindingsIfTheLabelsAreTheSame) {
  const std::vector<std::string> labels{"Pos", "pos ", "neg"};
  EXPECT_THAT(
      lines(judge_similar_labels({{1, 0, true}}, labels, {90, 10, 100})),
      ElementsAre(
          "finding: labels: \"pos \" (10 rows) and \"Pos\" (90 rows) differ in case, spaces or spelling "
          "of a number only; write them alike if they are one"));
  EXPECT_EQ(judge_similar_labels({{1, 0, false}}, labels, {90, 10, 100}).at(0).severity, Severity::kNote);
}

}  // namespace
}  // namespace sentiment
