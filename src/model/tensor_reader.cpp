#include "model/tensor_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/hash.h"
#include "core/heap.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr const char* kVocabulary = "vocabulary";
constexpr uint64_t kMaxVocabularyBytes = uint64_t{1}
                                         << 30;  // read at once; ten million tokens of 64 bytes fit
constexpr const char* kDamaged = "the file is damaged or was edited, train or copy it again";
constexpr std::size_t kPieceFloats = 32 * 1024;

bool is_expected(const std::vector<ParameterShape>& expected, const std::string& name) {
  return std::any_of(expected.begin(), expected.end(),
                     [&](const ParameterShape& parameter) { return parameter.name == name; });
}

/// By the bits, without a way out of the loop: adding one to an exponent carries only if all of it is ones.
uint32_t carry_of(float value) { return (std::bit_cast<uint32_t>(value) & 0x7F80'0000U) + 0x0080'0000U; }

bool all_finite(std::span<const float> values) {
  constexpr std::size_t kBlock = 32;  // of a fixed size, so that it becomes a few vectors
  uint32_t carries = 0;
  for (; values.size() >= kBlock; values = values.subspan(kBlock)) {
    for (const float value : values.first<kBlock>()) carries |= carry_of(value);
  }
  for (const float value : values) carries |= carry_of(value);
  return carries >> 31 == 0;
}

TensorView view_of(const NamedTensor& tensor) {
  return {tensor.name,
          DType::kF32,
          tensor.shape,
          {reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float)}};
}

}  // namespace

TensorReader::TensorReader(const SafetensorsSource& source)
    : source_(source), file_(source.header()), name_(printable(source.name())) {}

void TensorReader::refuse(const std::string& text) const {
  throw FormatError(fmt::format("{}: {}; {}", name_, text, kDamaged));
}

Vocabulary TensorReader::vocabulary() {
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

Parameters TensorReader::parameters(const std::vector<ParameterShape>& expected) {
  Parameters found;
  for (const ParameterShape& parameter : expected) {
    const TensorEntry& tensor = expect(parameter.name, DType::kF32);
    if (tensor.shape != parameter.shape) {
      refuse(fmt::format("tensor {}: expected shape {} by the rest of the file, found {}",
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

void TensorReader::check_hash() const {
  const std::string& expected = file_.metadata.at("content_hash");
  if (const std::string found = content_hash(file_.metadata, hashed_); found != expected) {
    throw FormatError(fmt::format("{}: expected content with hash {}, found {}; {}", name_, quote(expected),
                                  found, kDamaged));
  }
}

const TensorEntry& TensorReader::expect(const std::string& name, DType dtype) const {
  const TensorEntry* tensor = file_.find(name);
  if (tensor == nullptr) refuse(fmt::format("tensor {}: expected by the config, found none", quote(name)));
  if (tensor->dtype != dtype) {
    refuse(fmt::format("tensor {}: expected {}, found {} of shape {}", quote(name), name_of(dtype),
                       name_of(tensor->dtype), shape_text(tensor->shape)));
  }
  return *tensor;
}

void TensorReader::note(const TensorEntry& tensor, std::string hash) {
  hashed_.push_back({tensor.name, tensor.dtype, tensor.shape, std::move(hash)});
}

/// Piece by piece, so that each is hashed and checked while it lies in the cache: loading is most of a
/// short run.
std::vector<float> TensorReader::values_of(const TensorEntry& tensor) {
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

void TensorReader::refuse_value(const TensorEntry& tensor, const std::vector<float>& values) const {
  const auto bad =
      std::find_if_not(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  throw FormatError(
      fmt::format("{}: tensor {}: expected finite numbers, found {} at element {}; use a model from "
                  "before the training diverged, or copy the file again",
                  name_, quote(tensor.name), *bad, bad - values.begin()));
}

std::string to_file_bytes(std::map<std::string, std::string> metadata, const Vocabulary& vocabulary,
                          const Parameters& parameters) {
  const std::string words = vocabulary.to_bytes();
  std::vector<TensorView> tensors = {{kVocabulary, DType::kU8, {static_cast<int64_t>(words.size())}, words}};
  for (const NamedTensor& tensor : parameters) tensors.push_back(view_of(tensor));
  metadata["content_hash"] = content_hash(metadata, tensors);
  return to_safetensors(metadata, std::move(tensors));
}

}  // namespace sentiment
