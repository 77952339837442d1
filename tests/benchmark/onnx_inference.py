"""The same network in ONNX Runtime: Gather, LSTM with sequence_lens, Gemm, Softmax."""

import json
import time

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from safetensors import safe_open

ONNX_GATES = (0, 3, 1, 2)  # ours and torch.nn's are i f g o, ONNX has i o f c


def in_onnx_order(values, hidden):
    """Rows of gates [4 * hidden, ...] reordered, with ONNX's leading axis for the direction."""
    return numpy.concatenate([values[gate * hidden : (gate + 1) * hidden] for gate in ONNX_GATES])[None]


def graph_of(model):
    """The bytes of an ONNX model: ids [time, batch], lengths [batch] -> probabilities [batch, classes]."""
    with safe_open(model, "np") as file:
        config = json.loads(file.metadata()["config"])["model"]
    if (config["type"], config["layers"], config["bidirectional"], config["pooling"]) != ("lstm", 1, False, "last"):
        raise ValueError(f"{model}: expected one layer of an LSTM in one direction, pooling last")
    weights, hidden = load_file(model), config["hidden_size"]
    biases = [in_onnx_order(weights[f"lstm.bias_{part}_l0"], hidden) for part in ("ih", "hh")]
    constants = {
        "embedding": weights["embedding.weight"],
        "W": in_onnx_order(weights["lstm.weight_ih_l0"], hidden),
        "R": in_onnx_order(weights["lstm.weight_hh_l0"], hidden),
        "B": numpy.concatenate(biases, 1),
        "direction": numpy.array([0], numpy.int64),
        "output_weight": weights["output.weight"],
        "output_bias": weights["output.bias"],
    }
    nodes = [
        helper.make_node("Gather", ["embedding", "ids"], ["embedded"]),
        helper.make_node("LSTM", ["embedded", "W", "R", "B", "lengths"], ["", "last"], hidden_size=hidden),
        helper.make_node("Squeeze", ["last", "direction"], ["state"]),
        helper.make_node("Gemm", ["state", "output_weight", "output_bias"], ["scores"], transB=1),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes, "classifier",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["time", "batch"]),
         helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", "classes"])],
        [numpy_helper.from_array(numpy.ascontiguousarray(value), name) for name, value in constants.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


class OnnxInference:
    def __init__(self, model, batches, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(graph_of(model), options, providers=["CPUExecutionProvider"])
        self.tokens = [batch.tokens for batch in batches]
        self.batches = [
            {"ids": numpy.ascontiguousarray(batch.padded().T), "lengths": batch.lengths.astype(numpy.int32)}
            for batch in (batch.sorted() for batch in batches)]

    def infer(self, begin, end):
        batches = self.batches[begin:end]
        start = time.perf_counter()
        for batch in batches:
            self.session.run(None, batch)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "reviews": sum(len(batch["lengths"]) for batch in batches),
                "tokens": sum(self.tokens[begin:end])}

    def answers(self, number):
        """In the order of the sorted batch."""
        return self.session.run(None, self.batches[number])[0].tolist()
