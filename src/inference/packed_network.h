// Token ids to class probabilities: the network of a model, its weights packed for reading.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/recurrent_layer.h"
#include "model/model_config.h"
#include "model/parameters.h"
#include "text/vocabulary.h"

namespace sentiment {

class PackedNetwork {
 public:
  /// Borrows the parameters, which must outlive the network and have the shapes of `config`.
  PackedNetwork(const ModelConfig& config, const Parameters& parameters);

  /// What one text at a time needs; grows with the longest text and is reused.
  struct Workspace {
    std::vector<float> inputs;    // [time, input] of the layer about to be read
    std::vector<float> states;    // [time, state] of the layer read last
    std::vector<float> features;  // [pooled]
    std::vector<double> attention;
    RecurrentLayer::Scratch scratch;
  };

  /// [classes] probabilities that sum to 1; without tokens, what the output layer's bias says.
  /// Throws Error if weights of an extreme size leave no number.
  std::vector<double> probabilities(const std::vector<TokenId>& ids, Workspace& workspace) const;

 private:
  void embed(const std::vector<TokenId>& ids, Workspace& workspace) const;
  void read_layer(int64_t layer, int64_t time, Workspace& workspace) const;
  void pool(int64_t time, Workspace& workspace) const;
  const float* values(const char* name) const { return find(parameters_, name).values.data(); }

  ModelConfig config_;
  const Parameters& parameters_;
  const NamedTensor& embedding_;
  std::vector<RecurrentLayer> layers_;  // layer l reads in direction d with l * directions + d
};

}  // namespace sentiment
