// A model's network as an ONNX graph: token ids in, probabilities out. Text stays outside: whoever runs the
// graph cuts it into the tokens of the vocabulary.
#pragma once

#include <string>

#include "model/model_file.h"

namespace sentiment {

/// The bytes of a graph of ONNX's standard operators (opset OnnxGraph::kOpset), the same for the same model:
///
/// token_ids      int64 [batch, time]    in: each row's ids and behind them any ids; time >= 1
/// lengths        int64 [batch]          in: how many ids of a row are its own, 0 to time
/// probabilities  float [batch, classes] out
///
/// A text without tokens has length 0 and what the output layer's bias says. The metadata has "labels" (JSON
/// list, in the order of the classes), "tokenizer" (JSON object, the settings), "padding_id" and
/// "unknown_id". Throws Error if the graph would not fit into 2 GiB, the most that a file of this format may
/// have.
std::string to_onnx(const Model& model);

}  // namespace sentiment
