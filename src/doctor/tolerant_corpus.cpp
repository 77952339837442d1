#include "doctor/tolerant_corpus.h"

#include <fmt/format.h>

#include <exception>
#include <map>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/quote.h"
#include "data/name_limits.h"
#include "data/record_reader.h"

namespace sentiment {
namespace {

constexpr const char* kInvalidUtf8 = "invalid UTF-8";  // how readers count the rows they skip for it
constexpr double kMaxInvalid = 0.01;

std::unique_ptr<RecordReader> open_with(const std::string& location, RowFormat rows, BadRow bad_row,
                                        InvalidUtf8 invalid) {
  rows.on_bad_row = bad_row;
  rows.on_invalid_utf8 = invalid;
  return open_records(location, rows, Wanted::kTextAndLabel);
}

/// What reading says of the first malformed row, if there is one.
std::optional<std::string> first_malformed(const std::string& location, const RowFormat& rows) {
  try {
    const auto reader = open_with(location, rows, BadRow::kError, InvalidUtf8::kSkip);
    for (Record row; reader->next(row);) continue;
    return std::nullopt;
  } catch (const DataError& error) {
    return error.what();
  }
}

void find_malformed(const DataConfig& data, std::vector<Verdict>& obstacles) {
  if (data.rows.on_bad_row != BadRow::kError) return;
  for (const auto& [part, location] : sources_of(data)) {
    if (const auto message = first_malformed(location, data.rows))
      obstacles.push_back(
          {Severity::kFinding, "malformed_rows", part, "a run would stop here: " + *message, "", 1, 0, {}});
  }
}

/// Rows that only those who replace invalid bytes get to see.
RowTally invalid_utf8_rows(const std::string& location, const RowFormat& rows) {
  const auto all = open_with(location, rows, BadRow::kSkip, InvalidUtf8::kReplace);
  const auto valid = open_with(location, rows, BadRow::kSkip, InvalidUtf8::kSkip);
  RowTally tally;
  Record row;
  Record valid_row;
  bool has_valid = valid->next(valid_row);
  while (all->next(row)) {
    if (has_valid && row.place == valid_row.place) {
      has_valid = valid->next(valid_row);
    } else {
      const std::size_t at = row.text.find("\xEF\xBF\xBD");  // what stands for the bytes now
      tally.add({row.place, "", excerpt_around(row.text, at == std::string::npos ? 0 : at)});
    }
  }
  return tally;
}

void find_invalid_utf8(const DataConfig& data, InvalidUtf8 asked, const Corpus& corpus,
                       std::vector<Verdict>& obstacles) {
  for (const auto& [part, location] : sources_of(data)) {
    const RowCounts& rows = (part == "train"   ? corpus.train
                             : part == "valid" ? corpus.valid
                                               : *corpus.test)
                                .rows;
    if (!rows.skipped.contains(kInvalidUtf8)) continue;
    RowTally tally = invalid_utf8_rows(location, data.rows);
    const bool stops = asked == InvalidUtf8::kError;
    const bool is_bad = stops || share_of(tally.rows, rows.read) > kMaxInvalid;
    obstacles.push_back({is_bad ? Severity::kFinding : Severity::kNote, "invalid_utf8", part,
                         fmt::format("{} of {} rows ({}) are not UTF-8{}", tally.rows, rows.read,
                                     percent(share_of(tally.rows, rows.read)),
                                     stops ? ", and a run would stop at the first" : " and are skipped"),
                         "convert the file to UTF-8, or set data.on_invalid_utf8 to \"replace\" or \"skip\"",
                         tally.rows, rows.read, std::move(tally.examples)});
  }
}

using LabelTallies = std::map<std::string, RowTally>;

LabelTallies labels_in(const std::string& location, const RowFormat& rows) {
  LabelTallies labels;
  const auto reader = open_records(location, rows, Wanted::kTextAndLabel);
  for (Record row; reader->next(row);) labels[row.label].add({row.place, "", excerpt(row.text)});
  return labels;
}

/// Labels of other parts that the training part lacks. They make `data` one that names its labels, so that
/// such rows are skipped.
void find_foreign_labels(DataConfig& data, std::vector<Verdict>& obstacles) {
  if (data.labels) return;
  const LabelTallies known = labels_in(data.train, data.rows);
  if (known.size() < 2 || known.size() > kMaxLabels) return;
  for (const auto& [part, location] : sources_of(data)) {
    if (part == "train") continue;
    for (auto& [label, tally] : labels_in(location, data.rows)) {
      if (known.contains(label)) continue;
      obstacles.push_back({Severity::kFinding, "unknown_label", part,
                           fmt::format("{} rows are labelled {}, which the training part does not have",
                                       tally.rows, quote(label)),
                           "correct the label, or list the labels to use in data.labels", tally.rows, 0,
                           tally.examples});
    }
  }
  if (obstacles.empty() || obstacles.back().check != "unknown_label") return;
  data.labels.emplace();
  for (const auto& [label, tally] : known) data.labels->push_back(label);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sources_of(const DataConfig& data) {
  std::vector<std::pair<std::string, std::string>> sources{{"train", data.train}};
  if (data.valid) sources.emplace_back("valid", *data.valid);
  if (data.test) sources.emplace_back("test", *data.test);
  return sources;
}

TolerantCorpus read_tolerantly(const ExperimentConfig& config, const Vocabulary* given) {
  TolerantCorpus read{{}, config.data, {}};
  const auto try_to_read = [&] {
    read.corpus = read_corpus(read.data, config.tokenizer, config.vocabulary,
                              static_cast<uint64_t>(config.seed), Texts::kForget, given);
  };
  std::exception_ptr failure;
  try {
    try_to_read();
  } catch (const DataError&) {
    failure = std::current_exception();
  }
  if (failure) {
    try {
      find_malformed(config.data, read.obstacles);
      read.data.rows.on_bad_row = BadRow::kSkip;
      read.data.rows.on_invalid_utf8 = InvalidUtf8::kSkip;
      find_foreign_labels(read.data, read.obstacles);
      try_to_read();
    } catch (const DataError&) {
      std::rethrow_exception(failure);
    }
  }
  find_invalid_utf8(read.data, config.data.rows.on_invalid_utf8, read.corpus, read.obstacles);
  return read;
}

}  // namespace sentiment
