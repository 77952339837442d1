#include "config/experiment_config.h"

#include "config/config_file.h"
#include "config/pretraining_config.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"
#include "json/settings_reader.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

std::vector<SettingProblem> data_problems(const ExperimentConfig& config) {
  if (!config.data.unlabelled || config.trainer.virtual_adversarial.epsilon) return {};
  return {
      {"unlabelled", "has no effect without trainer.virtual_adversarial.epsilon; set that, or leave it out"}};
}

/// Settings that choose a vocabulary where a pretrained file brings its own, and one that freezes what none
/// brought, as problems of the section "vocabulary".
std::vector<SettingProblem> vocabulary_problems(const ExperimentConfig& config) {
  std::vector<SettingProblem> found;
  if (!config.initialize_from) {
    if (config.vocabulary.freeze_vectors && !config.vocabulary.vectors)
      found.push_back(
          {"freeze_vectors",
           "has no effect without vectors; set it to false, name a file in vectors, or start from a "
           "pretrained one with model.initialize_from"});
    return found;
  }
  const VocabularyConfig usual;
  const auto expect_default = [&](bool is_default, const char* setting) {
    if (is_default) return;
    found.push_back({setting,
                     "has no effect with model.initialize_from: the vocabulary and its vectors are the "
                     "pretrained file's; leave it out"});
  };
  expect_default(config.vocabulary.max_size == usual.max_size, "max_size");
  expect_default(config.vocabulary.min_count == usual.min_count, "min_count");
  expect_default(!config.vocabulary.vectors, "vectors");
  return found;
}

bool is_pretraining(const std::string& text) {
  try {
    const Json config = parse_json(text);
    for (const char* section : {"objective", "language_model", "vectors"}) {
      if (config.is_object() && config.contains(section)) return true;
    }
    const auto data = config.find("data");  // a list of sources is the other thing that only pretraining has
    if (data == config.end() || !data->is_object() || !data->contains("train") ||
        !data->at("train").is_array())
      return false;
    parse_pretraining(text, "", "/");
    return true;
  } catch (const Error&) {
    return false;  // reading the settings says what is wrong
  }
}

/// One line in place of one for each setting that only `pretrain` knows.
void expect_classifier(const std::string& text, const std::filesystem::path& path) {
  if (!is_pretraining(text)) return;
  const std::string name = printable(path.native());
  throw ConfigError(concat(
      name, ": expected the config of a classifier, found one of sentiment pretrain; sentiment pretrain ",
      name, " --dry-run looks at it and its texts"));
}

/// Rules between sections, as problems of the section "trainer".
std::vector<SettingProblem> problems_between(const ExperimentConfig& config) {
  std::vector<SettingProblem> found;
  if (config.trainer.bptt.loss == BpttLoss::kChunks && config.model.bidirectional) {
    found.push_back(
        {"bptt.loss",
         "\"chunks\" reads each window before the next, and a backward direction starts at the end; "
         "set model.bidirectional to false"});
  }
  return found;
}

}  // namespace

void visit_settings(ExperimentConfig& config, SettingsVisitor& visit) {
  visit.integer("seed", config.seed, between(0, 9007199254740991),
                "decides initial weights, order of data and dropout");
  visit.section("data", "where the examples come from",
                [&](SettingsVisitor& inner) { visit_settings(config.data, inner); });
  visit.section("tokenizer", "how text becomes tokens",
                [&](SettingsVisitor& inner) { visit_settings(config.tokenizer, inner); });
  visit.section("vocabulary", "which tokens the network knows",
                [&](SettingsVisitor& inner) { visit_settings(config.vocabulary, inner); });
  visit.section("model", "the shape of the network", [&](SettingsVisitor& inner) {
    visit_settings(config.model, inner);
    inner.path("initialize_from", config.initialize_from,
               "a pretrained file, or the run that made it, whose vocabulary and embedding, and "
               "of a language model the recurrent layers, the network starts from");
  });
  visit.section("trainer", "the training loop",
                [&](SettingsVisitor& inner) { visit_settings(config.trainer, inner); });
  visit.section("checkpoint", "what is kept for resuming",
                [&](SettingsVisitor& inner) { visit_settings(config.checkpoint, inner); });
  visit.section("baseline", "the model to beat",
                [&](SettingsVisitor& inner) { visit_settings(config.baseline, inner); });
}

ExperimentConfig parse_experiment(std::string_view text, const std::string& name,
                                  const std::filesystem::path& folder,
                                  const std::vector<std::string>& overrides) {
  const SettingsSource source = config_source(text, name, folder, overrides);
  ExperimentConfig config;
  std::vector<std::string> problems;
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  place_problems(source, "data", config.data.problems(), problems);
  place_problems(source, "data", data_problems(config), problems);
  place_problems(source, "vocabulary", vocabulary_problems(config), problems);
  place_problems(source, "model", config.model.problems(), problems);
  place_problems(source, "trainer", config.trainer.problems(), problems);
  place_problems(source, "baseline", config.baseline.problems(), problems);
  place_problems(source, "trainer", problems_between(config), problems);
  if (!problems.empty()) throw ConfigError(problems);
  return config;
}

ExperimentConfig load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides,
                                 ExperimentInput* input) {
  const std::string text = read_config_text(path);
  if (input != nullptr) *input = {text, overrides};
  expect_classifier(text, path);
  return parse_experiment(text, path.string(), std::filesystem::absolute(path).parent_path(), overrides);
}

Json to_json(const ExperimentConfig& config) {
  ExperimentConfig copy =
      config;  // a declaration hands out references to the members, for reading and writing alike
  SettingsWriter writer;
  visit_settings(copy, writer);
  return writer.result;
}

}  // namespace sentiment
