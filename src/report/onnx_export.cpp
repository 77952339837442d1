#include "report/onnx_export.h"

#include <fmt/format.h>

#include <cstddef>
#include <limits>

#include "core/error.h"
#include "json/settings_writer.h"
#include "model/batch_norm.h"
#include "report/onnx_graph.h"

namespace sentiment {
namespace {

constexpr int64_t kMaxFileBytes = std::numeric_limits<int32_t>::max();  // of any Protocol Buffers message
constexpr int64_t kOtherBytes = 8 << 20;  // more than all but the parameters take

using Integers = std::vector<int64_t>;

/// Where ONNX's gates are among torch.nn's: i o f c among i f g o, z r h among r z n.
std::vector<std::size_t> gate_order(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return {0, 3, 1, 2};
    case RecurrentType::kGru:
      return {1, 0, 2};
    default:
      return {0};
  }
}

const char* operator_of(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return "LSTM";
    case RecurrentType::kGru:
      return "GRU";
    default:
      return "RNN";
  }
}

class NetworkExport {
 public:
  explicit NetworkExport(const Model& model) : model_(model) {}

  std::string run();

 private:
  const ModelConfig& config() const { return model_.config; }
  OnnxValue parameter(const std::string& name);
  OnnxValue node(const std::string& name, const char* operation, const std::vector<OnnxValue>& inputs,
                 const std::vector<OnnxAttribute>& attributes = {}) {
    return graph_.add_node(name, operation, inputs, attributes);
  }
  OnnxValue masked(const std::string& name, const OnnxValue& mask, const OnnxValue& values,
                   const OnnxValue& otherwise) {
    return node(name, "Where", {mask, values, otherwise});
  }

  void add_inputs();
  void add_masks();
  /// [directions, rows, columns], or without columns: a tensor of each direction's gates in ONNX's order, the
  /// biases of input and state one after the other.
  OnnxValue gates(int64_t layer, const std::string& name, const std::vector<std::string>& parts,
                  int64_t columns);
  /// [time, batch, state]
  OnnxValue layer(int64_t number, const OnnxValue& inputs);
  OnnxValue states();
  /// [batch, state] each
  OnnxValue last(const OnnxValue& states);
  OnnxValue largest(const OnnxValue& states);
  OnnxValue mean(const OnnxValue& states);
  OnnxValue attended(const OnnxValue& states);
  /// [batch, pooled]
  OnnxValue pooled(const OnnxValue& states);

  const Model& model_;
  OnnxGraph graph_{"sentiment"};
  OnnxValue zero_, minus_infinity_, axis_0_, axis_1_, axis_2_;
  OnnxValue token_ids_, lengths_;
  OnnxValue own_lengths_;  // [batch] int64, at least 1: the recurrent operators take no empty sequence
  OnnxValue positions_;    // [time, 1] int64: 0, 1, ...
  OnnxValue is_token_;     // [time, batch, 1] whether the position is the text's own
};

OnnxValue NetworkExport::parameter(const std::string& name) {
  const NamedTensor& tensor = find(model_.parameters, name);
  return graph_.add_constant(name, tensor.shape, tensor.values);
}

void NetworkExport::add_inputs() {
  token_ids_ = graph_.add_input("token_ids", OnnxType::kInt64, {"batch", "time"},
                                "ids of the tokens of each text; behind a text's end any ids");
  lengths_ = graph_.add_input("lengths", OnnxType::kInt64, {"batch"}, "tokens of each text, 0 to time");
  zero_ = graph_.add_constant("zero", {}, {0.0F});
  minus_infinity_ = graph_.add_constant("minus_infinity", {}, {-std::numeric_limits<float>::infinity()});
  axis_0_ = graph_.add_constant("axis_0", Integers{0});
  axis_1_ = graph_.add_constant("axis_1", Integers{1});
  axis_2_ = graph_.add_constant("axis_2", Integers{2});
}

void NetworkExport::add_masks() {
  own_lengths_ = node("own_lengths", "Max", {lengths_, graph_.add_constant("one", int64_t{1})});
  const OnnxValue sizes = node("time_size", "Shape", {token_ids_}, {{"start", int64_t{1}}});
  const OnnxValue time = node("time", "Squeeze", {sizes, axis_0_});
  const OnnxValue range = node("range", "Range", {graph_.add_constant("start", int64_t{0}), time, "one"});
  positions_ = node("positions", "Unsqueeze", {range, axis_1_});
  is_token_ = node("is_token", "Unsqueeze", {node("is_before_end", "Less", {positions_, lengths_}), axis_2_});
}

OnnxValue NetworkExport::gates(int64_t layer, const std::string& name, const std::vector<std::string>& parts,
                               int64_t columns) {
  const auto gate_size = static_cast<std::ptrdiff_t>(config().hidden_size * columns);
  std::vector<float> values;
  for (int64_t direction = 0; direction < config().directions(); ++direction) {
    for (const std::string& part : parts) {
      const std::vector<float>& ours =
          find(model_.parameters, fmt::format("{}.{}_l{}{}", name_of(config().type), part, layer,
                                              direction == 0 ? "" : "_reverse"))
              .values;
      for (const std::size_t gate : gate_order(config().type)) {
        const auto begin = ours.begin() + static_cast<std::ptrdiff_t>(gate) * gate_size;
        values.insert(values.end(), begin, begin + gate_size);
      }
    }
  }
  const int64_t rows = static_cast<int64_t>(parts.size()) * config().gates() * config().hidden_size;
  const bool is_bias = parts.size() == 2;
  return graph_.add_constant(
      name, is_bias ? Integers{config().directions(), rows} : Integers{config().directions(), rows, columns},
      values);
}

OnnxValue NetworkExport::layer(int64_t number, const OnnxValue& inputs) {
  const std::string name = fmt::format("{}_l{}", name_of(config().type), number);
  std::vector<OnnxAttribute> attributes = {
      {"hidden_size", config().hidden_size},
      {"direction", std::string(config().bidirectional      ? "bidirectional"
                                : config().reads_backward() ? "reverse"
                                                            : "forward")}};
  // As in torch.nn, the reset gate acts on the product.
  if (config().type == RecurrentType::kGru) attributes.push_back({"linear_before_reset", int64_t{1}});
  const int64_t input_size = number == 0 ? config().embedding_size : config().state_size();
  const OnnxValue outputs =  // [time, directions, batch, hidden]
      node(name, operator_of(config().type),
           {inputs, gates(number, name + ".W", {"weight_ih"}, input_size),
            gates(number, name + ".R", {"weight_hh"}, config().hidden_size),
            gates(number, name + ".B", {"bias_ih", "bias_hh"}, 1), "sequence_lengths"},
           attributes);
  const OnnxValue by_text = node(name + ".by_text", "Transpose", {outputs}, {{"perm", Integers{0, 2, 1, 3}}});
  return node(name + ".states", "Reshape", {by_text, "state_shape"});
}

OnnxValue NetworkExport::states() {
  node("sequence_lengths", "Cast", {own_lengths_}, {{"to", static_cast<int64_t>(OnnxType::kInt32)}});
  graph_.add_constant("state_shape", Integers{0, 0, config().state_size()});  // 0: as it was
  const OnnxValue ids = node("ids_by_time", "Transpose", {token_ids_}, {{"perm", Integers{1, 0}}});
  OnnxValue states = node("embedded", "Gather", {parameter("embedding.weight"), ids});
  for (int64_t number = 0; number < config().layers; ++number) {
    const OnnxValue outputs = layer(number, states);
    states = config().residual && number > 0
                 ? node(fmt::format("residual_l{}", number), "Add", {outputs, states})
                 : outputs;
  }
  return states;
}

OnnxValue NetworkExport::last(const OnnxValue& states) {
  if (config().reads_backward()) return node("at_start", "Gather", {states, "start"});
  const OnnxValue end = node("last_position", "Sub", {lengths_, "one"});
  const OnnxValue is_end =
      node("is_end", "Unsqueeze", {node("is_last", "Equal", {positions_, end}), axis_2_});
  const OnnxValue at_end = node("at_end", "ReduceSum", {masked("ends", is_end, states, zero_), axis_0_},
                                {{"keepdims", int64_t{0}}});
  if (!config().bidirectional) return at_end;
  // The direction that reads from the end has its own at the first token.
  const OnnxValue at_start = node("at_start", "Gather", {states, "start"});
  const OnnxValue hidden = graph_.add_constant("hidden", Integers{config().hidden_size});
  const OnnxValue state = graph_.add_constant("state", Integers{config().state_size()});
  return node("last", "Concat",
              {node("last_forward", "Slice", {at_end, axis_0_, hidden, axis_1_}),
               node("last_reverse", "Slice", {at_start, hidden, state, axis_1_})},
              {{"axis", int64_t{1}}});
}

OnnxValue NetworkExport::largest(const OnnxValue& states) {
  return node("max", "ReduceMax", {masked("max_of", is_token_, states, minus_infinity_)},
              {{"axes", Integers{0}}, {"keepdims", int64_t{0}}});
}

OnnxValue NetworkExport::mean(const OnnxValue& states) {
  const OnnxValue sum = node("sum", "ReduceSum", {masked("mean_of", is_token_, states, zero_), axis_0_},
                             {{"keepdims", int64_t{0}}});
  const OnnxValue counts =
      node("counts", "Cast", {own_lengths_}, {{"to", static_cast<int64_t>(OnnxType::kFloat)}});
  return node("mean", "Div", {sum, node("count_column", "Unsqueeze", {counts, axis_1_})});
}

OnnxValue NetworkExport::attended(const OnnxValue& states) {
  const NamedTensor& weight = find(model_.parameters, "attention.weight");  // [1, state]: a column as it lies
  const OnnxValue column = graph_.add_constant(weight.name, {config().state_size(), 1}, weight.values);
  const OnnxValue products = node("products", "MatMul", {states, column});
  const OnnxValue scores = node("scores", "Add", {products, parameter("attention.bias")});
  const OnnxValue shares = node("shares", "Softmax", {masked("scored", is_token_, scores, minus_infinity_)},
                                {{"axis", int64_t{0}}});
  return node("attended", "ReduceSum", {node("weighted", "Mul", {states, shares}), axis_0_},
              {{"keepdims", int64_t{0}}});
}

OnnxValue NetworkExport::pooled(const OnnxValue& states) {
  const std::vector<OnnxAttribute> side_by_side = {{"axis", int64_t{1}}};
  switch (config().pooling) {
    case Pooling::kLast:
      return last(states);
    case Pooling::kMean:
      return mean(states);
    case Pooling::kMax:
      return largest(states);
    case Pooling::kMaxMean:
      return node("max_mean", "Concat", {largest(states), mean(states)}, side_by_side);
    case Pooling::kLastMaxMean:
      return node("last_max_mean", "Concat", {last(states), largest(states), mean(states)}, side_by_side);
    default:
      return attended(states);
  }
}

std::string NetworkExport::run() {
  add_inputs();
  add_masks();
  const OnnxValue features = pooled(states());
  const OnnxValue has_tokens =
      node("has_tokens", "Unsqueeze", {node("is_not_empty", "Greater", {lengths_, "start"}), axis_1_});
  const OnnxValue read = masked("features", has_tokens, features, zero_);
  const auto linear = [&](const char* name, const std::string& layer, const OnnxValue& inputs) {
    return node(name, "Gemm", {inputs, parameter(layer + ".weight"), parameter(layer + ".bias")},
                {{"transB", int64_t{1}}});
  };
  const OnnxValue head_inputs =
      config().head_hidden_size ? node("head_hidden", "Relu", {linear("head_hidden_sums", "hidden", read)})
                                : read;
  const OnnxValue logits = linear("logits", "output", head_inputs);
  const OnnxValue probabilities = node("probabilities", "Softmax", {logits}, {{"axis", int64_t{1}}});
  graph_.add_output(probabilities, OnnxType::kFloat, {"batch", static_cast<int64_t>(model_.labels.size())},
                    "of each label; a row sums to 1");

  SettingsWriter tokenizer;
  TokenizerConfig settings = model_.tokenizer;
  visit_settings(settings, tokenizer);
  return graph_.to_bytes("text classifier: token ids in, probabilities of its labels out",
                         {{"labels", dump_json(Json(model_.labels))},
                          {"tokenizer", dump_json(tokenizer.result)},
                          {"padding_id", std::to_string(Vocabulary::kPadId)},
                          {"unknown_id", std::to_string(Vocabulary::kUnknownId)}});
}

}  // namespace

std::string to_onnx(const Model& model) {
  int64_t numbers = 0;
  for (const NamedTensor& tensor : model.parameters) numbers += element_count(tensor.shape);
  const auto bytes = numbers * static_cast<int64_t>(sizeof(float));
  if (bytes > kMaxFileBytes - kOtherBytes) {
    throw Error(
        fmt::format("ONNX: expected a model that fits into a file of 2 GiB, the most that the format allows, "
                    "found {} bytes of "
                    "parameters; train one with a smaller vocabulary or embedding",
                    bytes));
  }
  Model folded = model;
  fold_batch_norm(folded.config, folded.parameters);
  return NetworkExport(folded).run();
}

}  // namespace sentiment
