#include "model/model_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/quote.h"
#include "model/model_metadata.h"
#include "model/safetensors.h"

namespace sentiment {
namespace {

constexpr const char* kVocabulary = "vocabulary";
constexpr const char* kFileName = "model.safetensors";
constexpr const char* kDamaged = "the file is damaged or was edited, train or copy it again";

/// Labels and columns are a user's bytes; JSON would silently change what is not UTF-8.
void check_writable(const std::string& text) {
  if (is_valid_utf8(text)) return;
  throw DataError(
      fmt::format("label or column {}: a model holds UTF-8 only; convert the data to UTF-8", quote(text)));
}

TensorView view_of(const NamedTensor& tensor) {
  return {tensor.name,
          DType::kF32,
          tensor.shape,
          {reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float)}};
}

/// Turns the tensors of a file into those the config asks for.
class TensorReader {
 public:
  TensorReader(const SafetensorsFile& file, const std::string& name) : file_(file), name_(printable(name)) {}

  Vocabulary vocabulary() const {
    const TensorView& tensor = expect(kVocabulary, DType::kU8);
    if (tensor.shape.size() != 1) {
      refuse(fmt::format("tensor {}: expected a list of bytes, found shape {}", quote(kVocabulary),
                         shape_text(tensor.shape)));
    }
    try {
      return Vocabulary::from_bytes(tensor.bytes);
    } catch (const FormatError& error) {
      throw FormatError(fmt::format("{}: {}", name_, error.what()));
    }
  }

  Parameters parameters(const std::vector<ParameterShape>& expected) const {
    Parameters found;
    for (const ParameterShape& parameter : expected) {
      const TensorView& tensor = expect(parameter.name, DType::kF32);
      if (tensor.shape != parameter.shape) {
        refuse(fmt::format("tensor {}: expected shape {} by config, vocabulary and labels, found {}",
                           quote(parameter.name), shape_text(parameter.shape), shape_text(tensor.shape)));
      }
      found.push_back({parameter.name, parameter.shape, values_of(tensor)});
    }
    for (const TensorView& tensor : file_.tensors) {
      if (tensor.name != kVocabulary && !is_expected(expected, tensor.name)) {
        refuse(fmt::format("tensor {}: the config has no place for it, its shape is {}", quote(tensor.name),
                           shape_text(tensor.shape)));
      }
    }
    return found;
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const {
    throw FormatError(fmt::format("{}: {}; {}", name_, text, kDamaged));
  }

  static bool is_expected(const std::vector<ParameterShape>& expected, const std::string& name) {
    for (const ParameterShape& parameter : expected) {
      if (parameter.name == name) return true;
    }
    return false;
  }

  const TensorView& expect(const std::string& name, DType dtype) const {
    const TensorView* tensor = file_.find(name);
    if (tensor == nullptr) refuse(fmt::format("tensor {}: expected by the config, found none", quote(name)));
    if (tensor->dtype != dtype) {
      refuse(fmt::format("tensor {}: expected {}, found {} of shape {}", quote(name), name_of(dtype),
                         name_of(tensor->dtype), shape_text(tensor->shape)));
    }
    return *tensor;
  }

  std::vector<float> values_of(const TensorView& tensor) const {
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    if (all_finite(values)) return values;
    const auto bad =
        std::find_if_not(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
    throw FormatError(
        fmt::format("{}: tensor {}: expected finite numbers, found {} at element {}; use a model from "
                    "before the training diverged, or copy the file again",
                    name_, quote(tensor.name), *bad, bad - values.begin()));
  }

  /// Without a way out of the loop, so that it runs at the speed of memory: loading is most of a short run.
  static bool all_finite(const std::vector<float>& values) {
    bool finite = true;
    for (const float value : values) finite &= std::abs(value) <= std::numeric_limits<float>::max();
    return finite;
  }

  const SafetensorsFile& file_;
  std::string name_;
};

void warn_of_other_cuts(const ModelMetadata& metadata, const std::string& name) {
  const Tokenizer tokenizer(metadata.tokenizer);
  for (const GoldenSentence& sentence : metadata.golden) {
    if (tokenizer.tokenize(sentence.text) == sentence.tokens) continue;
    log_warning(
        fmt::format("{}: this program cuts {} into other tokens than when the model was written; results "
                    "may differ, train again for the same Unicode version",
                    printable(name), quote(sentence.text)));
    return;
  }
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
  const std::string vocabulary = model.vocabulary.to_bytes();
  std::vector<TensorView> tensors = {
      {kVocabulary, DType::kU8, {static_cast<int64_t>(vocabulary.size())}, vocabulary}};
  for (const NamedTensor& tensor : model.parameters) tensors.push_back(view_of(tensor));
  metadata["content_hash"] = content_hash(metadata, tensors);
  return to_safetensors(metadata, std::move(tensors));
}

Model from_model_bytes(std::string_view bytes, const std::string& name) {
  const SafetensorsFile file = parse_safetensors(bytes, name);
  ModelMetadata metadata = from_metadata(file.metadata, name);
  const TensorReader tensors(file, name);
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
  // After the checks that can name the tensor at fault: this one only knows that something is.
  if (const std::string found = content_hash(file.metadata, file.tensors);
      found != file.metadata.at("content_hash")) {
    throw FormatError(fmt::format("{}: expected content with hash {}, found {}; {}", printable(name),
                                  quote(file.metadata.at("content_hash")), found, kDamaged));
  }
  warn_of_other_cuts(metadata, name);
  return model;
}

void write_model(const std::filesystem::path& path, const Model& model) {
  replace_file(path, to_model_bytes(model));
}

Model read_model(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path file = path;
  if (std::filesystem::is_directory(path, error)) {
    file /= kFileName;
    if (!std::filesystem::exists(file, error)) {
      throw Error(
          fmt::format("{}: expected a run folder with {} in it, found none; a run writes it after its first "
                      "validation",
                      printable(path.native()), kFileName));
    }
  } else if (!std::filesystem::exists(path, error) && !error) {
    throw Error(fmt::format("{}: expected a model file or a run folder, found nothing there; check the path",
                            printable(path.native())));
  }
  return from_model_bytes(read_safetensors_bytes(file), file.native());
}

}  // namespace sentiment
