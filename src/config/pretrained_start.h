// What a classifier takes over from the pretrained file it starts from.
#pragma once

#include <optional>
#include <string>

#include "config/experiment_config.h"
#include "model/pretrained_file.h"

namespace sentiment {

struct PretrainedStart {
  PretrainedModel model;
  std::string hash;  // SHA-256 of the file
};

/// Reads model.initialize_from; none without it. The tokenizer comes along, into `config`; how much of a text
/// is kept stays the config's. Throws ConfigError if the config asks for another tokenizer or network than
/// the file has, in one line that names both; else what read_pretrained does.
std::optional<PretrainedStart> take_pretrained(ExperimentConfig& config);

/// Overwrites the embedding of `values`, of a language model also the recurrent layers; the names and shapes
/// are those of a network that take_pretrained has let pass.
void put_pretrained(const PretrainedModel& model, Parameters& values);

/// What is in the file: "backward language model (gru, 3 layers of 512, embedding 256, 30000 tokens)".
std::string describe(const PretrainedModel& model);

}  // namespace sentiment
