#include "config/pretrained_start.h"

#include <fmt/format.h>

#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/quote.h"
#include "json/settings_writer.h"
#include "model/model_path.h"

namespace sentiment {
namespace {

template <class Settings>
Json settings_of(Settings settings) {
  SettingsWriter writer;
  visit_settings(settings, writer);
  return writer.result;
}

/// Settings that differ, "model.layers 1 instead of 2".
class Differences {
 public:
  void compare(const std::string& setting, const Json& here, const Json& there) {
    if (here != there)
      texts_.push_back(fmt::format("{} {} instead of {}", setting, dump_json(here), dump_json(there)));
  }

  void refuse_any(const std::string& file, const PretrainedModel& model) const {
    if (texts_.empty()) return;
    std::string all;
    for (const std::string& text : texts_) all += (all.empty() ? "" : ", ") + text;
    throw ConfigError(
        fmt::format("model.initialize_from: {}: expected the settings of this {}, found {}; give them the "
                    "file's values, or name another file",
                    printable(file), describe(model), all));
  }

 private:
  std::vector<std::string> texts_;
};

/// A setting that is as it is by default asks for nothing.
void take_tokenizer(const TokenizerConfig& from, TokenizerConfig& config, Differences& differences) {
  const Json usual = settings_of(TokenizerConfig{});
  const Json here = settings_of(config);
  const Json there = settings_of(from);
  for (const char* name : {"type", "lowercase", "strip_html"}) {
    if (here.at(name) != usual.at(name))
      differences.compare(std::string("tokenizer.") + name, here.at(name), there.at(name));
  }
  config.type = from.type;
  config.lowercase = from.lowercase;
  config.strip_html = from.strip_html;
}

void compare_networks(const ModelConfig& config, const PretrainedModel& model, Differences& differences) {
  ModelConfig same = config;
  same.embedding_size = model.shape.embedding_size;
  if (model.kind == PretrainedKind::kLanguageModel) {
    same.type = model.shape.type;
    same.hidden_size = model.shape.hidden_size;
    same.layers = model.shape.layers;
    same.residual = model.shape.residual;
    same.bidirectional = false;
    same.direction = model.shape.direction;
    same.forget_bias = ModelConfig{}.forget_bias;  // it would start a bias that the file brings along
  }
  const Json here = settings_of(config);
  const Json there = settings_of(same);
  for (const auto& [name, value] : there.items()) differences.compare("model." + name, here.at(name), value);
}

}  // namespace

std::optional<PretrainedStart> take_pretrained(ExperimentConfig& config) {
  if (!config.initialize_from) return std::nullopt;
  const std::filesystem::path file = model_file_at(*config.initialize_from);
  const std::string bytes = read_file(file);
  PretrainedStart start{from_pretrained_bytes(bytes, file.native()), sha256_hex(bytes)};
  Differences differences;
  take_tokenizer(start.model.tokenizer, config.tokenizer, differences);
  compare_networks(config.model, start.model, differences);
  differences.refuse_any(file.native(), start.model);
  return start;
}

void put_pretrained(const PretrainedModel& model, Parameters& values) {
  for (NamedTensor& value : values) {
    const bool is_output = value.name.starts_with("output.");  // its bias is of tokens there, of labels here
    for (const NamedTensor& tensor : model.parameters) {
      if (tensor.name == value.name && !is_output) value.values = tensor.values;
    }
  }
}

std::string describe(const PretrainedModel& model) {
  const PretrainedShape& shape = model.shape;
  if (model.kind == PretrainedKind::kVectors)
    return fmt::format("file of {} vectors of {} numbers", model.vocabulary.size(), shape.embedding_size);
  return fmt::format("{} language model ({}, {} layer{} of {}, embedding {}, {} tokens)",
                     shape.direction == ReadingDirection::kBackward ? "backward" : "forward",
                     name_of(shape.type), shape.layers, shape.layers == 1 ? "" : "s", shape.hidden_size,
                     shape.embedding_size, model.vocabulary.size());
}

}  // namespace sentiment
