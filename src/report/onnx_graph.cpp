#include "report/onnx_graph.h"

#include <bit>
#include <string_view>

namespace sentiment {
namespace {

static_assert(std::endian::native == std::endian::little, "tensor bytes are written as they lie in memory");

// Numbers of the fields, by message.
struct ModelProto {
  static constexpr uint32_t kIrVersion = 1, kProducerName = 2, kProducerVersion = 3, kDocString = 6,
                            kGraph = 7, kOpsetImport = 8, kMetadataProps = 14;
};
struct OperatorSetProto {
  static constexpr uint32_t kVersion = 2;
};
struct MetadataProto {
  static constexpr uint32_t kKey = 1, kValue = 2;
};
struct GraphProto {
  static constexpr uint32_t kNode = 1, kName = 2, kInitializer = 5, kInput = 11, kOutput = 12;
};
struct NodeProto {
  static constexpr uint32_t kInput = 1, kOutput = 2, kName = 3, kOperation = 4, kAttribute = 5;
};
struct AttributeProto {
  static constexpr uint32_t kName = 1, kInteger = 3, kString = 4, kIntegers = 8, kType = 20;
  static constexpr int64_t kTypeInteger = 2, kTypeString = 3, kTypeIntegers = 7;
};
struct TensorProto {
  static constexpr uint32_t kDims = 1, kDataType = 2, kName = 8, kRawData = 9;
};
struct ValueProto {
  static constexpr uint32_t kName = 1, kType = 2, kDocString = 3;
};
struct TypeProto {
  static constexpr uint32_t kTensor = 1, kElementType = 1, kShape = 2, kDimension = 1, kSize = 1,
                            kSizeName = 2;
};

template <class Number>
std::string_view bytes_of(const std::vector<Number>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number)};
}

ProtobufWriter attribute(const OnnxAttribute& named) {
  const auto& [name, value] = named;
  ProtobufWriter out;
  out.add_bytes(AttributeProto::kName, name);
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    out.add_integer(AttributeProto::kInteger, *integer);
    out.add_integer(AttributeProto::kType, AttributeProto::kTypeInteger);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out.add_bytes(AttributeProto::kString, *text);
    out.add_integer(AttributeProto::kType, AttributeProto::kTypeString);
  } else {
    for (const int64_t integer : std::get<std::vector<int64_t>>(value))
      out.add_integer(AttributeProto::kIntegers, integer);
    out.add_integer(AttributeProto::kType, AttributeProto::kTypeIntegers);
  }
  return out;
}

ProtobufWriter value_info(const std::string& name, OnnxType type, const std::vector<OnnxSize>& sizes,
                          const std::string& sentence) {
  ProtobufWriter shape;
  for (const OnnxSize& size : sizes) {
    ProtobufWriter dimension;
    if (const auto* number = std::get_if<int64_t>(&size)) {
      dimension.add_integer(TypeProto::kSize, *number);
    } else {
      dimension.add_bytes(TypeProto::kSizeName, std::get<std::string>(size));
    }
    shape.add_message(TypeProto::kDimension, dimension);
  }
  ProtobufWriter tensor;
  tensor.add_integer(TypeProto::kElementType, static_cast<int64_t>(type));
  tensor.add_message(TypeProto::kShape, shape);
  ProtobufWriter whole;
  whole.add_message(TypeProto::kTensor, tensor);
  ProtobufWriter out;
  out.add_bytes(ValueProto::kName, name);
  out.add_message(ValueProto::kType, whole);
  out.add_bytes(ValueProto::kDocString, sentence);
  return out;
}

}  // namespace

OnnxGraph::OnnxGraph(const std::string& name) { graph_.add_bytes(GraphProto::kName, name); }

OnnxValue OnnxGraph::add_input(const std::string& name, OnnxType type, const std::vector<OnnxSize>& shape,
                               const std::string& sentence) {
  graph_.add_message(GraphProto::kInput, value_info(name, type, shape, sentence));
  return name;
}

void OnnxGraph::add_output(const OnnxValue& value, OnnxType type, const std::vector<OnnxSize>& shape,
                           const std::string& sentence) {
  graph_.add_message(GraphProto::kOutput, value_info(value, type, shape, sentence));
}

OnnxValue OnnxGraph::add_constant(const std::string& name, const std::vector<int64_t>& shape,
                                  const std::vector<float>& values) {
  add_tensor(name, OnnxType::kFloat, shape, bytes_of(values));
  return name;
}

OnnxValue OnnxGraph::add_constant(const std::string& name, int64_t value) {
  add_tensor(name, OnnxType::kInt64, {}, bytes_of(std::vector{value}));
  return name;
}

OnnxValue OnnxGraph::add_constant(const std::string& name, const std::vector<int64_t>& values) {
  add_tensor(name, OnnxType::kInt64, {static_cast<int64_t>(values.size())}, bytes_of(values));
  return name;
}

void OnnxGraph::add_tensor(const std::string& name, OnnxType type, const std::vector<int64_t>& shape,
                           std::string_view bytes) {
  ProtobufWriter tensor;
  for (const int64_t size : shape) tensor.add_integer(TensorProto::kDims, size);
  tensor.add_integer(TensorProto::kDataType, static_cast<int64_t>(type));
  tensor.add_bytes(TensorProto::kName, name);
  tensor.add_bytes(TensorProto::kRawData, bytes);
  graph_.add_message(GraphProto::kInitializer, tensor);
}

OnnxValue OnnxGraph::add_node(const std::string& name, const std::string& operation,
                              const std::vector<OnnxValue>& inputs,
                              const std::vector<OnnxAttribute>& attributes) {
  // The recurrent operators have all states as their first output, which is the only one used here.
  ProtobufWriter node;
  for (const OnnxValue& input : inputs) node.add_bytes(NodeProto::kInput, input);
  node.add_bytes(NodeProto::kOutput, name);
  node.add_bytes(NodeProto::kName, name);
  node.add_bytes(NodeProto::kOperation, operation);
  for (const OnnxAttribute& named : attributes) node.add_message(NodeProto::kAttribute, attribute(named));
  graph_.add_message(GraphProto::kNode, node);
  return name;
}

std::string OnnxGraph::to_bytes(const std::string& sentence,
                                const std::map<std::string, std::string>& metadata) const {
  ProtobufWriter opset;  // of the default domain
  opset.add_integer(OperatorSetProto::kVersion, kOpset);
  ProtobufWriter model;
  model.add_integer(ModelProto::kIrVersion, kIrVersion);
  model.add_bytes(ModelProto::kProducerName, "sentiment");
  model.add_bytes(ModelProto::kProducerVersion, SENTIMENT_VERSION);
  model.add_bytes(ModelProto::kDocString, sentence);
  model.add_message(ModelProto::kGraph, graph_);
  model.add_message(ModelProto::kOpsetImport, opset);
  for (const auto& [key, value] : metadata) {
    ProtobufWriter entry;
    entry.add_bytes(MetadataProto::kKey, key);
    entry.add_bytes(MetadataProto::kValue, value);
    model.add_message(ModelProto::kMetadataProps, entry);
  }
  return model.take_bytes();
}

}  // namespace sentiment
