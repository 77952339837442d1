#include "analysis/data_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/quote.h"
#include "metrics/classification_report.h"

namespace sentiment {
namespace {

// Shares from which a run is spoilt. They are judgement, not statistics: the level at which a score stops
// meaning what it seems to mean.
constexpr double kMaxTwins = 0.01;  // a hundredth of a part is as much as a good model gains on another
constexpr double kMaxMajority = 0.95;
constexpr double kMaxUnknown = 0.25;
constexpr double kMaxTruncated = 0.5;
constexpr double kMinVectors = 0.1;

// And from which they are worth a note.
constexpr double kNotedMajority = 0.8;
constexpr double kNotedUnknown = 0.1;
constexpr double kNotedTruncated = 0.1;
constexpr double kNotedVectors = 0.5;
constexpr int64_t kFewTrainingRows = 500;
constexpr int64_t kFewJudgingRows = 200;
constexpr int64_t kFewRowsOfLabel = 10;

std::string percent(double share) { return fmt::format("{:.2f} %", 100.0 * share); }

class Judge {
 public:
  Judge(const Corpus& corpus, DataDiagnosis& diagnosis) : corpus_(corpus), diagnosis_(diagnosis) {}

  void training_part() {
    const CorpusPart& part = corpus_.train;
    judge_majority(part);
    if (const int64_t rows = rows_of(part); rows < kFewTrainingRows)
      note(fmt::format("train: {} rows are few to learn from; add some, or expect wide intervals", rows));
    for (std::size_t i = 0; i < corpus_.labels.size(); ++i) judge_label(i);
    judge_truncation("train", part);
    judge_skipped("train", part);
  }

  void judging_part(const std::string& name, const CorpusPart& part) {
    judge_classes(name, part);
    if (const int64_t rows = rows_of(part); rows < kFewJudgingRows) {
      const Interval at_90 = wilson_interval(rows * 9 / 10, rows);
      note(fmt::format("{}: with {} rows an accuracy of 90 % could as well be {:.0f} % or {:.0f} %; add rows",
                       name, rows, 100.0 * at_90.low, 100.0 * at_90.high));
    }
    judge_unknown(name, part);
    judge_empty(name, part);
    judge_skipped(name, part);
  }

  void overlap(const TextOverlap& overlap) {
    const TwinCount& mixed = overlap.under_two_labels;
    judge_twins(mixed,
                fmt::format("train: {} of {} rows ({}) have a text that also occurs under another label",
                            mixed.rows, mixed.of, percent(mixed.share())),
                "; no model can be right about both: correct the labels");
    judge_leak("valid", overlap.valid_in_train);
    if (overlap.test_in_train) judge_leak("test", *overlap.test_in_train);
    const TwinCount& within = overlap.within_train;
    if (within.rows > 0) {
      note(fmt::format("train: {} of {} rows ({}) repeat the text of an earlier one{}", within.rows,
                       within.of, percent(within.share()), example(within)));
    }
  }

 private:
  void find(std::string text) { diagnosis_.findings.push_back(std::move(text)); }
  void note(std::string text) { diagnosis_.notes.push_back(std::move(text)); }
  /// A finding if it is bad, else a note.
  void judge(bool is_bad, std::string text) { is_bad ? find(std::move(text)) : note(std::move(text)); }

  static int64_t rows_of(const CorpusPart& part) { return static_cast<int64_t>(part.examples.size()); }

  static std::string example(const TwinCount& twins) {
    if (!twins.example) return "";
    return fmt::format(" (such as {} and {})", printable(twins.example->first),
                       printable(twins.example->second));
  }

  void judge_majority(const CorpusPart& part) {
    const auto largest = std::max_element(part.label_counts.begin(), part.label_counts.end());
    const double share = share_of(*largest, rows_of(part));
    if (share <= kNotedMajority) return;
    const auto label = static_cast<std::size_t>(largest - part.label_counts.begin());
    judge(share > kMaxMajority,
          fmt::format("train: {} of the rows are labelled {}; a model that always says so looks good: watch "
                      "macro_f1, set trainer.class_weights to \"balanced\" or add rows of the other labels",
                      percent(share), quote(corpus_.labels[label])));
  }

  void judge_label(std::size_t label) {
    const int64_t rows = corpus_.train.label_counts[label];
    const std::string name = quote(corpus_.labels[label]);
    if (rows == 0) {
      find(
          fmt::format("train: label {} has no row, so it cannot be learnt; add rows or leave it out of "
                      "data.labels",
                      name));
    } else if (rows < kFewRowsOfLabel) {
      note(fmt::format("train: label {} has only {} rows; add some", name, rows));
    }
  }

  void judge_classes(const std::string& name, const CorpusPart& part) {
    const auto& counts = part.label_counts;
    const auto present = std::count_if(counts.begin(), counts.end(), [](int64_t count) { return count > 0; });
    if (present == 1) {
      const auto only = std::max_element(counts.begin(), counts.end()) - counts.begin();
      find(fmt::format(
          "{}: every row is labelled {}, so no score tells anything; add rows of the other labels", name,
          quote(corpus_.labels[static_cast<std::size_t>(only)])));
    } else if (present < static_cast<std::ptrdiff_t>(counts.size())) {
      note(fmt::format("{}: {} of {} labels have no row", name,
                       counts.size() - static_cast<std::size_t>(present), counts.size()));
    }
  }

  void judge_truncation(const std::string& name, const CorpusPart& part) {
    const double share = share_of(part.truncated_examples, rows_of(part));
    if (share <= kNotedTruncated) return;
    judge(
        share > kMaxTruncated,
        fmt::format("{}: {} of the rows are truncated and {} of the tokens lost; raise tokenizer.max_tokens",
                    name, percent(share), percent(1.0 - share_of(part.kept_tokens, part.tokens))));
  }

  void judge_unknown(const std::string& name, const CorpusPart& part) {
    const double share = share_of(part.unknown_tokens, part.kept_tokens);
    if (share <= kNotedUnknown) return;
    judge(
        share > kMaxUnknown,
        fmt::format("{}: {} of the tokens are not in the vocabulary; check that the text is of the same kind "
                    "and language as the training part, lower vocabulary.min_count or raise max_size",
                    name, percent(share)));
  }

  void judge_empty(const std::string& name, const CorpusPart& part) {
    if (const int64_t empty = rows_without_tokens(part); empty > 0) {
      note(fmt::format("{}: {} of {} rows have no token and get the answer of an empty text", name, empty,
                       rows_of(part)));
    }
  }

  void judge_skipped(const std::string& name, const CorpusPart& part) {
    for (const auto& [reason, count] : part.rows.skipped)
      note(fmt::format("{}: {} of {} rows skipped: {}", name, count, part.rows.read, printable(reason)));
  }

  void judge_twins(const TwinCount& twins, const std::string& text, const std::string& remedy) {
    if (twins.rows > 0) judge(twins.share() > kMaxTwins, text + example(twins) + remedy);
  }

  void judge_leak(const std::string& name, const TwinCount& twins) {
    judge_twins(twins,
                fmt::format("{}: {} of {} rows ({}) have a text that is also in train", name, twins.rows,
                            twins.of, percent(twins.share())),
                "; what is memorised counts as learnt: remove them from one of the two");
  }

  const Corpus& corpus_;
  DataDiagnosis& diagnosis_;
};

}  // namespace

DataDiagnosis diagnose(const Corpus& corpus, const TextOverlap& overlap) {
  DataDiagnosis diagnosis;
  Judge judge(corpus, diagnosis);
  judge.training_part();
  judge.judging_part("valid", corpus.valid);
  if (corpus.test) judge.judging_part("test", *corpus.test);
  judge.overlap(overlap);
  return diagnosis;
}

void diagnose_vectors(int64_t found, int64_t tokens, const std::string& file, DataDiagnosis& diagnosis) {
  const double share = share_of(found, tokens);
  if (share >= kNotedVectors) return;
  const std::string text = fmt::format(
      "vectors: {} has {} of the vocabulary ({} of {} tokens); check that its words are of the same language "
      "and "
      "case",
      printable(file), percent(share), found, tokens);
  (share < kMinVectors ? diagnosis.findings : diagnosis.notes).push_back(text);
}

int64_t rows_without_tokens(const CorpusPart& part) {
  const std::vector<int64_t> lengths = part.examples.lengths();
  return std::count(lengths.begin(), lengths.end(), 0);
}

double share_of(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace sentiment
