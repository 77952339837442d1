// What a model file says beside its tensors, as the strings of the container's metadata. FORMAT.md describes
// them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/model_config.h"
#include "model/safetensors.h"
#include "text/tokenizer.h"
#include "text/tokenizer_config.h"

namespace sentiment {

struct ModelMetadata {
  ModelConfig config;
  TokenizerConfig tokenizer;
  std::string text_column = "text";
  std::string label_column = "label";
  std::vector<std::string> labels;     // at least two, at most kMaxLabels, all different
  std::vector<GoldenSentence> golden;  // as cut when the model was written
};

/// All keys but content_hash.
std::map<std::string, std::string> to_metadata(const ModelMetadata& model);

/// Reads what to_metadata wrote. `name` is the file as messages should call it. Throws FormatError.
ModelMetadata from_metadata(const std::map<std::string, std::string>& metadata, const std::string& name);

/// A tensor by the XXH3 of its bytes.
struct HashedTensor {
  std::string name;
  DType dtype;
  std::vector<int64_t> shape;
  std::string hash;
};

/// XXH3 of everything that makes the model what it is: format version, config, labels, golden sentences and
/// every tensor; a function of the content, not of where it lies in the file.
std::string content_hash(const std::map<std::string, std::string>& metadata,
                         const std::vector<HashedTensor>& tensors);
std::string content_hash(const std::map<std::string, std::string>& metadata,
                         const std::vector<TensorView>& tensors);

}  // namespace sentiment
