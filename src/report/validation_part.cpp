#include "report/validation_part.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/corpus.h"
#include "data/location.h"

namespace sentiment {
namespace {

[[noreturn]] void refuse(const RunRecord& record, const std::string& found) {
  throw Error(fmt::format("{}: expected a run whose validation part can be read again, found {}",
                          printable(record.folder.native()), found));
}

}  // namespace

bool can_be_read_again(const std::optional<std::string>& location) {
  if (!location) return true;
  std::error_code ignored;
  const std::filesystem::file_status status =
      std::filesystem::status(parse_location(*location).path, ignored);
  return std::filesystem::is_regular_file(status) || std::filesystem::is_directory(status);
}

std::optional<std::string> validation_hash(const RunRecord& record) {
  return text_in(record.meta, {"data", "valid"});
}

LabelledTexts read_validation_part(const RunRecord& record) {
  if (!record.config) refuse(record, "no config.json that this version reads");
  DataConfig data = record.config->data;
  data.test.reset();  // not parts of what is asked for
  data.unlabelled.reset();
  if (!can_be_read_again(data.train) || !can_be_read_again(data.valid))
    refuse(record, "that its data is not there, or came from a pipe");
  // Which texts are in the part does not depend on the vocabulary.
  Corpus corpus = read_corpus(data, record.config->tokenizer, VocabularyConfig{},
                              static_cast<uint64_t>(record.config->seed), Texts::kKeep);
  if (corpus.valid.hash != validation_hash(record)) refuse(record, "that the data has changed since");
  LabelledTexts part{std::move(corpus.labels), std::move(corpus.valid.texts), {}};
  for (std::size_t row = 0; row < part.texts.size(); ++row)
    part.truths.push_back(static_cast<std::size_t>(corpus.valid.examples.label(row)));
  return part;
}

}  // namespace sentiment
