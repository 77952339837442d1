#include "model/model_file.h"

#include <fmt/format.h>

#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"
#include "model/metadata_reader.h"
#include "model/model_metadata.h"
#include "model/model_path.h"
#include "model/safetensors_source.h"
#include "model/tensor_reader.h"

namespace sentiment {
namespace {

/// Labels and columns are a user's bytes; JSON would silently change what is not UTF-8.
void check_writable(const std::string& text) {
  if (is_valid_utf8(text)) return;
  throw DataError(
      fmt::format("label or column {}: a model holds UTF-8 only; convert the data to UTF-8", quote(text)));
}

Model model_of(const SafetensorsSource& source) {
  const ModelMetadata metadata = from_metadata(source.header().metadata, source.name());
  TensorReader tensors(source);
  Model model;
  model.config = metadata.config;
  model.tokenizer = metadata.tokenizer;
  model.text_column = metadata.text_column;
  model.label_column = metadata.label_column;
  model.labels = metadata.labels;
  model.vocabulary = tensors.vocabulary();
  model.parameters =
      tensors.parameters(parameter_shapes(model.config, static_cast<int64_t>(model.vocabulary.size()),
                                          static_cast<int64_t>(model.labels.size())));
  tensors.check_hash();
  warn_of_other_cuts(metadata.tokenizer, metadata.golden, source.name());
  return model;
}

}  // namespace

std::string to_model_bytes(const Model& model) {
  check_writable(model.text_column);
  check_writable(model.label_column);
  for (const std::string& label : model.labels) check_writable(label);
  std::map<std::string, std::string> metadata =
      to_metadata({.config = model.config,
                   .tokenizer = model.tokenizer,
                   .text_column = model.text_column,
                   .label_column = model.label_column,
                   .labels = model.labels,
                   .golden = golden_sentences(Tokenizer(model.tokenizer))});
  return to_file_bytes(std::move(metadata), model.vocabulary, model.parameters);
}

Model from_model_bytes(std::string_view bytes, const std::string& name) {
  return model_of(SafetensorsSource(bytes, name));
}

void write_model(const std::filesystem::path& path, const Model& model) {
  replace_file(path, to_model_bytes(model));
}

Model read_model(const std::filesystem::path& path) {
  return model_of(SafetensorsSource(model_file_at(path)));
}

}  // namespace sentiment
