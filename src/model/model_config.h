// The shape of the network, and the dropouts it is trained with. A model file can only be read with the shape
// it has.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "json/settings.h"

namespace sentiment {

inline constexpr int64_t kMaxModelSize =
    65536;  // a matrix of this size squared no longer fits a desktop's memory
inline constexpr int64_t kMaxModelLayers = 16;

enum class RecurrentType {
  kLstm,
  kGru,
  kRnn
};  // gru: as in torch.nn (reset applied after the product); rnn: tanh
/// Where a network of one direction begins to read a text.
enum class ReadingDirection { kForward, kBackward };
enum class Pooling { kLast, kMean, kMax, kMaxMean, kLastMaxMean, kAttention };

struct ModelConfig {
  RecurrentType type = RecurrentType::kLstm;
  int64_t embedding_size = 128;  // features per token
  int64_t hidden_size = 128;     // features per state, in each direction
  int64_t layers = 1;            // stacked recurrent layers
  bool bidirectional = true;
  ReadingDirection direction = ReadingDirection::kForward;  // if not bidirectional
  bool residual = false;     // from the second layer on, add a layer's input to its output
  double forget_bias = 1.0;  // initial bias of the LSTM's forget gate (Jozefowicz et al. 2015)
  Pooling pooling = Pooling::kMaxMean;
  std::optional<int64_t> head_hidden_size = {};  // a layer with ReLU between pooling and output
  bool head_batch_norm = false;  // in front of each linear layer of the head (Ioffe and Szegedy 2015)
  double dropout = 0.5;          // on what each linear layer of the head reads
  double layer_dropout = 0.0;    // between layers
  double embedding_dropout =
      0.3;                    // on embedding features, one mask per word and batch (Gal and Ghahramani 2016)
  double word_dropout = 0.1;  // whole tokens become unknown
  double weight_drop = 0.0;   // on recurrent weights, one mask per batch (Merity et al. 2018)

  /// Whether the network is given the last token of a text first.
  bool reads_backward() const { return direction == ReadingDirection::kBackward; }
  int64_t directions() const { return bidirectional ? 2 : 1; }
  /// Features of a state of any layer: hidden_size times directions.
  int64_t state_size() const { return hidden_size * directions(); }
  /// Features of the pooled states, which the head reads.
  int64_t pooled_size() const;
  /// Features that the output layer reads.
  int64_t output_inputs() const { return head_hidden_size.value_or(pooled_size()); }
  /// Gates of a cell: 4 for lstm (i f g o), 3 for gru (r z n), 1 for rnn, in torch.nn's order.
  int64_t gates() const;

  std::vector<SettingProblem> problems() const;
};

void visit_settings(ModelConfig& config, SettingsVisitor& visit);

/// "lstm", "gru", "rnn": also the prefix of the recurrent parameters' names.
const char* name_of(RecurrentType type);

}  // namespace sentiment
