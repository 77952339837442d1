#include "model/model_metadata.h"

#include <fmt/format.h>

#include "core/hash.h"
#include "data/name_limits.h"
#include "json/settings_writer.h"
#include "json/strict_json.h"
#include "model/metadata_reader.h"

namespace sentiment {
namespace {

constexpr const char* kHashed[] = {"kind", "config", "labels", "golden"};  // those that a file has
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

}  // namespace

std::map<std::string, std::string> to_metadata(const ModelMetadata& model) {
  ModelMetadata copy = model;  // a visitor may write, so it needs one
  SettingsWriter config;
  visit_settings(copy, config);
  FileMetadata metadata = common_metadata(model.golden);
  metadata["config"] = dump_json(config.result);
  metadata["labels"] = dump_json(Json(model.labels));
  return metadata;
}

ModelMetadata from_metadata(const std::map<std::string, std::string>& metadata, const std::string& name) {
  const MetadataReader reader(metadata, name);
  reader.expect_format();
  if (metadata.contains("kind")) {
    reader.refuse(fmt::format("expected a classifier, found {}; give a model that `sentiment train` wrote",
                              reader.kind()));
  }
  reader.expect_keys(kKeys);
  for (const auto& [key, bytes] : kTextLimits) reader.expect_size(key, bytes);
  ModelMetadata model;
  reader.read_config([&](SettingsVisitor& visit) { visit_settings(model, visit); });
  model.labels = reader.labels(2);
  model.golden = reader.golden();
  return model;
}

std::string content_hash(const std::map<std::string, std::string>& metadata,
                         const std::vector<HashedTensor>& tensors) {
  std::string listing = fmt::format("{} {}\n", metadata.at("format"), metadata.at("format_version"));
  for (const char* key : kHashed) {
    if (const auto found = metadata.find(key); found != metadata.end())
      listing += fmt::format("{} {}\n", key, xxh3_hex(found->second));
  }
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
