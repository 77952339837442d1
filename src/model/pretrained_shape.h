// What was learnt from text without labels: the kind and shape of a network that others start from.
#pragma once

#include <cstdint>
#include <vector>

#include "json/settings.h"
#include "model/model_config.h"
#include "model/parameters.h"

namespace sentiment {

enum class PretrainedKind {
  kVectors,        // one vector for each word
  kLanguageModel,  // a network that says which word comes next
};

/// "vectors", "language_model": as files and configs write it.
const char* name_of(PretrainedKind kind);

/// Of word vectors there is only embedding_size. A backward model's parameters are named as a forward one's.
struct PretrainedShape {
  RecurrentType type = RecurrentType::kLstm;
  int64_t embedding_size = 256;  // features per token, of what is read and of what is predicted
  int64_t hidden_size = 512;     // features per state
  int64_t layers = 1;            // stacked recurrent layers
  bool residual = false;         // from the second layer on, add a layer's input to its output
  ReadingDirection direction = ReadingDirection::kForward;

  /// Whether states become as wide as the embedding by a layer of their own.
  bool is_projected() const { return hidden_size != embedding_size; }
  /// The recurrent part as a classifier has it, in one direction.
  ModelConfig recurrent_part() const;

  std::vector<SettingProblem> problems() const;
};

void visit_settings(PretrainedShape& shape, SettingsVisitor& visit);

/// Every parameter in canonical order: embedding.weight [vocabulary, embedding]; of a language model also the
/// recurrent layers' as parameter_shapes(ModelConfig) names a classifier's of one direction, if states are
/// projected projection.weight [embedding, hidden] and projection.bias [embedding], and output.bias
/// [vocabulary]. The output's weights are the embedding's (Press and Wolf 2017).
std::vector<ParameterShape> parameter_shapes(PretrainedKind kind, const PretrainedShape& shape,
                                             int64_t vocabulary);

}  // namespace sentiment
