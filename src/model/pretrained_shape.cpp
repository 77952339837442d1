#include "model/pretrained_shape.h"

namespace sentiment {

const char* name_of(PretrainedKind kind) {
  return kind == PretrainedKind::kVectors ? "vectors" : "language_model";
}

ModelConfig PretrainedShape::recurrent_part() const {
  ModelConfig config;
  config.type = type;
  config.embedding_size = embedding_size;
  config.hidden_size = hidden_size;
  config.layers = layers;
  config.bidirectional = false;
  config.residual = residual;
  config.pooling = Pooling::kLast;
  return config;
}

std::vector<SettingProblem> PretrainedShape::problems() const {
  std::vector<SettingProblem> found;
  if (layers == 1 && residual) {
    found.push_back({"residual", "has no effect with layers = 1; set it to false or layers to 2"});
  }
  return found;
}

void visit_settings(PretrainedShape& shape, SettingsVisitor& visit) {
  visit.choice("type", shape.type,
               {{"lstm", RecurrentType::kLstm}, {"gru", RecurrentType::kGru}, {"rnn", RecurrentType::kRnn}},
               "recurrent cell: lstm, gru as in torch.nn, rnn with tanh");
  visit.integer("embedding_size", shape.embedding_size, between(1, kMaxModelSize),
                "features per token, of what is read and of what is predicted");
  visit.integer("hidden_size", shape.hidden_size, between(1, kMaxModelSize),
                "features per state; made embedding_size wide by a layer of its own where they differ");
  visit.integer("layers", shape.layers, between(1, kMaxModelLayers), "stacked recurrent layers");
  visit.flag("residual", shape.residual, "from the second layer on, add a layer's input to its output");
  visit.choice("direction", shape.direction,
               {{"forward", ReadingDirection::kForward}, {"backward", ReadingDirection::kBackward}},
               "which end of a text is read first: its beginning or its end");
}

std::vector<ParameterShape> parameter_shapes(PretrainedKind kind, const PretrainedShape& shape,
                                             int64_t vocabulary) {
  if (kind == PretrainedKind::kVectors) return {{"embedding.weight", {vocabulary, shape.embedding_size}}};
  std::vector<ParameterShape> shapes = parameter_shapes(shape.recurrent_part(), vocabulary, 1);
  shapes.resize(shapes.size() - 2);  // a classifier's output layer
  if (shape.is_projected()) {
    shapes.push_back({"projection.weight", {shape.embedding_size, shape.hidden_size}});
    shapes.push_back({"projection.bias", {shape.embedding_size}});
  }
  shapes.push_back({"output.bias", {vocabulary}});
  return shapes;
}

}  // namespace sentiment
