#include "model/pretrained_file.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"
#include "json/settings_writer.h"
#include "model/metadata_reader.h"
#include "model/model_path.h"
#include "model/tensor_reader.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxConfigBytes = 64 << 10;  // what parsing may cost, as for a classifier
constexpr std::size_t kMaxGoldenBytes = 1 << 20;
constexpr std::size_t kMaxLabelsBytes = 2 << 20;

void visit_settings(PretrainedModel& model, SettingsVisitor& visit) {
  visit.section("model", "the network", [&](SettingsVisitor& inner) {
    if (model.kind == PretrainedKind::kLanguageModel) {
      visit_settings(model.shape, inner);
    } else {
      inner.integer("embedding_size", model.shape.embedding_size, between(1, kMaxModelSize),
                    "features per token");
    }
  });
  visit.section("tokenizer", "how text is cut",
                [&](SettingsVisitor& inner) { visit_settings(model.tokenizer, inner); });
}

std::optional<PretrainedKind> known_kind(const FileMetadata& metadata) {
  const auto kind = metadata.find("kind");
  for (const PretrainedKind known : {PretrainedKind::kVectors, PretrainedKind::kLanguageModel}) {
    if (kind != metadata.end() && kind->second == name_of(known)) return known;
  }
  return std::nullopt;
}

PretrainedKind kind_of(const FileMetadata& metadata, const MetadataReader& reader) {
  if (const auto kind = known_kind(metadata)) return *kind;
  reader.refuse(fmt::format("expected a pretrained model, found {}; give one that `sentiment pretrain` wrote",
                            reader.kind()));
}

/// The labels, which only a language model may have; none otherwise.
std::vector<std::string> labels_of(PretrainedKind kind, const FileMetadata& metadata,
                                   const MetadataReader& reader) {
  std::vector<const char*> keys = {"config", "content_hash", "format", "format_version", "golden", "kind"};
  const bool has_labels = kind == PretrainedKind::kLanguageModel && metadata.contains("labels");
  if (has_labels) keys.push_back("labels");
  reader.expect_keys(keys);
  if (!has_labels) return {};
  reader.expect_size("labels", kMaxLabelsBytes);
  return reader.labels(1);
}

void expect_token(const PretrainedModel& model, TokenId id, std::string_view token,
                  const MetadataReader& reader) {
  if (model.vocabulary.id(token) == id) return;
  reader.refuse(
      fmt::format("vocabulary, line {}: expected {} in a language model, found another token; the file is "
                  "damaged or was edited, pretrain or copy it again",
                  id + 1, quote(token)));
}

/// A language model whose vocabulary lacks the end of a text could not say where one ends; its labels must be
/// those of the metadata, no more and no fewer.
void expect_reserved_tokens(const PretrainedModel& model, const MetadataReader& reader) {
  if (model.kind != PretrainedKind::kLanguageModel) return;
  expect_token(model, Vocabulary::kEndId, Vocabulary::kEnd, reader);
  const std::size_t labels = model.labels.size();
  for (std::size_t i = 0; i < labels; ++i)
    expect_token(model, Vocabulary::label_id(i), Vocabulary::label_token(i), reader);
  if (model.vocabulary.id(Vocabulary::label_token(labels)) != Vocabulary::kUnknownId) {
    reader.refuse_damaged(
        "labels", fmt::format("expected those of the vocabulary, which has {}, found {} label{}",
                              quote(Vocabulary::label_token(labels)), labels, labels == 1 ? "" : "s"));
  }
}

}  // namespace

bool is_pretrained(const SafetensorsSource& source) {
  return known_kind(source.header().metadata).has_value();
}

PretrainedModel read_pretrained(const SafetensorsSource& source) {
  const FileMetadata& metadata = source.header().metadata;
  const MetadataReader reader(metadata, source.name());
  reader.expect_format();
  PretrainedModel model;
  model.kind = kind_of(metadata, reader);
  model.labels = labels_of(model.kind, metadata, reader);
  reader.expect_size("config", kMaxConfigBytes);
  reader.expect_size("golden", kMaxGoldenBytes);
  reader.read_config([&](SettingsVisitor& visit) { visit_settings(model, visit); });
  const std::vector<GoldenSentence> golden = reader.golden();
  TensorReader tensors(source);
  model.vocabulary = tensors.vocabulary();
  expect_reserved_tokens(model, reader);
  model.parameters = tensors.parameters(
      parameter_shapes(model.kind, model.shape, static_cast<int64_t>(model.vocabulary.size())));
  tensors.check_hash();
  warn_of_other_cuts(model.tokenizer, golden, source.name());
  return model;
}

std::string to_pretrained_bytes(const PretrainedModel& model) {
  PretrainedModel settings;  // a visitor may write, so it needs a copy
  settings.kind = model.kind;
  settings.tokenizer = model.tokenizer;
  settings.shape = model.shape;
  SettingsWriter config;
  visit_settings(settings, config);
  FileMetadata metadata = common_metadata(golden_sentences(Tokenizer(model.tokenizer)));
  metadata["kind"] = name_of(model.kind);
  metadata["config"] = dump_json(config.result);
  if (!model.labels.empty()) metadata["labels"] = dump_json(Json(model.labels));
  return to_file_bytes(std::move(metadata), model.vocabulary, model.parameters);
}

PretrainedModel from_pretrained_bytes(std::string_view bytes, const std::string& name) {
  return read_pretrained(SafetensorsSource(bytes, name));
}

void write_pretrained(const std::filesystem::path& path, const PretrainedModel& model) {
  replace_file(path, to_pretrained_bytes(model));
}

PretrainedModel read_pretrained(const std::filesystem::path& path) {
  return read_pretrained(SafetensorsSource(model_file_at(path)));
}

PretrainedModel read_pretrained(const std::filesystem::path& path, PretrainedKind kind) {
  PretrainedModel model = read_pretrained(path);
  if (model.kind != kind) {
    throw FormatError(fmt::format("{}: expected objective \"{}\", found \"{}\"; pretrain with the other one",
                                  printable(path.native()), name_of(kind), name_of(model.kind)));
  }
  return model;
}

}  // namespace sentiment
