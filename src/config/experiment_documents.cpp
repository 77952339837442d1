#include "config/experiment_documents.h"

#include "config/experiment_config.h"
#include "config/pretraining_config.h"
#include "json/settings_schema.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

/// Some settings of `all`, in the order in which they are taken.
class Starter {
 public:
  explicit Starter(const Json& all) : all_(all) {}

  void take(const char* name) { chosen_[name] = all_.at(name); }
  void take(const char* section, std::initializer_list<const char*> names) {
    for (const char* name : names) chosen_[section][name] = all_.at(section).at(name);
  }
  void take_optimizer() {
    for (const char* name : {"type", "learning_rate"})
      chosen_["trainer"]["optimizer"][name] = all_.at("trainer").at("optimizer").at(name);
  }
  std::string text() const { return dump_json(chosen_, 2) + "\n"; }

 private:
  const Json& all_;
  Json chosen_ = Json::object();
};

template <class Config>
Json schema_of(Config config, const char* title) {
  SettingsSchema schema;
  visit_settings(config, schema);
  Json document = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  for (auto& [key, value] : schema.result.items()) document[key] = value;
  document["properties"]["$schema"] = {{"type", "string"}};
  return document;
}

template <class Config>
std::string table_of(Config config) {
  SettingsTable table;
  visit_settings(config, table);
  return "| setting | value | default | what it does |\n| --- | --- | --- | --- |\n" + table.rows;
}

}  // namespace

std::string starter_config() {
  ExperimentConfig config;
  config.data.train = "train.csv";
  const Json all = to_json(config);
  Starter starter(all);
  starter.take("seed");
  starter.take("data", {"train", "valid", "text_column", "label_column", "valid_fraction"});
  starter.take("tokenizer", {"max_tokens"});
  starter.take("vocabulary", {"max_size", "min_count"});
  starter.take("model",
               {"type", "embedding_size", "hidden_size", "layers", "bidirectional", "pooling", "dropout"});
  starter.take("trainer", {"epochs", "batch_size", "clip_norm", "patience"});
  starter.take_optimizer();
  return starter.text();
}

Json experiment_schema() { return schema_of(ExperimentConfig{}, "sentiment config"); }

std::string settings_table() { return table_of(ExperimentConfig{}); }

std::string pretraining_starter_config() {
  PretrainingConfig config;
  config.data.train.paths = {"reviews.csv"};
  const Json all = to_json(config);
  Starter starter(all);
  starter.take("seed");
  starter.take("objective");
  starter.take("data", {"train", "valid_fraction", "text_column"});
  starter.take("vocabulary", {"max_size", "min_count"});
  starter.take("model", {"type", "direction", "embedding_size", "hidden_size", "layers", "weight_drop"});
  starter.take("language_model", {"streams", "window", "candidates"});
  starter.take("trainer", {"epochs", "clip_norm", "patience"});
  starter.take_optimizer();
  return starter.text();
}

Json pretraining_schema() { return schema_of(PretrainingConfig{}, "sentiment pretraining config"); }

std::string pretraining_settings_table() { return table_of(PretrainingConfig{}); }

}  // namespace sentiment
