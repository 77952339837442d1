// The baseline's file; FORMAT.md describes the bytes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "baselines/ngram_baseline.h"
#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/quote.h"
#include "json/strict_json.h"
#include "metrics/calibration.h"
#include "model/safetensors.h"
#include "model/safetensors_source.h"

namespace sentiment {
namespace {

constexpr const char* kFormat = "sentiment-ngram-baseline";
constexpr const char* kVersion = "1";
/// In the order in which they are hashed.
constexpr std::array kKeys = {
    "format",          "format_version",  "n",          "min_count", "cost", "labels",
    "vocabulary_hash", "fitted_examples", "temperature"};
constexpr const char* kContentHash = "content_hash";
constexpr double kLargestInteger = 9007199254740991.0;  // that a double tells from the next
constexpr std::size_t kMaxValueBytes = 2 << 20;         // as the model's labels

using Metadata = std::map<std::string, std::string>;

template <class Number>
std::string_view bytes_of(const std::vector<Number>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

std::string content_hash(const Metadata& metadata, std::span<const std::string_view> tensors) {
  Xxh3 hash;
  for (const char* key : kKeys) {
    hash.update(metadata.at(key));
    hash.update("\n");
  }
  for (const std::string_view bytes : tensors) hash.update(bytes);
  return hash.hex();
}

/// Reads and checks one file.
class BaselineReader {
 public:
  explicit BaselineReader(const SafetensorsSource& source)
      : source_(source), metadata_(source.header().metadata), name_(printable(source.name())) {
    for (const char* key : kKeys) expect_key(key);
    expect_key(kContentHash);
    if (metadata_.size() != kKeys.size() + 1) refuse("metadata: expected no other keys, found some");
    expect_value("format", kFormat);
    expect_value("format_version", kVersion);
  }

  [[noreturn]] void refuse(const std::string& text) const {
    throw FormatError(
        fmt::format("{}: {}; the file is damaged or was not written by this program, train again or "
                    "remove it",
                    name_, text));
  }

  /// A whole number or a fraction in [low, high].
  double number(const char* key, double low, double high) const {
    const std::string& text = metadata_.at(key);
    double value = 0.0;
    try {
      const Json json = parse_json(text);
      if (json.is_number()) value = json.get<double>();
      if (json.is_number() && value >= low && value <= high) return value;
    } catch (const JsonError&) {
    }
    refuse(fmt::format("{}: expected a number from {} to {}, found {}", key, low, high, quote(text)));
  }

  int64_t integer(const char* key, double low, double high = kLargestInteger) const {
    const double value = number(key, low, high);
    if (value != std::floor(value)) refuse(fmt::format("{}: expected a whole number, found {}", key, value));
    return static_cast<int64_t>(value);
  }

  void expect_model(const std::vector<std::string>& labels, const Vocabulary& vocabulary) const {
    if (metadata_.at("labels") != dump_json(Json(labels)) ||
        metadata_.at("vocabulary_hash") != xxh3_hex(vocabulary.to_bytes())) {
      throw FormatError(
          fmt::format("{}: expected the baseline of the model beside it, found one for other labels "
                      "or another vocabulary; move one of them away",
                      name_));
    }
  }

  template <class Number>
  std::vector<Number> tensor(const char* name, DType dtype, const std::vector<int64_t>& shape) const {
    const TensorEntry* entry = source_.header().find(name);
    if (entry == nullptr) refuse(fmt::format("tensor {}: expected one, found none", quote(name)));
    if (entry->dtype != dtype || (entry->shape != shape && !shape.empty()) ||
        (shape.empty() && entry->shape.size() != 1)) {
      refuse(fmt::format("tensor {}: expected {} of shape {}, found {} of shape {}", quote(name),
                         name_of(dtype), shape.empty() ? "[n]" : shape_text(shape), name_of(entry->dtype),
                         shape_text(entry->shape)));
    }
    std::vector<Number> values(entry->size / sizeof(Number));
    source_.read(*entry, 0, {reinterpret_cast<char*>(values.data()), values.size() * sizeof(Number)});
    return values;
  }

  void expect_tensors(std::size_t count) const {
    if (source_.header().tensors.size() != count)
      refuse(fmt::format("expected {} tensors, found {}", count, source_.header().tensors.size()));
  }

  void expect_hash(std::span<const std::string_view> tensors) const {
    const std::string found = content_hash(metadata_, tensors);
    if (found != metadata_.at(kContentHash)) {
      refuse(
          fmt::format("expected content with hash {}, found {}", quote(metadata_.at(kContentHash)), found));
    }
  }

 private:
  void expect_key(const char* key) const {
    const auto found = metadata_.find(key);
    if (found == metadata_.end()) refuse(fmt::format("metadata: expected {}, found none", quote(key)));
    if (found->second.size() > kMaxValueBytes)
      refuse(fmt::format("metadata: {} has {} bytes", quote(key), found->second.size()));
  }

  void expect_value(const char* key, const char* value) const {
    if (metadata_.at(key) != value)
      refuse(fmt::format("{}: expected {}, found {}", key, quote(value), quote(metadata_.at(key))));
  }

  const SafetensorsSource& source_;
  const Metadata& metadata_;
  std::string name_;
};

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

}  // namespace

void NgramBaseline::write(const std::filesystem::path& path, const std::vector<std::string>& labels,
                          const Vocabulary& vocabulary) const {
  Metadata metadata = {{"format", kFormat},
                       {"format_version", kVersion},
                       {"n", fmt::format("{}", n_)},
                       {"min_count", fmt::format("{}", min_count_)},
                       {"cost", dump_json(Json(cost_))},
                       {"labels", dump_json(Json(labels))},
                       {"vocabulary_hash", xxh3_hex(vocabulary.to_bytes())},
                       {"fitted_examples", fmt::format("{}", fitted_examples_)},
                       {"temperature", dump_json(Json(temperature_))}};
  const std::array<std::string_view, 3> tensors = {bytes_of(index_.hashes()), bytes_of(weights_),
                                                   bytes_of(biases_)};
  metadata[kContentHash] = content_hash(metadata, tensors);
  const auto ngrams = static_cast<int64_t>(index_.size());
  const auto outputs = static_cast<int64_t>(rows());
  replace_file(path, to_safetensors(metadata, {{"ngrams", DType::kI64, {ngrams}, tensors[0]},
                                               {"weights", DType::kF32, {ngrams, outputs}, tensors[1]},
                                               {"biases", DType::kF32, {outputs}, tensors[2]}}));
}

NgramBaseline NgramBaseline::read(const std::filesystem::path& path, const std::vector<std::string>& labels,
                                  const Vocabulary& vocabulary) {
  return read(SafetensorsSource(path), labels, vocabulary);
}

NgramBaseline NgramBaseline::read(const SafetensorsSource& source, const std::vector<std::string>& labels,
                                  const Vocabulary& vocabulary) {
  const BaselineReader reader(source);
  reader.expect_tensors(3);
  NgramBaseline baseline;
  baseline.classes_ = labels.size();
  baseline.n_ = reader.integer("n", 1, 5);
  baseline.min_count_ = reader.integer("min_count", 1);
  baseline.cost_ = reader.number("cost", 0, std::numeric_limits<double>::max());
  baseline.fitted_examples_ = reader.integer("fitted_examples", 0);
  baseline.temperature_ = reader.number("temperature", TemperatureFit::kLowest, TemperatureFit::kHighest);
  reader.expect_model(labels, vocabulary);
  std::vector<uint64_t> hashes = reader.tensor<uint64_t>("ngrams", DType::kI64, {});
  const auto outputs = static_cast<int64_t>(baseline.rows());
  baseline.weights_ =
      reader.tensor<float>("weights", DType::kF32, {static_cast<int64_t>(hashes.size()), outputs});
  baseline.biases_ = reader.tensor<float>("biases", DType::kF32, {outputs});
  if (std::adjacent_find(hashes.begin(), hashes.end(), std::greater_equal<>()) != hashes.end())
    reader.refuse(
        "tensor \"ngrams\": expected rising numbers, found one that is not larger than the one before");
  if (!all_finite(baseline.weights_) || !all_finite(baseline.biases_))
    reader.refuse("tensors \"weights\" and \"biases\": expected finite numbers, found one that is not");
  reader.expect_hash(std::array{bytes_of(hashes), bytes_of(baseline.weights_), bytes_of(baseline.biases_)});
  if (hashes.size() >= std::size_t{1} << 31)
    reader.refuse(fmt::format("tensor \"ngrams\": expected fewer than 2^31, found {}", hashes.size()));
  baseline.index_ = NgramIndex(std::move(hashes));
  return baseline;
}

}  // namespace sentiment
