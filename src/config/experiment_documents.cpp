#include "config/experiment_documents.h"

#include "config/experiment_config.h"
#include "json/settings_schema.h"
#include "json/settings_writer.h"

namespace sentiment {

std::string starter_config() {
  ExperimentConfig config;
  config.data.train = "train.csv";
  const Json all = to_json(config);
  Json starter = Json::object();
  const auto take = [&](const char* section, std::initializer_list<const char*> names) {
    for (const char* name : names) starter[section][name] = all.at(section).at(name);
  };
  starter["seed"] = all.at("seed");
  take("data", {"train", "valid", "text_column", "label_column", "valid_fraction"});
  take("tokenizer", {"max_tokens"});
  take("vocabulary", {"max_size", "min_count"});
  take("model", {"type", "embedding_size", "hidden_size", "layers", "bidirectional", "pooling", "dropout"});
  take("trainer", {"epochs", "batch_size", "clip_norm", "patience"});
  starter["trainer"]["optimizer"]["type"] = all.at("trainer").at("optimizer").at("type");
  starter["trainer"]["optimizer"]["learning_rate"] = all.at("trainer").at("optimizer").at("learning_rate");
  return dump_json(starter, 2) + "\n";
}

Json experiment_schema() {
  ExperimentConfig config;
  SettingsSchema schema;
  visit_settings(config, schema);
  Json document = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "sentiment config"}};
  for (auto& [key, value] : schema.result.items()) document[key] = value;
  document["properties"]["$schema"] = {{"type", "string"}};
  return document;
}

std::string settings_table() {
  ExperimentConfig config;
  SettingsTable table;
  visit_settings(config, table);
  return "| setting | value | default | what it does |\n| --- | --- | --- | --- |\n" + table.rows;
}

}  // namespace sentiment
