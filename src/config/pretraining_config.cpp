#include "config/pretraining_config.h"

#include <fmt/format.h>

#include "config/config_file.h"
#include "config/idle_settings.h"
#include "core/error.h"
#include "json/settings_filter.h"
#include "json/settings_reader.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

constexpr int64_t kMaxTokens = 100'000;  // of a text: what tokenizer.max_tokens allows

void visit_vocabulary(VocabularyConfig& config, SettingsVisitor& visit) {
  SettingsFilter filter(visit, {"max_size", "min_count"});
  visit_settings(config, filter);
}

void visit_trainer(TrainerConfig& config, SettingsVisitor& visit) {
  SettingsFilter filter(
      visit, {"epochs", "optimizer", "schedule", "clip_value", "clip_norm", "ema", "patience",
              "divergence_retries", "log_every_steps", "tensorboard", "report", "device", "backend"});
  visit_settings(config, filter);
  visit.flag("diagnostics", config.diagnostics,
             "watch gradients by layer and gate, and how far back they reach");
}

/// The labels in front have entries of their own, beside the three special ones and a word.
std::vector<SettingProblem> size_problems(const PretrainingConfig& config) {
  if (!config.data.labels) return {};
  const auto least = static_cast<int64_t>(Vocabulary::label_id(config.data.labels->size())) + 1;
  if (config.vocabulary.max_size >= least) return {};
  return {{"max_size", fmt::format("expected at least {}, with an entry for each of data.labels, found {}",
                                   least, config.vocabulary.max_size)}};
}

}  // namespace

void visit_settings(PretrainingDataConfig& config, SettingsVisitor& visit) {
  visit.paths("train", config.train,
              "texts to learn from, with labels or without: files, folders or ARCHIVE!/INNER/PATH");
  visit.number("valid_fraction", config.valid_fraction, inside(0.0, 1.0),
               "share of the texts that is set aside for validation");
  DataConfig data;
  data.rows = config.rows;
  SettingsFilter filter(visit, {"format", "text_column", "label_column", "on_bad_row", "on_invalid_utf8"});
  visit_settings(data, filter);
  config.rows = data.rows;
  visit.texts(
      "labels", config.labels,
      "labels that are put in front of the texts that have them, so that `generate --label` can write "
      "such texts; null: none");
}

std::vector<SettingProblem> PretrainingDataConfig::problems() const {
  std::vector<SettingProblem> found;
  if (train.paths.empty()) found.push_back({"train", "is missing; name a data file or folder, or several"});
  for (const std::string& path : train.paths) {
    if (path.empty()) found.push_back({"train", "is empty; name a data file or folder, or several"});
  }
  DataConfig data;  // the rules for its rows are the same
  data.train = "given";
  data.rows = rows;
  for (SettingProblem& problem : data.problems()) {
    if (labels || problem.setting != "label_column") found.push_back(std::move(problem));
  }
  if (!labels && rows.label_column != RowFormat{}.label_column)
    found.push_back({"label_column", "has no effect without labels; leave it out, or list them in labels"});
  if (!labels) return found;
  if (labels->empty()) found.push_back({"labels", "expected a label, found none; name some, or null"});
  for (SettingProblem& problem : label_problems(*labels)) found.push_back(std::move(problem));
  return found;
}

void visit_settings(LanguageModelConfig& config, SettingsVisitor& visit) {
  visit_settings(config.shape, visit);
  visit.number("forget_bias", config.forget_bias, any_number(), "initial bias of the LSTM's forget gate");
  visit.number("embedding_dropout", config.embedding_dropout, from_below(0, 1),
               "share of the words whose embedding is dropped in training, wherever they occur in a window");
  visit.number(
      "input_dropout", config.input_dropout, from_below(0, 1),
      "share of the embedding features dropped in training, the same ones all along a stream's window");
  visit.number("layer_dropout", config.layer_dropout, from_below(0, 1),
               "share of the features between layers dropped in training, in the same way");
  visit.number("output_dropout", config.output_dropout, from_below(0, 1),
               "share of the last layer's features dropped in training, in the same way");
  visit.number("weight_drop", config.weight_drop, from_below(0, 1),
               "share of the recurrent weights dropped in training, for a window");
}

std::vector<SettingProblem> LanguageModelConfig::problems() const {
  std::vector<SettingProblem> found = shape.problems();
  if (shape.layers == 1 && layer_dropout != LanguageModelConfig{}.layer_dropout) {
    found.push_back({"layer_dropout", "has no effect with layers = 1; leave it out or set layers to 2"});
  }
  if (shape.type != RecurrentType::kLstm && forget_bias != LanguageModelConfig{}.forget_bias) {
    found.push_back(
        {"forget_bias", fmt::format("has no effect with type = \"{}\"; leave it out or set type to "
                                    "\"lstm\"",
                                    name_of(shape.type))});
  }
  return found;
}

void visit_settings(StreamConfig& config, SettingsVisitor& visit) {
  visit.integer("streams", config.streams, between(1, 4096), "streams of text that are read side by side");
  visit.integer("window", config.window, between(4, 10'000),
                "tokens of a stream that a step reads, on average; the gradient travels no further");
  visit.integer("candidates", config.candidates, between(1, 1'000'000),
                "words that are drawn for a step and that each right word is told apart from; validation "
                "knows them all");
}

PretrainingConfig::PretrainingConfig() {
  tokenizer.max_tokens = kMaxTokens;
  tokenizer.truncate = Truncate::kHead;
  trainer.validation_metric = ValidationMetric::kLoss;
}

void visit_settings(PretrainingConfig& config, SettingsVisitor& visit) {
  visit.integer("seed", config.seed, between(0, 9007199254740991),
                "decides initial weights, order of data and dropout");
  visit.choice(
      "objective", config.objective,
      {{"language_model", PretrainedKind::kLanguageModel}, {"vectors", PretrainedKind::kVectors}},
      "what is learnt: `language_model` says which word comes next, `vectors` which words stand near");
  visit.section("data", "where the texts come from",
                [&](SettingsVisitor& inner) { visit_settings(config.data, inner); });
  visit.section("tokenizer", "how text becomes tokens",
                [&](SettingsVisitor& inner) { visit_settings(config.tokenizer, inner); });
  visit.section("vocabulary", "which tokens the network knows",
                [&](SettingsVisitor& inner) { visit_vocabulary(config.vocabulary, inner); });
  visit.section("model", "the network", [&](SettingsVisitor& inner) { visit_settings(config.model, inner); });
  visit.section("language_model", "how text is read and words are predicted",
                [&](SettingsVisitor& inner) { visit_settings(config.language_model, inner); });
  visit.section("vectors", "how vectors of model.embedding_size numbers are learnt (skip-gram)",
                [&](SettingsVisitor& inner) { visit_settings(config.vectors, inner); });
  visit.section("trainer", "the training loop",
                [&](SettingsVisitor& inner) { visit_trainer(config.trainer, inner); });
  visit.section("checkpoint", "what is kept for resuming",
                [&](SettingsVisitor& inner) { visit_settings(config.checkpoint, inner); });
}

PretrainingConfig parse_pretraining(std::string_view text, const std::string& name,
                                    const std::filesystem::path& folder,
                                    const std::vector<std::string>& overrides) {
  const SettingsSource source = config_source(text, name, folder, overrides);
  PretrainingConfig config;
  std::vector<std::string> problems;
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  place_problems(source, "data", config.data.problems(), problems);
  place_problems(source, "vocabulary", size_problems(config), problems);
  place_idle_settings(source, config, problems);
  if (config.objective == PretrainedKind::kLanguageModel)
    place_problems(source, "model", config.model.problems(), problems);
  place_problems(source, "trainer", config.trainer.problems(), problems);
  if (!problems.empty()) throw ConfigError(problems);
  return config;
}

PretrainingConfig load_pretraining(const std::filesystem::path& path,
                                   const std::vector<std::string>& overrides, ExperimentInput* input) {
  const std::string text = read_config_text(path);
  if (input != nullptr) *input = {text, overrides};
  return parse_pretraining(text, path.string(), std::filesystem::absolute(path).parent_path(), overrides);
}

Json to_json(const PretrainingConfig& config) {
  PretrainingConfig copy = config;  // a declaration hands out references to the members
  SettingsWriter writer;
  visit_settings(copy, writer);
  return writer.result;
}

}  // namespace sentiment
