"""Our recurrent layers read as ONNX Runtime's LSTM, GRU and RNN do: random graphs, texts of any lengths."""

import os
import subprocess

import numpy
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from conftest import BUILD

GRAPHS = 200
CELLS = ["LSTM", "GRU", "RNN"]
# Where ONNX's gates are among ours: i o f c for i f g o, and z r h for r z n.
GATES = {"LSTM": [0, 3, 1, 2], "GRU": [1, 0, 2], "RNN": [0]}


class Layer:
    """A layer and texts of any lengths; a function of its number."""

    def __init__(self, number):
        random = numpy.random.default_rng(number)
        self.cell = CELLS[number % 3]
        self.directions = int(random.integers(1, 3))
        self.inputs = int(random.integers(1, 40))
        self.hidden = int(random.integers(1, 70))
        longest = 2500 if number % 50 == 0 else int(random.integers(1, 60))
        self.lengths = random.integers(1, longest + 1, int(random.integers(1, 25)))
        self.lengths[0] = longest
        rows = len(GATES[self.cell]) * self.hidden
        # As torch.nn starts them; larger ones make a tanh network chaotic, which magnifies the rounding.
        bound = self.hidden**-0.5
        shapes = [(rows, self.inputs), (rows, self.hidden), (rows,), (rows,)]
        self.parameters = [
            [random.uniform(-bound, bound, shape).astype("f4") for shape in shapes]
            for _ in range(self.directions)
        ]
        self.texts = [random.normal(size=(length, self.inputs)).astype("f4") for length in self.lengths]

    def to_bytes(self):
        shape = [CELLS.index(self.cell), self.inputs, self.hidden, self.directions, len(self.lengths)]
        parts = [numpy.array(shape, "i4"), self.lengths.astype("i4")]
        parts += [values for side in self.parameters for values in side]
        return b"".join(part.tobytes() for part in parts + self.texts)

    def of_onnx(self, values):
        """Rows of gates in ONNX's order."""
        gates = values.reshape(len(GATES[self.cell]), self.hidden, -1)[GATES[self.cell]]
        return gates.reshape(values.shape)

    def graph(self):
        sides = [[self.of_onnx(values) for values in side] for side in self.parameters]
        weights = {
            "W": numpy.stack([side[0] for side in sides]),
            "R": numpy.stack([side[1] for side in sides]),
            "B": numpy.stack([numpy.concatenate(side[2:]) for side in sides]),
        }
        node = helper.make_node(
            self.cell,
            ["X", "W", "R", "B", "lengths"],
            ["Y", "Y_h"],
            hidden_size=self.hidden,
            direction="bidirectional" if self.directions == 2 else "forward",
            **({"linear_before_reset": 1} if self.cell == "GRU" else {}),
        )
        return helper.make_graph(
            [node],
            "layer",
            [
                helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, None, self.inputs]),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, [None]),
            ],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("Y", "Y_h")],
            [onnx.numpy_helper.from_array(values, name) for name, values in weights.items()],
        )

    def expected(self):
        """States [tokens, D * H], text by text, and what each direction ends with [texts, D * H]."""
        opset = [helper.make_opsetid("", 14)]
        model = helper.make_model(self.graph(), opset_imports=opset, ir_version=8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        padded = numpy.zeros((max(self.lengths), len(self.texts), self.inputs), "f4")
        for column, text in enumerate(self.texts):
            padded[: len(text), column] = text
        states, last = session.run(None, {"X": padded, "lengths": self.lengths.astype("i4")})
        states = states.transpose(2, 0, 1, 3).reshape(len(self.texts), len(padded), -1)
        last = last.transpose(1, 0, 2).reshape(len(self.texts), -1)
        return numpy.concatenate([row[:n] for row, n in zip(states, self.lengths)]), last


@pytest.fixture(scope="module")
def layers():
    return [Layer(number) for number in range(GRAPHS)]


@pytest.fixture(scope="module")
def expected(layers):
    return [layer.expected() for layer in layers]


@pytest.mark.parametrize("instructions", ["generic", "avx2", "avx512"])
def test_layers_read_as_onnx_runtime_does(layers, expected, instructions):
    done = subprocess.run(
        [BUILD / "layer_runner"],
        input=b"".join(layer.to_bytes() for layer in layers),
        capture_output=True,
        env={**os.environ, "SENTIMENT_ISA": instructions},
    )
    if b"this processor has no" in done.stderr:
        pytest.skip(done.stderr.decode())
    assert done.returncode == 0, done.stderr.decode()
    found = numpy.frombuffer(done.stdout, "f4")
    for number, results in enumerate(expected):
        for result in results:
            ours, found = found[: result.size].reshape(result.shape), found[result.size :]
            assert numpy.abs(ours - result).max() < 1e-5, f"graph {number}, {layers[number].cell}"
    assert found.size == 0
