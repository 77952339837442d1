#include "doctor/corpus_verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/quote.h"
#include "doctor/corpus_figures.h"
#include "metrics/classification_report.h"

namespace sentiment {
namespace {

// Shares from which a run is spoilt. They are judgement, not statistics: the level at which a score stops
// meaning what it seems to mean.
constexpr double kMaxMajority = 0.95;
constexpr double kMaxUnknown = 0.25;
constexpr double kMaxTruncated = 0.5;

// And from which they are worth a note.
constexpr double kNotedMajority = 0.8;
constexpr double kNotedUnknown = 0.1;
constexpr double kNotedTruncated = 0.1;
constexpr int64_t kFewTrainingRows = 500;
constexpr int64_t kFewJudgingRows = 200;
constexpr int64_t kFewRowsOfLabel = 10;

class CorpusJudge {
 public:
  explicit CorpusJudge(const Corpus& corpus) : corpus_(corpus) {}

  std::vector<Verdict> verdicts() {
    training_part();
    judging_part("valid", corpus_.valid);
    if (corpus_.test) judging_part("test", *corpus_.test);
    return std::move(verdicts_);
  }

 private:
  void training_part() {
    const CorpusPart& part = corpus_.train;
    judge_majority(part);
    if (const int64_t rows = rows_of(part); rows < kFewTrainingRows) {
      add(false, "few_rows", "train", rows, rows, fmt::format("{} rows are few to learn from", rows),
          "add some, or expect wide intervals");
    }
    for (std::size_t i = 0; i < corpus_.labels.size(); ++i) judge_label(i);
    judge_rare_labels();
    judge_truncation("train", part);
    judge_skipped("train", part);
  }

  void judging_part(const std::string& name, const CorpusPart& part) {
    judge_classes(name, part);
    if (const int64_t rows = rows_of(part); rows < kFewJudgingRows) {
      const Interval at_90 = wilson_interval(rows * 9 / 10, rows);
      add(false, "few_rows", name, rows, rows,
          fmt::format("with {} rows an accuracy of 90 % could as well be {:.0f} % or {:.0f} %", rows,
                      100.0 * at_90.low, 100.0 * at_90.high),
          "add rows");
    }
    judge_unknown(name, part);
    judge_skipped(name, part);
  }

  void add(bool is_finding, const char* check, const std::string& part, int64_t rows, int64_t of,
           std::string fact, std::string remedy) {
    verdicts_.push_back({is_finding ? Severity::kFinding : Severity::kNote,
                         check,
                         part,
                         std::move(fact),
                         std::move(remedy),
                         rows,
                         of,
                         {}});
  }

  void judge_majority(const CorpusPart& part) {
    const auto largest = std::max_element(part.label_counts.begin(), part.label_counts.end());
    const double share = share_of(*largest, rows_of(part));
    if (share <= kNotedMajority) return;
    const auto label = static_cast<std::size_t>(largest - part.label_counts.begin());
    add(share > kMaxMajority, "class_imbalance", "train", *largest, rows_of(part),
        fmt::format("{} of the rows are labelled {}, so a model that always says so looks good",
                    percent(share), quote(corpus_.labels[label])),
        "watch macro_f1, set trainer.class_weights to \"balanced\" or add rows of the other labels");
  }

  void judge_label(std::size_t label) {
    const int64_t rows = corpus_.train.label_counts[label];
    const std::string name = quote(corpus_.labels[label]);
    if (rows == 0) {
      add(true, "label_without_rows", "train", 0, rows_of(corpus_.train),
          fmt::format("label {} has no row, so it cannot be learnt", name),
          "add rows or leave it out of data.labels");
    }
  }

  void judge_rare_labels() {
    const auto& counts = corpus_.train.label_counts;
    const auto is_rare = [](int64_t rows) { return rows > 0 && rows < kFewRowsOfLabel; };
    const auto rare = std::count_if(counts.begin(), counts.end(), is_rare);
    if (rare == 0) return;
    const std::size_t first =
        static_cast<std::size_t>(std::find_if(counts.begin(), counts.end(), is_rare) - counts.begin());
    const std::string only =
        fmt::format("label {} has only {} rows", quote(corpus_.labels[first]), counts[first]);
    add(false, "rare_label", "train", counts[first], rows_of(corpus_.train),
        rare == 1 ? only : fmt::format("{} labels have fewer than {} rows; {}", rare, kFewRowsOfLabel, only),
        "add some");
  }

  void judge_classes(const std::string& name, const CorpusPart& part) {
    const auto& counts = part.label_counts;
    const auto present = std::count_if(counts.begin(), counts.end(), [](int64_t count) { return count > 0; });
    if (present == 1) {
      const auto only = std::max_element(counts.begin(), counts.end()) - counts.begin();
      add(true, "single_label", name, rows_of(part), rows_of(part),
          fmt::format("every row is labelled {}, so no score tells anything",
                      quote(corpus_.labels[static_cast<std::size_t>(only)])),
          "add rows of the other labels");
    } else if (present < static_cast<std::ptrdiff_t>(counts.size())) {
      add(false, "label_without_rows", name, 0, rows_of(part),
          fmt::format("{} of {} labels have no row", counts.size() - static_cast<std::size_t>(present),
                      counts.size()),
          "");
    }
  }

  void judge_truncation(const std::string& name, const CorpusPart& part) {
    const double share = truncated_share(part);
    if (share <= kNotedTruncated) return;
    add(share > kMaxTruncated, "truncated", name, part.truncated_examples, rows_of(part),
        fmt::format("{} of the rows are truncated and {} of the tokens lost", percent(share),
                    percent(lost_share(part))),
        "raise tokenizer.max_tokens");
  }

  void judge_unknown(const std::string& name, const CorpusPart& part) {
    const double share = unknown_share(part);
    if (share <= kNotedUnknown) return;
    add(share > kMaxUnknown, "unknown_tokens", name, 0, 0,
        fmt::format("{} of the tokens are not in the vocabulary", percent(share)),
        "check that the text is of the same kind and language as the training part, lower "
        "vocabulary.min_count or raise max_size");
  }

  /// But for rows that have a verdict of their own: without a token, or not in UTF-8.
  void judge_skipped(const std::string& name, const CorpusPart& part) {
    for (const auto& [reason, count] : part.rows.skipped) {
      if (reason == "no token in the text" || reason == "invalid UTF-8") continue;
      add(false, "skipped_rows", name, count, part.rows.read,
          fmt::format("{} of {} rows skipped: {}", count, part.rows.read, printable(reason)), "");
    }
  }

  const Corpus& corpus_;
  std::vector<Verdict> verdicts_;
};

}  // namespace

std::vector<Verdict> judge_corpus(const Corpus& corpus) { return CorpusJudge(corpus).verdicts(); }

}  // namespace sentiment
