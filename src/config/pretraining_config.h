// What `pretrain` needs to know: texts, an objective, the network and the training loop, as one JSON file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/experiment_config.h"
#include "config/training_config.h"
#include "data/data_config.h"
#include "embedding/skip_gram_config.h"
#include "json/settings.h"
#include "json/strict_json.h"
#include "model/pretrained_shape.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary_builder.h"

namespace sentiment {

/// Texts without labels, or whose labels are not looked at but for those to be put in front.
struct PretrainingDataConfig {
  PathList train;  // read one after the other
  RowFormat rows;
  std::optional<std::vector<std::string>>
      labels;                    // in front of a text, as one token each (Keskar et al. 2019)
  double valid_fraction = 0.02;  // of the texts

  std::vector<SettingProblem> problems() const;
};

void visit_settings(PretrainingDataConfig& config, SettingsVisitor& visit);

/// The network of a language model, and what is dropped of it in training (Merity et al. 2018).
struct LanguageModelConfig {
  PretrainedShape shape;
  double forget_bias = 1.0;        // initial bias of the LSTM's forget gate (Jozefowicz et al. 2015)
  double embedding_dropout = 0.1;  // whole words, the same wherever they occur in a window
  double input_dropout = 0.0;      // features of the embedded tokens, one mask per stream
  double layer_dropout = 0.2;      // features between layers, one mask per stream
  double output_dropout = 0.2;     // features of the last layer's states, one mask per stream
  double weight_drop = 0.2;        // recurrent weights (Wan et al. 2013)

  std::vector<SettingProblem> problems() const;
};

void visit_settings(LanguageModelConfig& config, SettingsVisitor& visit);

/// How the text is read: as streams side by side, a window of each at a time.
struct StreamConfig {
  int64_t streams = 64;
  int64_t window = 70;        // tokens of a stream in a step, on average
  int64_t candidates = 3072;  // words drawn for a window that the right one is told apart from
};

void visit_settings(StreamConfig& config, SettingsVisitor& visit);

struct PretrainingConfig {
  int64_t seed = 42;
  PretrainedKind objective = PretrainedKind::kLanguageModel;
  PretrainingDataConfig data;
  TokenizerConfig tokenizer;
  VocabularyConfig vocabulary;
  LanguageModelConfig model;
  StreamConfig language_model;
  SkipGramConfig vectors;
  TrainerConfig trainer;
  CheckpointConfig checkpoint;

  /// With the values that pretraining starts from, where they differ from a classifier's.
  PretrainingConfig();
};

void visit_settings(PretrainingConfig& config, SettingsVisitor& visit);

/// As load_experiment. Throws ConfigError with every problem found.
PretrainingConfig load_pretraining(const std::filesystem::path& path,
                                   const std::vector<std::string>& overrides,
                                   ExperimentInput* input = nullptr);

/// The same for JSON text; `name` is for messages, `folder` is where its relative paths start.
PretrainingConfig parse_pretraining(std::string_view text, const std::string& name,
                                    const std::filesystem::path& folder,
                                    const std::vector<std::string>& overrides = {});

/// Every setting with its value, defaults filled in.
Json to_json(const PretrainingConfig& config);

}  // namespace sentiment
