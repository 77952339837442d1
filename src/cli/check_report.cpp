#include "cli/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "cli/text_table.h"
#include "core/quote.h"
#include "doctor/corpus_figures.h"

namespace sentiment {
namespace {

constexpr std::size_t kLabelsShown = 20;
constexpr std::size_t kExamplesShown = 3;

using Rows = std::vector<std::vector<std::string>>;

std::string count(int64_t number) { return std::to_string(number); }
std::string short_percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

std::string row_table(const DataCheck& check) {
  Rows rows{{"part", "read", "used", "skipped", "empty", "1-2 tokens"}};
  const auto parts = parts_of(check.corpus);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ScannedPart& scanned = check.scan.parts[i];
    rows.push_back({scanned.name, count(parts[i]->rows.read), count(parts[i]->rows.used),
                    count(parts[i]->rows.skipped_total()), count(scanned.defect(Defect::kEmpty).rows),
                    count(scanned.defect(Defect::kShort).rows)});
  }
  return text_table(rows);
}

/// Labels by their number of training rows.
std::vector<std::size_t> most_frequent(const std::vector<int64_t>& counts) {
  std::vector<std::size_t> labels(counts.size());
  std::iota(labels.begin(), labels.end(), 0);
  if (labels.size() > kLabelsShown) {
    std::stable_sort(labels.begin(), labels.end(),
                     [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    labels.resize(kLabelsShown);
  }
  return labels;
}

std::string label_table(const DataCheck& check) {
  Rows rows{{"label"}};
  const auto parts = parts_of(check.corpus);
  for (const ScannedPart& part : check.scan.parts) {
    rows[0].push_back(part.name);
    rows[0].emplace_back("share");
  }
  for (const std::size_t label : most_frequent(check.corpus.train.label_counts)) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(check.corpus.labels[label]);
    for (const CorpusPart* part : parts) {
      row.push_back(count(part->label_counts[label]));
      row.push_back(short_percent(share_of(part->label_counts[label], rows_of(*part))));
    }
  }
  const std::size_t left_out =
      check.corpus.labels.size() - std::min(check.corpus.labels.size(), kLabelsShown);
  return text_table(rows) +
         (left_out == 0 ? "" : fmt::format("and {} labels of fewer rows, which --json lists\n", left_out));
}

std::string length_table(const DataCheck& check) {
  Rows rows{{"part", "tokens", "median", "95 %", "99 %", "longest", "texts cut", "tokens cut", "unknown"}};
  const auto parts = parts_of(check.corpus);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const TextLengths& lengths = check.lengths[i];
    rows.push_back({check.scan.parts[i].name, count(parts[i]->tokens), count(lengths.median),
                    count(lengths.keeps_95_of_texts), count(lengths.keeps_99_of_texts),
                    count(lengths.longest), short_percent(truncated_share(*parts[i])),
                    short_percent(lost_share(*parts[i])), short_percent(unknown_share(*parts[i]))});
  }
  const TextLengths& train = check.lengths[0];
  return text_table(rows) +
         fmt::format(
             "tokenizer.max_tokens that leaves 95 % of the training texts whole: {}, 99 %: {}; "
             "that keeps 95 % of the tokens: {}, 99 %: {}\n",
             train.keeps_95_of_texts, train.keeps_99_of_texts, train.keeps_95_of_tokens,
             train.keeps_99_of_tokens);
}

std::string overlap_table(const DataCheck& check) {
  Rows rows{{"rows of", "that are in", "same text", "other label", "nearly the same", "other label"}};
  for (const PartOverlap& pair : check.overlap.parts) {
    rows.push_back({pair.part, pair.part == pair.in ? "itself, before" : pair.in,
                    count(pair.exact.tally.rows), count(pair.exact.other_label), count(pair.near.tally.rows),
                    count(pair.near.other_label)});
  }
  return text_table(rows, 2);
}

std::string defect_table(const DataCheck& check) {
  Rows rows{{"part", "mojibake", "U+FFFD", "HTML left", "HTML read"}};
  for (const ScannedPart& part : check.scan.parts) {
    rows.push_back({part.name, count(part.defect(Defect::kMojibake).rows),
                    count(part.defect(Defect::kReplacement).rows), count(part.defect(Defect::kHtml).rows),
                    count(part.with_markup)});
  }
  return text_table(rows);
}

/// Nothing if there are none.
std::string giveaway_table(const DataCheck& check) {
  if (check.giveaways.empty()) return "";
  Rows rows{{"token", "label", "rows with it", "so labelled", "share", "of the label's rows"}};
  for (const TokenGiveaway& giveaway : check.giveaways) {
    rows.push_back({quote(giveaway.token), check.corpus.labels[giveaway.label], count(giveaway.rows),
                    count(giveaway.label_rows), short_percent(share_of(giveaway.label_rows, giveaway.rows)),
                    short_percent(giveaway.covers)});
  }
  return "tokens that nearly say the label alone, the surest first, ten at most\n" + text_table(rows, 2) +
         "\n";
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : " ") + quote(word);
  return list;
}

std::string vocabulary_lines(const DataCheck& check) {
  std::string lines = fmt::format("vocabulary: {} entries, for {} different tokens of the training part\n",
                                  check.corpus.vocabulary.size(), check.corpus.distinct_tokens);
  if (!check.vectors) return lines;
  lines += fmt::format("vectors: for {} of {} tokens, {} of the training text", check.vectors->found,
                       check.vectors->tokens, short_percent(check.vectors->of_text));
  const std::string missing = quoted_list(check.vectors->missing);
  return lines + (missing.empty() ? "\n" : "; the most frequent without: " + missing + "\n");
}

std::string example_line(const RowExample& example) {
  std::string line = "    " + printable(example.place);
  if (!example.twin.empty()) line += " = " + printable(example.twin);
  if (!example.text.empty()) line += "  " + quote(example.text);
  return line + "\n";
}

std::string verdict_lines(const Verdict& verdict) {
  std::string lines = verdict.severity == Severity::kFinding ? "finding: " : "note: ";
  lines += verdict.part + ": " + verdict.fact + "\n";
  const std::size_t shown = std::min(verdict.examples.size(), kExamplesShown);
  for (std::size_t i = 0; i < shown; ++i) lines += example_line(verdict.examples[i]);
  return verdict.remedy.empty() ? lines : lines + "    -> " + verdict.remedy + "\n";
}

}  // namespace

std::string check_text(const DataCheck& check) {
  std::string out;
  for (const auto& table : {row_table, label_table, length_table, overlap_table, defect_table})
    out += table(check) + "\n";
  out += giveaway_table(check) + vocabulary_lines(check) + "\n";
  for (const Verdict& verdict : check.verdicts) out += verdict_lines(verdict);
  const int64_t findings = check.findings();
  if (findings == 0) return out + "sound: nothing found that would spoil a run\n";
  return out +
         fmt::format("not sound: {} finding{} that would spoil a run\n", findings, findings == 1 ? "" : "s");
}

}  // namespace sentiment
