#include "doctor/data_scan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "data/record_reader.h"
#include "doctor/html_remnants.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr std::size_t kRowsAtOnce = 1024;
constexpr std::size_t kRowsOfAnItem = 32;
constexpr std::size_t kOpeningBytes = 60;

/// What one text comes to.
struct TextFacts {
  std::optional<TextSketch> sketch;  // none without a token
  int64_t tokens = 0;
  bool has_markup = false;
  std::vector<FoundDefect> defects;
};

struct HashOfTextHash {
  std::size_t operator()(const TextHash& hash) const { return hash.low; }
};

class DataScanner {
 public:
  DataScanner(const DataConfig& data, const TokenizerConfig& tokenizer, const Corpus& corpus,
              ThreadPool& pool)
      : data_(data), tokenizer_(tokenizer), pool_(pool) {
    for (std::size_t i = 0; i < corpus.labels.size(); ++i)
      classes_[corpus.labels[i]] = static_cast<int32_t>(i);
    if (data.valid) return;
    for (std::size_t row = 0; row < corpus.valid.examples.size(); ++row)
      split_off_.insert(corpus.valid.examples.place(row));
  }

  DataScan scan() {
    for (const char* name : {"train", "valid", "test"}) scan_.parts.emplace_back().name = name;
    if (!data_.test) scan_.parts.pop_back();
    scan_source(data_.train, 0);
    if (data_.valid) scan_source(*data_.valid, 1);
    if (data_.test) scan_source(*data_.test, 2);
    return std::move(scan_);
  }

 private:
  void scan_source(const std::string& location, std::size_t part) {
    const auto reader = open_records(location, data_.rows, Wanted::kTextAndLabel);
    std::vector<Record> rows;
    for (Record row; reader->next(row);) {
      if (!classes_.contains(row.label)) continue;
      rows.push_back(std::move(row));
      if (rows.size() == kRowsAtOnce) scan_rows(rows, part);
    }
    scan_rows(rows, part);
  }

  void scan_rows(std::vector<Record>& rows, std::size_t part) {
    std::vector<TextFacts> facts(rows.size());
    pool_.run((rows.size() + kRowsOfAnItem - 1) / kRowsOfAnItem, [&](std::size_t item) {
      TokenBuffer tokens;
      TextSketcher sketcher;
      const std::size_t end = std::min(rows.size(), (item + 1) * kRowsOfAnItem);
      for (std::size_t i = item * kRowsOfAnItem; i < end; ++i)
        facts[i] = facts_of(rows[i].text, tokens, sketcher);
    });
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool is_split_off = part == 0 && split_off_.contains(rows[i].place);
      add(scan_.parts[is_split_off ? 1 : part], rows[i], facts[i]);
    }
    rows.clear();
  }

  TextFacts facts_of(const std::string& text, TokenBuffer& tokens, TextSketcher& sketcher) const {
    tokenizer_.tokenize(text, tokens);
    TextFacts facts;
    if (tokens.size() > 0) facts.sketch = sketcher.sketch(tokens);
    facts.tokens = static_cast<int64_t>(tokens.size());
    facts.has_markup = has_markup(text);
    facts.defects = find_defects(text, tokens.size(), tokenizer_.config());
    return facts;
  }

  void add(ScannedPart& part, const Record& row, TextFacts& facts) {
    part.lengths.push_back(facts.tokens);
    part.with_markup += facts.has_markup ? 1 : 0;
    for (FoundDefect& found : facts.defects)
      part.defects[static_cast<std::size_t>(found.defect)].add({row.place, "", std::move(found.shown)});
    if (facts.sketch)
      part.rows.push_back({classes_.at(row.label), number_of(*facts.sketch, row.text), row.place});
  }

  /// The text's index; a new one is kept.
  uint32_t number_of(TextSketch& sketch, const std::string& text) {
    const auto [entry, is_new] = numbers_.try_emplace(sketch.hash, static_cast<uint32_t>(scan_.texts.size()));
    if (is_new) {
      scan_.texts.push_back(std::move(sketch));
      scan_.openings.push_back(excerpt(text, 0, kOpeningBytes));
    }
    return entry->second;
  }

  const DataConfig& data_;
  Tokenizer tokenizer_;
  ThreadPool& pool_;
  std::map<std::string, int32_t, std::less<>> classes_;
  std::unordered_set<std::string_view>
      split_off_;  // places of rows of the training data that are the valid part
  std::unordered_map<TextHash, uint32_t, HashOfTextHash> numbers_;
  DataScan scan_;
};

}  // namespace

DataScan scan_data(const DataConfig& data, const TokenizerConfig& tokenizer, const Corpus& corpus,
                   ThreadPool& pool) {
  return DataScanner(data, tokenizer, corpus, pool).scan();
}

}  // namespace sentiment
