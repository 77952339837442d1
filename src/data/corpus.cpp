#include "data/corpus.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/hash.h"
#include "core/quote.h"
#include "data/source_rows.h"
#include "data/split.h"
#include "text/encoder.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr const char* kNoToken = "no token in the text";

/// Adds encoded rows to a part and keeps its counts.
class PartWriter {
 public:
  PartWriter(CorpusPart& part, std::size_t classes, Texts texts) : part_(part), texts_(texts) {
    part_.label_counts.resize(classes);
  }

  void add(const SourceRows& raw, std::size_t row, int32_t label, std::span<const TokenId> ids,
           int64_t tokens) {
    part_.examples.add(ids, label, raw.places[row]);
    ++part_.label_counts[static_cast<std::size_t>(label)];
    part_.tokens += tokens;
    part_.kept_tokens += static_cast<int64_t>(ids.size());
    part_.unknown_tokens += std::count(ids.begin(), ids.end(), Vocabulary::kUnknownId);
    part_.truncated_examples += tokens > static_cast<int64_t>(ids.size()) ? 1 : 0;
    hash_.update(fmt::format("{} {} ", raw.labels[row].size(), raw.texts[row].size()));
    hash_.update(raw.labels[row]);
    hash_.update(raw.texts[row]);
    if (texts_ == Texts::kKeep) part_.texts.push_back(raw.texts[row]);
  }

  void finish() { part_.hash = hash_.hex(); }

 private:
  CorpusPart& part_;
  Texts texts_;
  Sha256 hash_;
};

CorpusPart encode_part(const SourceRows& raw, const std::vector<int64_t>& rows,
                       const std::vector<int32_t>& classes, std::size_t class_count, const Encoder& encoder,
                       Texts texts) {
  CorpusPart part;
  PartWriter writer(part, class_count, texts);
  for (const int64_t row : rows) {
    const auto i = static_cast<std::size_t>(row);
    const EncodedText text = encoder.encode(raw.texts[i]);
    writer.add(raw, i, classes[i], text.ids, text.tokens);
  }
  writer.finish();
  return part;
}

/// Texts without a token have nothing to perturb.
CorpusPart encode_unlabelled(const std::string& location, const DataConfig& data, std::size_t class_count,
                             const Encoder& encoder, Texts texts) {
  const SourceRows raw = read_text_rows(location, data);
  CorpusPart part;
  part.rows = raw.rows;
  PartWriter writer(part, class_count, texts);
  for (std::size_t row = 0; row < raw.texts.size(); ++row) {
    const EncodedText text = encoder.encode(raw.texts[row]);
    if (text.ids.empty()) {
      --part.rows.used;
      ++part.rows.skipped[kNoToken];
    } else {
      writer.add(raw, row, 0, text.ids, text.tokens);
    }
  }
  writer.finish();
  if (part.examples.size() == 0)
    throw DataError(fmt::format("{}: expected texts, found no row with a token", printable(location)));
  return part;
}

std::vector<int64_t> all_rows(const SourceRows& raw) {
  std::vector<int64_t> rows(raw.texts.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int64_t>(i);
  return rows;
}

/// Counts the tokens of the training rows, chooses the vocabulary and encodes the rows with it.
void build_training_part(const SourceRows& raw, const std::vector<int64_t>& rows,
                         const std::vector<int32_t>& classes, const Tokenizer& tokenizer,
                         const VocabularyConfig& config, Texts texts, const Vocabulary* given,
                         Corpus& corpus) {
  VocabularyBuilder builder;
  TokenBuffer tokens;
  struct Row {
    std::size_t index;
    std::vector<uint32_t> numbers;  // provisional, truncated
    int64_t tokens;
  };
  std::vector<Row> kept;
  int64_t empty = 0;
  for (const int64_t row : rows) {
    const auto i = static_cast<std::size_t>(row);
    tokenizer.tokenize(raw.texts[i], tokens);
    std::vector<uint32_t> numbers(tokens.size());
    for (std::size_t t = 0; t < tokens.size(); ++t) numbers[t] = builder.count(tokens, t);
    truncate(numbers, tokenizer.config());
    numbers.shrink_to_fit();
    if (numbers.empty()) {
      ++empty;
    } else {
      kept.push_back({i, std::move(numbers), static_cast<int64_t>(tokens.size())});
    }
  }
  VocabularyBuilder::Result built = given == nullptr ? builder.build(config) : builder.with(*given);
  PartWriter writer(corpus.train, corpus.labels.size(), texts);
  std::vector<TokenId> ids;
  for (const Row& row : kept) {
    ids.clear();
    for (const uint32_t number : row.numbers) ids.push_back(built.id_of[number]);
    writer.add(raw, row.index, classes[row.index], ids, row.tokens);
  }
  writer.finish();
  if (empty > 0) {
    corpus.train.rows.used -= empty;
    corpus.train.rows.skipped[kNoToken] += empty;
  }
  corpus.vocabulary = std::move(built.vocabulary);
  corpus.distinct_tokens = built.distinct;
}

}  // namespace

Corpus read_corpus(const DataConfig& data, const TokenizerConfig& tokenizer_config,
                   const VocabularyConfig& vocabulary, uint64_t seed, Texts texts, const Vocabulary* given) {
  Corpus corpus;
  const Tokenizer tokenizer(tokenizer_config);
  const SourceRows train = read_labelled_rows(data.train, data);
  corpus.labels = labels_of(train, data);
  const std::vector<int32_t> classes = class_numbers(train, corpus.labels);
  const Split split =
      data.valid ? Split{all_rows(train), {}} : stratified_split(classes, data.valid_fraction, seed);

  const auto moved = static_cast<int64_t>(split.valid.size());
  corpus.train.rows = train.rows;
  corpus.train.rows.read -= moved;
  corpus.train.rows.used -= moved;
  build_training_part(train, split.train, classes, tokenizer, vocabulary, texts, given, corpus);
  if (corpus.train.examples.size() == 0) {
    throw DataError(
        fmt::format("{}: expected training text, found no row with a token", printable(data.train)));
  }

  const Encoder encoder(tokenizer, corpus.vocabulary);
  const auto read_other = [&](const std::string& location) {
    const SourceRows raw = read_labelled_rows(location, data);
    CorpusPart part = encode_part(raw, all_rows(raw), class_numbers(raw, corpus.labels), corpus.labels.size(),
                                  encoder, texts);
    part.rows = raw.rows;
    return part;
  };
  if (data.valid) {
    corpus.valid = read_other(*data.valid);
  } else {
    corpus.valid = encode_part(train, split.valid, classes, corpus.labels.size(), encoder, texts);
    corpus.valid.rows.read = corpus.valid.rows.used = moved;
    if (moved == 0) {
      throw DataError(
          fmt::format("{}: too few rows to take a validation part from (every label has one); add rows or "
                      "give data.valid",
                      printable(data.train)));
    }
  }
  if (data.test) corpus.test = read_other(*data.test);
  if (data.unlabelled)
    corpus.unlabelled = encode_unlabelled(*data.unlabelled, data, corpus.labels.size(), encoder, texts);
  return corpus;
}

std::string describe(const CorpusPart& part, const std::string& name,
                     const std::vector<std::string>& labels) {
  std::string line = fmt::format("{}: {} rows read, {} used", name, part.rows.read, part.rows.used);
  for (const auto& [reason, count] : part.rows.skipped)
    line += fmt::format(", {} skipped ({})", count, reason);
  line += ";";
  for (std::size_t i = 0; i < labels.size(); ++i) {
    line += fmt::format(" {} {}{}", printable(labels[i]), part.label_counts[i],
                        i + 1 < labels.size() ? "," : ";");
  }
  const auto share = [](int64_t a, int64_t b) {
    return b == 0 ? 0.0 : 100.0 * static_cast<double>(a) / static_cast<double>(b);
  };
  line += fmt::format(
      " {} tokens, {:.1f}% of them kept; {:.1f}% of the rows truncated; {:.2f}% of the tokens unknown",
      part.tokens, share(part.kept_tokens, part.tokens), share(part.truncated_examples, part.rows.used),
      share(part.unknown_tokens, part.kept_tokens));
  return line;
}

}  // namespace sentiment
