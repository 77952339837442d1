#include "model/model_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "model/model_metadata.h"
#include "model/safetensors.h"
#include "model/safetensors_source.h"

namespace sentiment {
namespace {

constexpr const char* kVocabulary = "vocabulary";
constexpr const char* kFileName = "model.safetensors";
constexpr uint64_t kMaxVocabularyBytes = uint64_t{1}
                                         << 30;  // read at once; ten million tokens of 64 bytes fit
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

/// Turns the tensors of a file into those the config asks for, and hashes them on the way.
class TensorReader {
 public:
  explicit TensorReader(const SafetensorsSource& source)
      : source_(source), file_(source.header()), name_(printable(source.name())) {}

  Vocabulary vocabulary() {
    const TensorEntry& tensor = expect(kVocabulary, DType::kU8);
    if (tensor.shape.size() != 1) {
      refuse(fmt::format("tensor {}: expected a list of bytes, found shape {}", quote(kVocabulary),
                         shape_text(tensor.shape)));
    }
    if (tensor.size > kMaxVocabularyBytes) {
      refuse(fmt::format("tensor {}: expected at most {} bytes, found {}", quote(kVocabulary),
                         kMaxVocabularyBytes, tensor.size));
    }
    std::string bytes(tensor.size, '\0');
    source_.read(tensor, 0, bytes);
    note(tensor, xxh3_hex(bytes));
    try {
      return Vocabulary::from_bytes(bytes);
    } catch (const FormatError& error) {
      throw FormatError(fmt::format("{}: {}", name_, error.what()));
    }
  }

  Parameters parameters(const std::vector<ParameterShape>& expected) {
    Parameters found;
    for (const ParameterShape& parameter : expected) {
      const TensorEntry& tensor = expect(parameter.name, DType::kF32);
      if (tensor.shape != parameter.shape) {
        refuse(fmt::format("tensor {}: expected shape {} by config, vocabulary and labels, found {}",
                           quote(parameter.name), shape_text(parameter.shape), shape_text(tensor.shape)));
      }
      found.push_back({parameter.name, parameter.shape, values_of(tensor)});
    }
    for (const TensorEntry& tensor : file_.tensors) {
      if (tensor.name != kVocabulary && !is_expected(expected, tensor.name)) {
        refuse(fmt::format("tensor {}: the config has no place for it, its shape is {}", quote(tensor.name),
                           shape_text(tensor.shape)));
      }
    }
    return found;
  }

  /// After the checks that can name the tensor at fault: this one only knows that something is.
  void check_hash() const {
    const std::string& expected = file_.metadata.at("content_hash");
    if (const std::string found = content_hash(file_.metadata, hashed_); found != expected) {
      throw FormatError(fmt::format("{}: expected content with hash {}, found {}; {}", name_, quote(expected),
                                    found, kDamaged));
    }
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

  const TensorEntry& expect(const std::string& name, DType dtype) const {
    const TensorEntry* tensor = file_.find(name);
    if (tensor == nullptr) refuse(fmt::format("tensor {}: expected by the config, found none", quote(name)));
    if (tensor->dtype != dtype) {
      refuse(fmt::format("tensor {}: expected {}, found {} of shape {}", quote(name), name_of(dtype),
                         name_of(tensor->dtype), shape_text(tensor->shape)));
    }
    return *tensor;
  }

  void note(const TensorEntry& tensor, std::string hash) {
    hashed_.push_back({tensor.name, tensor.dtype, tensor.shape, std::move(hash)});
  }

  /// Piece by piece, so that each is hashed and checked while it lies in the cache: loading is most of a
  /// short run.
  std::vector<float> values_of(const TensorEntry& tensor) {
    const std::size_t count = tensor.size / sizeof(float);
    std::vector<float> values;
    values.reserve(count);
    expect_to_fill(values.data(), tensor.size);
    Xxh3 hash;
    while (values.size() < count) {
      const std::size_t begin = values.size();
      values.resize(std::min(count, begin + kPieceFloats));
      const std::span piece(values.begin() + static_cast<std::ptrdiff_t>(begin), values.end());
      const std::span bytes(reinterpret_cast<char*>(piece.data()), piece.size_bytes());
      source_.read(tensor, begin * sizeof(float), bytes);
      hash.update({bytes.data(), bytes.size()});
      if (!all_finite(piece)) refuse_value(tensor, values);
    }
    note(tensor, hash.hex());
    return values;
  }

  [[noreturn]] void refuse_value(const TensorEntry& tensor, const std::vector<float>& values) const {
    const auto bad =
        std::find_if_not(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
    throw FormatError(
        fmt::format("{}: tensor {}: expected finite numbers, found {} at element {}; use a model from "
                    "before the training diverged, or copy the file again",
                    name_, quote(tensor.name), *bad, bad - values.begin()));
  }

  /// By the bits, without a way out of the loop: adding one to an exponent carries only if all of it is ones.
  static uint32_t carry_of(float value) {
    return (std::bit_cast<uint32_t>(value) & 0x7F80'0000U) + 0x0080'0000U;
  }

  static bool all_finite(std::span<const float> values) {
    constexpr std::size_t kBlock = 32;  // of a fixed size, so that it becomes a few vectors
    uint32_t carries = 0;
    for (; values.size() >= kBlock; values = values.subspan(kBlock)) {
      for (const float value : values.first<kBlock>()) carries |= carry_of(value);
    }
    for (const float value : values) carries |= carry_of(value);
    return carries >> 31 == 0;
  }

  static constexpr std::size_t kPieceFloats = 32 * 1024;

  const SafetensorsSource& source_;
  const SafetensorsHeader& file_;
  std::string name_;
  std::vector<HashedTensor> hashed_;
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
  warn_of_other_cuts(metadata, source.name());
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
  const std::string vocabulary = model.vocabulary.to_bytes();
  std::vector<TensorView> tensors = {
      {kVocabulary, DType::kU8, {static_cast<int64_t>(vocabulary.size())}, vocabulary}};
  for (const NamedTensor& tensor : model.parameters) tensors.push_back(view_of(tensor));
  metadata["content_hash"] = content_hash(metadata, tensors);
  return to_safetensors(metadata, std::move(tensors));
}

Model from_model_bytes(std::string_view bytes, const std::string& name) {
  return model_of(SafetensorsSource(bytes, name));
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
  return model_of(SafetensorsSource(file));
}

}  // namespace sentiment
