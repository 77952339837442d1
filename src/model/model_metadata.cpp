#include "model/model_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "core/quote.h"
#include "data/name_limits.h"
#include "json/settings_reader.h"
#include "json/settings_writer.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

constexpr const char* kFormat = "sentiment";
constexpr const char* kVersion = "1";
constexpr const char* kHashed[] = {"config", "labels", "golden"};
constexpr const char* kKeys[] = {"config", "content_hash", "format", "format_version", "golden", "labels"};

/// Bounds what parsing a text may cost: a value takes many times the bytes it is written with. A config with
/// the longest names, and kMaxLabels labels of kMaxLabelBytes that are all escapes, are within.
struct TextLimit {
  const char* key;
  std::size_t bytes;
};
constexpr TextLimit kTextLimits[] = {{"config", 64 << 10}, {"labels", 2 << 20}, {"golden", 1 << 20}};
static_assert(kMaxLabels * (kMaxLabelBytes * 6 + 3) < 2 << 20 && kMaxColumnBytes * 2 * 6 < 32 << 10);

void visit_settings(ModelMetadata& model, SettingsVisitor& visit) {
  visit.section("model", "the network", [&](SettingsVisitor& inner) { visit_settings(model.config, inner); });
  visit.section("tokenizer", "how text is cut",
                [&](SettingsVisitor& inner) { visit_settings(model.tokenizer, inner); });
  visit.section("data", "as trained", [&](SettingsVisitor& inner) {
    inner.text("text_column", model.text_column, "the column or field with the text");
    inner.text("label_column", model.label_column, "the column or field with the label");
  });
}

class MetadataReader {
 public:
  MetadataReader(const std::map<std::string, std::string>& metadata, const std::string& name)
      : metadata_(metadata), name_(printable(name)) {}

  ModelMetadata read() const {
    check_keys();
    check_sizes();
    ModelMetadata model;
    read_config(model);
    read_labels(model.labels);
    read_golden(model.golden);
    return model;
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const {
    throw FormatError(fmt::format("{}: {}", name_, text));
  }
  /// For what only damage or editing by hand can have done.
  [[noreturn]] void refuse_damaged(const char* key, const std::string& text) const {
    refuse(
        fmt::format("metadata {}: {}; the file is damaged or was edited, train or copy it again", key, text));
  }

  void check_keys() const {
    const auto format = metadata_.find("format");
    if (format == metadata_.end() || format->second != kFormat) {
      refuse(
          "a safetensors file, but its metadata has no format \"sentiment\"; give a model.safetensors that "
          "`sentiment train` wrote");
    }
    const auto version = metadata_.find("format_version");
    if (version == metadata_.end()) refuse_damaged("format_version", "expected \"1\", found none");
    if (version->second != kVersion) {
      refuse(
          fmt::format("expected format version 1, found {}; it was written by a newer version of sentiment, "
                      "or is damaged",
                      quote(version->second)));
    }
    for (const char* key : kKeys) {
      if (!metadata_.contains(key)) refuse_damaged(key, "expected a text, found none");
    }
    for (const auto& [key, value] : metadata_) {
      if (std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) {
        refuse_damaged("keys",
                       fmt::format("expected none besides those of format version 1, found {}", quote(key)));
      }
    }
  }

  void check_sizes() const {
    for (const auto& [key, bytes] : kTextLimits) {
      const std::size_t found = metadata_.at(key).size();
      if (found > bytes)
        refuse_damaged(key, fmt::format("expected at most {} bytes, found {}", bytes, found));
    }
  }

  void read_config(ModelMetadata& model) const {
    std::vector<std::string> problems;
    try {
      const SettingsSource source(metadata_.at("config"), name_ + ": metadata config", "");
      SettingsReader reader(source, problems);
      visit_settings(model, reader);
      reader.finish();
    } catch (const ConfigError& error) {
      problems = error.problems;
    }
    if (problems.empty()) return;
    const std::string more = problems.size() == 1 ? "" : fmt::format(" (and {} more)", problems.size() - 1);
    throw FormatError(fmt::format("{}{}; the file is damaged or was edited, train or copy it again",
                                  problems.front(), more));
  }

  Json parse(const char* key) const {
    try {
      return parse_json(metadata_.at(key));
    } catch (const JsonError& error) {
      refuse_damaged(key, error.what());
    }
  }

  std::vector<std::string> texts(const char* key, const Json& list) const {
    std::vector<std::string> found;
    if (!list.is_array()) refuse_damaged(key, "expected a list of texts, found another value");
    for (const Json& item : list) {
      if (!item.is_string()) refuse_damaged(key, "expected a list of texts, found another value in it");
      found.push_back(item.get<std::string>());
    }
    return found;
  }

  void read_labels(std::vector<std::string>& labels) const {
    labels = texts("labels", parse("labels"));
    if (labels.size() < 2)
      refuse_damaged("labels", fmt::format("expected at least 2 labels, found {}", labels.size()));
    if (labels.size() > kMaxLabels) {
      refuse_damaged("labels",
                     fmt::format("expected at most {} labels, found {}", kMaxLabels, labels.size()));
    }
    std::set<std::string_view> seen;
    for (const std::string& label : labels) {
      if (!seen.insert(label).second) {
        refuse_damaged("labels", fmt::format("expected each label once, found {} again", quote(label)));
      }
    }
  }

  void read_golden(std::vector<GoldenSentence>& golden) const {
    const Json list = parse("golden");
    if (!list.is_array()) refuse_damaged("golden", "expected a list, found another value");
    for (const Json& item : list) {
      if (!item.is_object() || item.size() != 2 || !item.contains("text") || !item.contains("tokens") ||
          !item["text"].is_string()) {
        refuse_damaged("golden", "expected objects with text and tokens, found another value");
      }
      golden.push_back({item["text"].get<std::string>(), texts("golden", item["tokens"])});
    }
  }

  const std::map<std::string, std::string>& metadata_;
  std::string name_;
};

}  // namespace

std::map<std::string, std::string> to_metadata(const ModelMetadata& model) {
  ModelMetadata copy = model;  // a visitor may write, so it needs one
  SettingsWriter config;
  visit_settings(copy, config);
  Json golden = Json::array();
  for (const GoldenSentence& sentence : model.golden) {
    golden.push_back({{"text", sentence.text}, {"tokens", sentence.tokens}});
  }
  return {{"format", kFormat},
          {"format_version", kVersion},
          {"config", dump_json(config.result)},
          {"labels", dump_json(Json(model.labels))},
          {"golden", dump_json(golden)}};
}

ModelMetadata from_metadata(const std::map<std::string, std::string>& metadata, const std::string& name) {
  return MetadataReader(metadata, name).read();
}

std::string content_hash(const std::map<std::string, std::string>& metadata,
                         const std::vector<HashedTensor>& tensors) {
  std::string listing = fmt::format("{} {}\n", kFormat, kVersion);
  for (const char* key : kHashed) listing += fmt::format("{} {}\n", key, xxh3_hex(metadata.at(key)));
  std::map<std::string, std::string> lines;  // in the order of the tensors' names
  for (const HashedTensor& tensor : tensors) {
    lines[tensor.name] = fmt::format("{} {} {} {}\n", dump_json(Json(tensor.name)), name_of(tensor.dtype),
                                     shape_text(tensor.shape), tensor.hash);
  }
  for (const auto& [name, line] : lines) listing += line;
  return xxh3_hex(listing);
}

std::string content_hash(const std::map<std::string, std::string>& metadata,
                         const std::vector<TensorView>& tensors) {
  std::vector<HashedTensor> hashed;
  for (const TensorView& tensor : tensors) {
    hashed.push_back({tensor.name, tensor.dtype, tensor.shape, xxh3_hex(tensor.bytes)});
  }
  return content_hash(metadata, hashed);
}

}  // namespace sentiment
