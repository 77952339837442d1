// The experiment: the settings of text, data and model with those of the training loop, as one JSON file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/baseline_config.h"
#include "config/training_config.h"
#include "data/data_config.h"
#include "json/strict_json.h"
#include "model/model_config.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary_builder.h"

namespace sentiment {

struct ExperimentConfig {
  int64_t seed = 42;
  DataConfig data;
  TokenizerConfig tokenizer;
  VocabularyConfig vocabulary;
  ModelConfig model;
  std::optional<std::string> initialize_from;  // model.initialize_from: a pretrained file or its run
  TrainerConfig trainer;
  CheckpointConfig checkpoint;
  BaselineConfig baseline;
};

void visit_settings(ExperimentConfig& config, SettingsVisitor& visit);

/// What the user gave: the file's text and the overrides, for the run's config.input.json.
struct ExperimentInput {
  std::string text;                    // the file as it is
  std::vector<std::string> overrides;  // "trainer.epochs=3"
};

/// Reads a config file, applies `overrides` ("a.b=VALUE", relative paths from the current directory) and
/// checks everything. Throws ConfigError with every problem found.
ExperimentConfig load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides,
                                 ExperimentInput* input = nullptr);

/// The same for JSON text; `name` is for messages, `folder` is where its relative paths start.
ExperimentConfig parse_experiment(std::string_view text, const std::string& name,
                                  const std::filesystem::path& folder,
                                  const std::vector<std::string>& overrides = {});

/// Every setting with its value, defaults filled in.
Json to_json(const ExperimentConfig& config);

}  // namespace sentiment
