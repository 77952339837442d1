// What pretraining gives, and the one file it lives in. FORMAT.md beside this file describes the bytes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/parameters.h"
#include "model/pretrained_shape.h"
#include "model/safetensors_source.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary.h"

namespace sentiment {

struct PretrainedModel {
  PretrainedKind kind = PretrainedKind::kLanguageModel;
  TokenizerConfig tokenizer;
  Vocabulary vocabulary;            // of a language model with Vocabulary::kEnd as its first ordinary token
  std::vector<std::string> labels;  // in front of texts; the i-th is the token Vocabulary::label_id(i)
  PretrainedShape shape;
  Parameters parameters;  // those of parameter_shapes, in that order
};

/// The file's bytes: a function of the model alone, the same for the same model everywhere.
std::string to_pretrained_bytes(const PretrainedModel& model);

/// Reads what to_pretrained_bytes wrote. `name` is the file as messages should call it.
/// Throws FormatError naming the tensor, both shapes or the byte position, or that it is a classifier.
PretrainedModel from_pretrained_bytes(std::string_view bytes, const std::string& name);

/// Replaces `path` atomically. Throws Error.
void write_pretrained(const std::filesystem::path& path, const PretrainedModel& model);

/// Reads a pretrained file, or a run directory's model.safetensors. Throws Error or FormatError.
PretrainedModel read_pretrained(const std::filesystem::path& path);

PretrainedModel read_pretrained(const SafetensorsSource& source);

/// Whether the file says that it is of a kind that `pretrain` writes.
bool is_pretrained(const SafetensorsSource& source);

/// Reads the file; throws FormatError if it is of another kind.
PretrainedModel read_pretrained(const std::filesystem::path& path, PretrainedKind kind);

}  // namespace sentiment
