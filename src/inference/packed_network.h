// The network of a model, its weights packed for reading.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cpu_features.h"
#include "kernels/reading_layer.h"
#include "model/model_config.h"
#include "model/parameters.h"
#include "text/vocabulary.h"

namespace sentiment {

/// [classes], sums to 1.
using Probabilities = std::vector<double>;

/// The same in the words of kernels/.
CellType cell_type(RecurrentType type);

class PackedNetwork {
 public:
  /// The parameters have the shapes of `config`; a normalised head is folded.
  PackedNetwork(const ModelConfig& config, Parameters parameters, InstructionSet set = instruction_set());

  const ModelConfig& config() const { return config_; }
  /// From the embedding up.
  const std::vector<ReadingLayer>& layers() const { return layers_; }
  int64_t vocabulary_size() const { return find(parameters_, "embedding.weight").shape[0]; }

  /// What the first layer reads of these types.
  ///
  /// embedded  [kTypesAtOnce * embedding] scratch
  /// out       [types, layers().front().projected_size()]
  void project(std::span<const TokenId> types, float* embedded, float* out) const;
  static constexpr int64_t kTypesAtOnce = 64;  // their embeddings stay in the first cache

  /// The top layer's states [time, state] to probabilities; without any, what the output layer's bias says.
  /// Throws Error if weights of an extreme size leave no number.
  Probabilities probabilities(int64_t time, const float* states) const;
  /// The same of pooled features [pooled].
  Probabilities probabilities(const float* features) const;

 private:
  const std::vector<float>& values(std::string_view name) const { return find(parameters_, name).values; }
  /// What a linear layer of the head makes of its inputs.
  std::vector<double> layer_of(const std::string& name, const float* inputs) const;

  ModelConfig config_;
  Parameters parameters_;  // those of recurrent layers without values
  std::vector<ReadingLayer> layers_;
};

}  // namespace sentiment
