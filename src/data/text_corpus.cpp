#include "data/text_corpus.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/hash.h"
#include "core/quote.h"
#include "data/front_labels.h"
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

  void read(const std::string& location, const RowFormat& format, FrontLabels& labels) {
    const auto reader = open_texts(location, format);
    labels.expect_column(location, *reader);
    int64_t empty = 0;
    for (Record record; reader->next(record);) {
      if (add(record.text)) {
        classes_.push_back(labels.class_of(record));
      } else {
        ++empty;
      }
    }
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
  const std::vector<int32_t>& classes() const { return classes_; }

  void count(std::size_t text, VocabularyBuilder& builder) const {
    for (const uint32_t number : texts_[text]) builder.count(tokens_[number]);
  }

  /// The texts with these row numbers, each behind its label.
  TextPart encode(const std::vector<int64_t>& rows, const Vocabulary& vocabulary, std::size_t labels) const {
    std::vector<TokenId> id_of(tokens_.size());
    for (std::size_t number = 0; number < id_of.size(); ++number)
      id_of[number] = vocabulary.id(tokens_[number]);
    TextPart part;
    part.texts_of_label.resize(labels);
    Sha256 hash;
    std::vector<TokenId> ids;
    for (const int64_t row : rows) {
      const auto text = static_cast<std::size_t>(row);
      ids.clear();
      for (const uint32_t number : texts_[text]) ids.push_back(id_of[number]);
      part.unknown_tokens += std::count(ids.begin(), ids.end(), Vocabulary::kUnknownId);
      if (classes_[text] == 0) {
        part.texts.add(ids);
      } else {
        const auto label = static_cast<std::size_t>(classes_[text]) - 1;
        part.texts.add(ids, Vocabulary::label_id(label));
        ++part.texts_of_label[label];
        hash.update(Vocabulary::label_token(label));
      }
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
  std::vector<int32_t> classes_;     // of each text: one more than the number of its label; 0: none
  RowCounts rows_;
};

}  // namespace

void TextList::add(std::span<const TokenId> ids, std::optional<TokenId> label) {
  if (label) ids_.push_back(*label);
  ids_.insert(ids_.end(), ids.begin(), ids.end());
  begins_.push_back(ids_.size());
  labelled_.push_back(label.has_value());
}

void TextList::append_as_read(std::size_t text, bool backward, std::vector<TokenId>& out) const {
  std::span<const TokenId> rest = ids(text);
  if (labelled_[text]) {
    out.push_back(rest.front());
    rest = rest.subspan(1);
  }
  if (backward) {
    out.insert(out.end(), rest.rbegin(), rest.rend());
  } else {
    out.insert(out.end(), rest.begin(), rest.end());
  }
}

TextCorpus read_texts(const TextSources& sources, const TokenizerConfig& tokenizer,
                      const VocabularyConfig& vocabulary, const std::vector<std::string>& first,
                      uint64_t seed) {
  TextCorpus corpus;
  if (sources.labels) corpus.labels = *sources.labels;
  FrontLabels labels(corpus.labels, sources.rows);
  NumberedTexts texts(tokenizer);
  for (const std::string& location : sources.locations) texts.read(location, sources.rows, labels);
  labels.expect_each();
  if (texts.size() < 2) {
    throw DataError(
        fmt::format("{}: expected at least two texts, one to learn from and one to validate on, found {}",
                    printable(sources.locations.front()), texts.size()));
  }
  const Split split = stratified_split(texts.classes(), sources.valid_fraction, seed);
  if (split.valid.empty()) {
    throw DataError(fmt::format("{}: expected two texts with the same label, one to validate on, found none",
                                printable(sources.locations.front())));
  }
  VocabularyBuilder builder;
  for (const int64_t row : split.train) texts.count(static_cast<std::size_t>(row), builder);
  std::vector<std::string> reserved = first;
  for (std::size_t i = 0; i < corpus.labels.size(); ++i) reserved.push_back(Vocabulary::label_token(i));
  VocabularyBuilder::Result built = builder.build(vocabulary, reserved);
  corpus.distinct_tokens = built.distinct;
  corpus.vocabulary = std::move(built.vocabulary);
  corpus.train = texts.encode(split.train, corpus.vocabulary, corpus.labels.size());
  corpus.valid = texts.encode(split.valid, corpus.vocabulary, corpus.labels.size());
  corpus.rows = texts.rows();
  return corpus;
}

std::string describe(const TextPart& part, const std::string& name, const std::vector<std::string>& labels) {
  const int64_t tokens = part.texts.tokens();
  std::string line = fmt::format(
      "{}: {} texts, {} tokens, {:.2f}% of them unknown", name, part.texts.size(), tokens,
      100.0 * static_cast<double>(part.unknown_tokens) / static_cast<double>(std::max<int64_t>(tokens, 1)));
  if (labels.empty()) return line;
  auto others = static_cast<int64_t>(part.texts.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    line += fmt::format("{} {} {}", i == 0 ? "; in front of them" : ",", printable(labels[i]),
                        part.texts_of_label[i]);
    others -= part.texts_of_label[i];
  }
  return line + fmt::format(", no label {}", others);
}

}  // namespace sentiment
