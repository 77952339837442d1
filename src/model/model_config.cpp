#include "model/model_config.h"

#include <fmt/format.h>

namespace sentiment {

int64_t ModelConfig::pooled_size() const {
  switch (pooling) {
    case Pooling::kMaxMean:
      return 2 * state_size();
    case Pooling::kLastMaxMean:
      return 3 * state_size();
    default:
      return state_size();
  }
}

int64_t ModelConfig::gates() const {
  switch (type) {
    case RecurrentType::kLstm:
      return 4;
    case RecurrentType::kGru:
      return 3;
    default:
      return 1;
  }
}

std::vector<SettingProblem> ModelConfig::problems() const {
  std::vector<SettingProblem> found;
  if (layers == 1 && layer_dropout != 0.0) {
    found.push_back({"layer_dropout", "has no effect with layers = 1; set it to 0 or layers to 2"});
  }
  if (layers == 1 && residual) {
    found.push_back({"residual", "has no effect with layers = 1; set it to false or layers to 2"});
  }
  if (bidirectional && reads_backward()) {
    found.push_back(
        {"direction", "has no effect with bidirectional; leave it out or set bidirectional to false"});
  }
  const double usual_bias = ModelConfig{}.forget_bias;
  if (type != RecurrentType::kLstm && forget_bias != usual_bias) {
    found.push_back(
        {"forget_bias", fmt::format("has no effect with type = \"{}\"; set it to {} or type to \"lstm\"",
                                    name_of(type), usual_bias)});
  }
  return found;
}

void visit_settings(ModelConfig& config, SettingsVisitor& visit) {
  visit.choice("type", config.type,
               {{"lstm", RecurrentType::kLstm}, {"gru", RecurrentType::kGru}, {"rnn", RecurrentType::kRnn}},
               "recurrent cell: lstm, gru as in torch.nn, rnn with tanh");
  visit.integer("embedding_size", config.embedding_size, between(1, kMaxModelSize), "features per token");
  visit.integer("hidden_size", config.hidden_size, between(1, kMaxModelSize),
                "features per state, in each direction");
  visit.integer("layers", config.layers, between(1, kMaxModelLayers), "stacked recurrent layers");
  visit.flag("bidirectional", config.bidirectional, "read each text from both ends");
  visit.choice("direction", config.direction,
               {{"forward", ReadingDirection::kForward}, {"backward", ReadingDirection::kBackward}},
               "with bidirectional false: read each text from its start, or from its end");
  visit.flag("residual", config.residual, "from the second layer on, add a layer's input to its output");
  visit.number("forget_bias", config.forget_bias, any_number(), "initial bias of the LSTM's forget gate");
  visit.choice("pooling", config.pooling,
               {{"last", Pooling::kLast},
                {"mean", Pooling::kMean},
                {"max", Pooling::kMax},
                {"max_mean", Pooling::kMaxMean},
                {"last_max_mean", Pooling::kLastMaxMean},
                {"attention", Pooling::kAttention}},
               "how the states of a text become the features of the output layer");
  visit.integer("head_hidden_size", config.head_hidden_size, between(1, kMaxModelSize),
                "features of a hidden layer with ReLU between pooling and output; null for none");
  visit.flag("head_batch_norm", config.head_batch_norm,
             "normalise what each linear layer of the head reads over the batch");
  visit.number("dropout", config.dropout, from_below(0, 1),
               "share of the features that each linear layer of the head reads dropped in training");
  visit.number("layer_dropout", config.layer_dropout, from_below(0, 1),
               "share of the features between layers dropped in training");
  visit.number(
      "embedding_dropout", config.embedding_dropout, from_below(0, 1),
      "share of the embedding features dropped in training, the same wherever a word occurs in a batch");
  visit.number("word_dropout", config.word_dropout, from_below(0, 1),
               "share of the tokens read as unknown in training");
  visit.number("weight_drop", config.weight_drop, from_below(0, 1),
               "share of the weights from state to state dropped in training, the same for a whole batch");
}

const char* name_of(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return "lstm";
    case RecurrentType::kGru:
      return "gru";
    default:
      return "rnn";
  }
}

}  // namespace sentiment
