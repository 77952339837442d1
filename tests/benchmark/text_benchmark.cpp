// How fast text goes through: cut into tokens and looked up, and rows of CSV split, each on one core.
//
// SENTIMENT_REVIEWS names the labelled text to read, as `data.train` does; without it data/sample. Only ASCII
// reviews are measured, since they take the fast path that nearly all text takes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv_parser.h"
#include "data/record_reader.h"
#include "text/encoder.h"
#include "text/vocabulary_builder.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{8} << 20;  // larger than any cache, small enough to repeat

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<signed char>(byte) >= 0; });
}

std::vector<std::string> read_reviews() {
  const char* named = std::getenv("SENTIMENT_REVIEWS");
  const std::string location = named ? named : SENTIMENT_SOURCE_DIR "/data/sample/train.csv";
  const auto reader = open_records(location, RowFormat{}, Wanted::kText);
  std::vector<std::string> reviews;
  std::size_t bytes = 0;
  for (Record record; bytes < kMaxBytes && reader->next(record);) {
    if (!is_ascii(record.text)) continue;
    bytes += record.text.size();
    reviews.push_back(std::move(record.text));
  }
  return reviews;
}

const std::vector<std::string>& reviews() {
  static const std::vector<std::string> all = read_reviews();
  return all;
}

int64_t bytes_of(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return static_cast<int64_t>(bytes);
}

void tokenize_and_look_up(benchmark::State& state) {
  const Tokenizer tokenizer{TokenizerConfig{}};
  VocabularyBuilder builder;
  TokenBuffer tokens;
  for (const std::string& review : reviews()) {
    tokenizer.tokenize(review, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) builder.count(tokens[i]);
  }
  const Vocabulary vocabulary = builder.build(VocabularyConfig{}).vocabulary;
  const Encoder encoder(tokenizer, vocabulary);
  for (auto _ : state) {
    for (const std::string& review : reviews()) benchmark::DoNotOptimize(encoder.encode(review).ids.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * bytes_of(reviews()));
}
BENCHMARK(tokenize_and_look_up)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Borrowed bytes as a source: a copy of them would be timed as well.
class ViewSource : public ByteSource {
 public:
  explicit ViewSource(std::string_view bytes) : rest_(bytes) {}
  std::size_t read(std::span<char> out) override {
    const std::size_t count = rest_.copy(out.data(), out.size());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

/// The reviews as one column between two others, quoted where RFC 4180 asks for it.
std::string csv_of_reviews() {
  std::string csv = "id,text,label\r\n";
  for (std::size_t i = 0; i < reviews().size(); ++i) {
    csv += std::to_string(i) + ",\"";
    for (const char byte : reviews()[i]) csv += byte == '"' ? "\"\"" : std::string(1, byte);
    csv += "\",pos\r\n";
  }
  return csv;
}

void split_csv_rows(benchmark::State& state) {
  const std::string csv = csv_of_reviews();
  constexpr std::size_t kColumns = 3;
  for (auto _ : state) {
    CsvParser parser(std::make_unique<ViewSource>(csv), ',', "reviews.csv");
    CsvRow row;
    while (parser.next(row, kColumns)) benchmark::DoNotOptimize(row.cells.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * csv.size()));
}
BENCHMARK(split_csv_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace sentiment

BENCHMARK_MAIN();
