#include "model/metadata_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/log.h"
#include "core/quote.h"
#include "data/name_limits.h"
#include "json/settings_reader.h"

namespace sentiment {
namespace {

constexpr const char* kFormat = "sentiment";
constexpr const char* kVersion = "1";
constexpr const char* kDamaged = "the file is damaged or was edited, train or copy it again";

}  // namespace

MetadataReader::MetadataReader(const FileMetadata& metadata, const std::string& name)
    : metadata_(metadata), name_(printable(name)) {}

void MetadataReader::refuse(std::string_view text) const {
  throw FormatError(fmt::format("{}: {}", name_, text));
}

void MetadataReader::refuse_damaged(const char* key, std::string_view text) const {
  refuse(fmt::format("metadata {}: {}; {}", key, text, kDamaged));
}

void MetadataReader::expect_format() const {
  const auto format = metadata_.find("format");
  if (format != metadata_.end() && format->second == kFormat) return;
  refuse(
      "a safetensors file, but its metadata has no format \"sentiment\"; give a model.safetensors that "
      "`sentiment train` wrote");
}

std::string MetadataReader::kind() const {
  const auto kind = metadata_.find("kind");
  if (kind == metadata_.end()) return "a classifier";
  if (kind->second == "language_model") return "a language model";
  if (kind->second == "vectors") return "word vectors";
  if (kind->second == "bundle") return "a bundle of several models";
  return fmt::format("a file of kind {}", quote(kind->second));
}

void MetadataReader::expect_keys(std::span<const char* const> keys) const {
  const auto version = metadata_.find("format_version");
  if (version == metadata_.end()) refuse_damaged("format_version", "expected \"1\", found none");
  if (version->second != kVersion) {
    refuse(
        fmt::format("expected format version 1, found {}; it was written by a newer version of sentiment, "
                    "or is damaged",
                    quote(version->second)));
  }
  for (const char* key : keys) {
    if (!metadata_.contains(key)) refuse_damaged(key, "expected a text, found none");
  }
  for (const auto& [key, value] : metadata_) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      refuse_damaged("keys",
                     fmt::format("expected none besides those of format version 1, found {}", quote(key)));
    }
  }
}

void MetadataReader::expect_size(const char* key, std::size_t most_bytes) const {
  const std::size_t found = metadata_.at(key).size();
  if (found > most_bytes)
    refuse_damaged(key, fmt::format("expected at most {} bytes, found {}", most_bytes, found));
}

void MetadataReader::read_config(const std::function<void(SettingsVisitor&)>& visit_members) const {
  std::vector<std::string> problems;
  try {
    const SettingsSource source(metadata_.at("config"), name_ + ": metadata config", "");
    SettingsReader reader(source, problems);
    visit_members(reader);
    reader.finish();
  } catch (const ConfigError& error) {
    problems = error.problems;
  }
  if (problems.empty()) return;
  const std::string more = problems.size() == 1 ? "" : fmt::format(" (and {} more)", problems.size() - 1);
  throw FormatError(fmt::format("{}{}; {}", problems.front(), more, kDamaged));
}

Json MetadataReader::parse(const char* key) const {
  try {
    return parse_json(metadata_.at(key));
  } catch (const JsonError& error) {
    refuse_damaged(key, error.what());
  }
}

std::vector<std::string> MetadataReader::texts(const char* key, const Json& list) const {
  std::vector<std::string> found;
  if (!list.is_array()) refuse_damaged(key, "expected a list of texts, found another value");
  for (const Json& item : list) {
    if (!item.is_string()) refuse_damaged(key, "expected a list of texts, found another value in it");
    found.push_back(item.get<std::string>());
  }
  return found;
}

std::vector<std::string> MetadataReader::labels(std::size_t least) const {
  std::vector<std::string> labels = texts("labels", parse("labels"));
  if (labels.size() < least) {
    refuse_damaged("labels", fmt::format("expected at least {} label{}, found {}", least,
                                         least == 1 ? "" : "s", labels.size()));
  }
  if (labels.size() > kMaxLabels)
    refuse_damaged("labels", fmt::format("expected at most {} labels, found {}", kMaxLabels, labels.size()));
  std::set<std::string_view> seen;
  for (const std::string& label : labels) {
    if (!seen.insert(label).second)
      refuse_damaged("labels", fmt::format("expected each label once, found {} again", quote(label)));
  }
  return labels;
}

std::vector<GoldenSentence> MetadataReader::golden() const {
  std::vector<GoldenSentence> golden;
  const Json list = parse("golden");
  if (!list.is_array()) refuse_damaged("golden", "expected a list, found another value");
  for (const Json& item : list) {
    if (!item.is_object() || item.size() != 2 || !item.contains("text") || !item.contains("tokens") ||
        !item["text"].is_string()) {
      refuse_damaged("golden", "expected objects with text and tokens, found another value");
    }
    golden.push_back({item["text"].get<std::string>(), texts("golden", item["tokens"])});
  }
  return golden;
}

FileMetadata common_metadata(const std::vector<GoldenSentence>& golden) {
  Json sentences = Json::array();
  for (const GoldenSentence& sentence : golden)
    sentences.push_back({{"text", sentence.text}, {"tokens", sentence.tokens}});
  return {{"format", kFormat}, {"format_version", kVersion}, {"golden", dump_json(sentences)}};
}

void warn_of_other_cuts(const TokenizerConfig& config, const std::vector<GoldenSentence>& golden,
                        const std::string& name) {
  const Tokenizer tokenizer(config);
  for (const GoldenSentence& sentence : golden) {
    if (tokenizer.tokenize(sentence.text) == sentence.tokens) continue;
    log_warning(
        fmt::format("{}: this program cuts {} into other tokens than when the model was written; results "
                    "may differ, train again for the same Unicode version",
                    printable(name), quote(sentence.text)));
    return;
  }
}

}  // namespace sentiment
