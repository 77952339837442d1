// An ONNX graph as its nodes and constants are added, and its bytes.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "report/protobuf_writer.h"

namespace sentiment {

enum class OnnxType { kFloat = 1, kInt32 = 6, kInt64 = 7 };  // TensorProto.DataType

/// The name of a tensor in the graph; each is used for one only. An empty one is an input left out.
using OnnxValue = std::string;

using OnnxAttribute = std::pair<std::string, std::variant<int64_t, std::string, std::vector<int64_t>>>;

/// A size, or the name of one that is known when the graph runs.
using OnnxSize = std::variant<int64_t, std::string>;

class OnnxGraph {
 public:
  static constexpr int64_t kOpset = 17;     // of 2022
  static constexpr int64_t kIrVersion = 8;  // the one that came with it

  explicit OnnxGraph(const std::string& name);

  OnnxValue add_input(const std::string& name, OnnxType type, const std::vector<OnnxSize>& shape,
                      const std::string& sentence);
  void add_output(const OnnxValue& value, OnnxType type, const std::vector<OnnxSize>& shape,
                  const std::string& sentence);

  OnnxValue add_constant(const std::string& name, const std::vector<int64_t>& shape,
                         const std::vector<float>& values);
  /// [] for a single number, else [numbers].
  OnnxValue add_constant(const std::string& name, int64_t value);
  OnnxValue add_constant(const std::string& name, const std::vector<int64_t>& values);

  /// A node with one output, which gets the node's name.
  OnnxValue add_node(const std::string& name, const std::string& operation,
                     const std::vector<OnnxValue>& inputs, const std::vector<OnnxAttribute>& attributes = {});

  /// The file. `metadata` is carried in it for whoever runs the graph.
  std::string to_bytes(const std::string& sentence, const std::map<std::string, std::string>& metadata) const;

 private:
  void add_tensor(const std::string& name, OnnxType type, const std::vector<int64_t>& shape,
                  std::string_view bytes);

  ProtobufWriter graph_;
};

}  // namespace sentiment
