// What a model is, and the one file it lives in. FORMAT.md beside this file describes the bytes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/model_config.h"
#include "model/parameters.h"
#include "model/safetensors_source.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary.h"

namespace sentiment {

struct Model {
  ModelConfig config;
  TokenizerConfig tokenizer;
  Vocabulary vocabulary;
  std::vector<std::string> labels;   // class i is labels[i]
  std::string text_column = "text";  // as trained: the defaults of evaluate and predict
  std::string label_column = "label";
  Parameters parameters;  // those of parameter_shapes, in that order
};

/// The file's bytes: a function of the model alone, the same for the same model everywhere.
std::string to_model_bytes(const Model& model);

/// Reads what to_model_bytes wrote. `name` is the file as messages should call it.
/// Throws FormatError naming the tensor, both shapes or the byte position.
Model from_model_bytes(std::string_view bytes, const std::string& name);

/// Reads the same from a source. Throws Error or FormatError.
Model read_model(const SafetensorsSource& source);

/// Replaces `path` atomically. Throws Error.
void write_model(const std::filesystem::path& path, const Model& model);

/// Reads a model file, or a run directory's model.safetensors. Throws Error or FormatError.
Model read_model(const std::filesystem::path& path);

}  // namespace sentiment
