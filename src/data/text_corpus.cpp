#include "data/text_corpus.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/hash.h"
#include "core/quote.h"
#include "data/plain_text_reader.h"
#include "data/split.h"
#include "text/encoder.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

/// The texts of all sources; each is cut into tokens once, and has provisional numbers for them until there
/// is a vocabulary.
class NumberedTexts {
 public:
  explicit NumberedTexts(const TokenizerConfig& tokenizer) : tokenizer_(tokenizer) {}

  void read(const std::string& location, const RowFormat& format) {
    const auto reader = open_texts(location, format);
    int64_t empty = 0;
    for (Record record; reader->next(record);) empty += add(record.text) ? 0 : 1;
    RowCounts counts = reader->counts();
    counts.used -= empty;
    if (empty > 0) counts.skipped["no token"] += empty;
    if (counts.used == 0) {
      throw DataError(fmt::format("{}: expected texts, found none usable (read {}, skipped {})",
                                  printable(location), counts.read, counts.skipped_total()));
    }
    rows_.read += counts.read;
    rows_.used += counts.used;
    for (const auto& [reason, count] : counts.skipped) rows_.skipped[reason] += count;
  }

  std::size_t size() const { return texts_.size(); }
  const RowCounts& rows() const { return rows_; }

  void count(std::size_t text, VocabularyBuilder& builder) const {
    for (const uint32_t number : texts_[text]) builder.count(tokens_[number]);
  }

  /// The texts with these row numbers.
  TextPart encode(const std::vector<int64_t>& rows, const Vocabulary& vocabulary) const {
    std::vector<TokenId> id_of(tokens_.size());
    for (std::size_t number = 0; number < id_of.size(); ++number)
      id_of[number] = vocabulary.id(tokens_[number]);
    TextPart part;
    Sha256 hash;
    std::vector<TokenId> ids;
    for (const int64_t row : rows) {
      const auto text = static_cast<std::size_t>(row);
      ids.clear();
      for (const uint32_t number : texts_[text]) ids.push_back(id_of[number]);
      part.unknown_tokens += std::count(ids.begin(), ids.end(), Vocabulary::kUnknownId);
      part.texts.add(ids);
      hash.update(hashes_[text]);
    }
    part.hash = hash.hex();
    return part;
  }

 private:
  bool add(const std::string& text) {
    tokenizer_.tokenize(text, buffer_);
    std::vector<uint32_t> numbers(buffer_.size());
    for (std::size_t t = 0; t < buffer_.size(); ++t) numbers[t] = tokens_.add_padded(buffer_[t]);
    truncate(numbers, tokenizer_.config());
    if (numbers.empty()) return false;
    numbers.shrink_to_fit();
    texts_.push_back(std::move(numbers));
    hashes_.push_back(xxh3_hex(text));
    return true;
  }

  Tokenizer tokenizer_;
  TokenBuffer buffer_;
  TokenTable tokens_;
  std::vector<std::vector<uint32_t>> texts_;
  std::vector<std::string> hashes_;  // of each text
  RowCounts rows_;
};

}  // namespace

void TextList::add(std::span<const TokenId> ids) {
  ids_.insert(ids_.end(), ids.begin(), ids.end());
  begins_.push_back(ids_.size());
}

TextCorpus read_texts(const TextSources& sources, const TokenizerConfig& tokenizer,
                      const VocabularyConfig& vocabulary, const std::vector<std::string>& first,
                      uint64_t seed) {
  NumberedTexts texts(tokenizer);
  for (const std::string& location : sources.locations) texts.read(location, sources.rows);
  if (texts.size() < 2) {
    throw DataError(
        fmt::format("{}: expected at least two texts, one to learn from and one to validate on, found {}",
                    printable(sources.locations.front()), texts.size()));
  }
  const Split split = stratified_split(std::vector<int32_t>(texts.size(), 0), sources.valid_fraction, seed);
  VocabularyBuilder builder;
  for (const int64_t row : split.train) texts.count(static_cast<std::size_t>(row), builder);
  VocabularyBuilder::Result built = builder.build(vocabulary, first);
  TextCorpus corpus;
  corpus.distinct_tokens = built.distinct;
  corpus.vocabulary = std::move(built.vocabulary);
  corpus.train = texts.encode(split.train, corpus.vocabulary);
  corpus.valid = texts.encode(split.valid, corpus.vocabulary);
  corpus.rows = texts.rows();
  return corpus;
}

std::string describe(const TextPart& part, const std::string& name) {
  const int64_t tokens = part.texts.tokens();
  return fmt::format(
      "{}: {} texts, {} tokens, {:.2f}% of them unknown", name, part.texts.size(), tokens,
      100.0 * static_cast<double>(part.unknown_tokens) / static_cast<double>(std::max<int64_t>(tokens, 1)));
}

}  // namespace sentiment
