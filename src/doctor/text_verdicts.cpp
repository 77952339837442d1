#include "doctor/text_verdicts.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/quote.h"

namespace sentiment {
namespace {

// Shares from which a run is spoilt; judgement, not statistics.
constexpr double kMaxTwins = 0.01;  // a hundredth of a part is as much as a good model gains on another
constexpr double kMaxDefect = 0.01;
constexpr double kMaxEmpty = 0.05;

// A token that decides half of a label's rows alone, or that is the label's own name in some of them.
constexpr double kMaxCover = 0.5;
constexpr double kMaxNameCover = 0.01;
constexpr double kCertain = 0.1;  // of the doubt left

Severity severity(bool is_finding) { return is_finding ? Severity::kFinding : Severity::kNote; }

std::string rows_of(int64_t rows, int64_t of) {
  return fmt::format("{} of {} rows ({})", rows, of, percent(share_of(rows, of)));
}

/// What is said of rows that have twins.
struct TwinWords {
  const char* check;
  std::string part;
  std::string in;
  std::string fact;
  const char* remedy;
};

/// Nothing if there are no twins; a finding if they are many and do harm.
void judge_twins(const TwinCount& twins, bool do_harm, TwinWords words, std::vector<Verdict>& verdicts) {
  if (twins.tally.rows == 0) return;
  verdicts.push_back({severity(do_harm && twins.share() > kMaxTwins), words.check, std::move(words.part),
                      rows_of(twins.tally.rows, twins.of) + " " + words.fact, words.remedy, twins.tally.rows,
                      twins.of, twins.tally.examples, std::move(words.in)});
}

std::string other_labels(const TwinCount& twins) {
  return twins.other_label == 0 ? "" : fmt::format(", {} of them under another label", twins.other_label);
}

void judge_within(const PartOverlap& pair, std::vector<Verdict>& verdicts) {
  constexpr const char* kRemedy = "each counts as often as it is there: keep one, unless that is meant";
  judge_twins(
      pair.exact, false,
      {"duplicates", pair.part, "", "repeat the text of an earlier one" + other_labels(pair.exact), kRemedy},
      verdicts);
  judge_twins(pair.near, false,
              {"near_duplicates", pair.part, "",
               "are nearly the same as an earlier one" + other_labels(pair.near), kRemedy},
              verdicts);
}

void judge_across(const PartOverlap& pair, std::vector<Verdict>& verdicts) {
  // What was learned is the training part; that validation and test share a text only makes them agree.
  const bool do_harm = pair.in == "train";
  const char* const remedy =
      do_harm ? "what is memorised counts as learnt: remove them from one of the two"
              : "the two parts judge alike where they are the same: remove them from one of the two";
  judge_twins(pair.exact, do_harm,
              {"duplicates_across", pair.part, pair.in,
               "have a text that is also in " + pair.in + other_labels(pair.exact), remedy},
              verdicts);
  judge_twins(pair.near, do_harm,
              {"near_duplicates_across", pair.part, pair.in,
               "are nearly the same as one in " + pair.in + other_labels(pair.near), remedy},
              verdicts);
}

/// What is said of a defect, and what to do.
struct DefectWords {
  const char* fact;
  const char* remedy;
};

DefectWords words_of(Defect defect) {
  constexpr std::array<DefectWords, kDefects> kWords{
      DefectWords{"hold UTF-8 that was read as Windows-1252, such as \u00C3\u00A9 for \u00E9",
                  "read the source as UTF-8 when the file is written"},
      DefectWords{"hold U+FFFD, which stands for bytes that could not be read",
                  "go back to the source and read it in its own encoding"},
      DefectWords{"hold HTML that the network reads as words",
                  "take it out of the data; tokenizer.strip_html reads tags and entities that are whole"},
      DefectWords{"have no token",
                  "training skips them, elsewhere they get the answer of an empty text: "
                  "remove them, or look for what was lost"},
      DefectWords{"have one or two tokens", "look whether their texts were cut"}};
  return kWords[static_cast<std::size_t>(defect)];
}

bool spoils(Defect defect, double share) {
  switch (defect) {
    case Defect::kMojibake:
    case Defect::kReplacement:
    case Defect::kHtml:
      return share > kMaxDefect;
    case Defect::kEmpty:
      return share > kMaxEmpty;
    case Defect::kShort:
      break;
  }
  return false;
}

void judge_defect(const ScannedPart& part, Defect defect, std::vector<Verdict>& verdicts) {
  const RowTally& tally = part.defect(defect);
  const auto of = static_cast<int64_t>(part.lengths.size());
  const double share = share_of(tally.rows, of);
  if (tally.rows == 0) return;
  const DefectWords words = words_of(defect);
  verdicts.push_back({severity(spoils(defect, share)), name_of(defect), part.name,
                      rows_of(tally.rows, of) + " " + words.fact, words.remedy, tally.rows, of,
                      tally.examples});
}

bool decides(const TokenGiveaway& giveaway) {
  const double cover = giveaway.is_label_name ? kMaxNameCover : kMaxCover;
  return giveaway.covers >= cover && giveaway.doubt_left <= kCertain;
}

std::string giveaway_fact(const TokenGiveaway& giveaway, const std::vector<std::string>& labels) {
  return fmt::format("the token {}{} is in {} rows, {} of them labelled {}: {} of all its rows",
                     quote(giveaway.token), giveaway.is_label_name ? ", the label's own name," : "",
                     giveaway.rows, giveaway.label_rows, quote(labels[giveaway.label]),
                     percent(giveaway.covers));
}

}  // namespace

std::vector<Verdict> judge_overlap(const TextOverlap& overlap) {
  std::vector<Verdict> verdicts;
  judge_twins(overlap.under_two_labels, true,
              {"two_labels", "train", "", "have a text that also occurs under another label",
               "no model can be right about both: correct the labels"},
              verdicts);
  judge_twins(overlap.near_under_two_labels, true,
              {"near_two_labels", "train", "", "are nearly the same as one under another label",
               "look which of the labels is right"},
              verdicts);
  for (const PartOverlap& pair : overlap.parts)
    pair.part == pair.in ? judge_within(pair, verdicts) : judge_across(pair, verdicts);
  return verdicts;
}

std::vector<Verdict> judge_defects(const std::vector<ScannedPart>& parts) {
  std::vector<Verdict> verdicts;
  for (const ScannedPart& part : parts) {
    for (std::size_t defect = 0; defect < kDefects; ++defect)
      judge_defect(part, static_cast<Defect>(defect), verdicts);
  }
  return verdicts;
}

std::vector<Verdict> judge_giveaways(const std::vector<TokenGiveaway>& giveaways,
                                     const std::vector<std::string>& labels) {
  std::vector<Verdict> verdicts;
  const TokenGiveaway* surest = nullptr;
  for (const TokenGiveaway& each : giveaways) {
    if (decides(each)) {
      verdicts.push_back(
          {Severity::kFinding, "giveaway", "train", giveaway_fact(each, labels),
           "a model needs to learn no more than this token: take it out of the texts if it is a "
           "trace of the label",
           each.label_rows, each.rows, each.examples});
    } else if (surest == nullptr) {
      surest = &each;
    }
  }
  if (surest != nullptr) {
    verdicts.push_back({Severity::kNote, "giveaway", "train",
                        "single tokens nearly say the label: " + giveaway_fact(*surest, labels),
                        "take such tokens out of the texts if they are a trace of the label, as a rating is",
                        surest->label_rows, surest->rows, surest->examples});
  }
  return verdicts;
}

std::vector<Verdict> judge_similar_labels(const std::vector<SimilarLabels>& similar,
                                          const std::vector<std::string>& labels,
                                          const std::vector<int64_t>& rows) {
  std::vector<Verdict> verdicts;
  for (const SimilarLabels& pair : similar) {
    verdicts.push_back({severity(pair.is_same),
                        "similar_labels",
                        "labels",
                        fmt::format("{} ({} rows) and {} ({} rows) {}", quote(labels[pair.label]),
                                    rows[pair.label], quote(labels[pair.other]), rows[pair.other],
                                    pair.is_same ? "differ in case, spaces or spelling of a number only"
                                                 : "differ in a letter or two"),
                        "write them alike if they are one",
                        rows[pair.label],
                        rows[pair.label] + rows[pair.other],
                        {}});
  }
  return verdicts;
}

}  // namespace sentiment
