"""`export --onnx`: ONNX Runtime reads the graph to the same probabilities, whatever the model's shape."""

import json
import random
import subprocess

import numpy
import onnx
import onnxruntime
import pytest
from conftest import BUILD, error_lines, sentiment

RUNTIME = onnxruntime.SessionOptions()
RUNTIME.intra_op_num_threads = 1
RUNTIME.log_severity_level = 3


def padded(texts, time, filler):
    ids = numpy.zeros((len(texts), time), "i8")
    for row, text in zip(ids, texts):
        row[: len(text)] = text
        row[len(text) :] = [filler() for _ in row[len(text) :]]
    return ids


def run(session, texts, time=None, filler=lambda: 0):
    """[texts, classes]"""
    lengths = numpy.array([len(text) for text in texts], "i8")
    time = time or max(1, *lengths, 1)
    return session.run(["probabilities"], {"token_ids": padded(texts, time, filler), "lengths": lengths})[0]


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graphs")
    done = subprocess.run([BUILD / "export_runner", folder], capture_output=True, check=True, timeout=300)
    return folder, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_shape_reads_as_ours_does(shapes):
    folder, graphs = shapes
    assert len(graphs) == 3 * 3 * 3 * 6  # types, ways to read, depths, poolings
    assert {len(graph["labels"]) for graph in graphs} == {2, 5}
    chance = random.Random(1)
    for graph in graphs:
        model = onnx.load(folder / (graph["name"] + ".onnx"))
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(model.SerializeToString(), RUNTIME)
        expected = numpy.array(graph["probabilities"])
        texts = graph["texts"]
        assert {0, 1, 2} < {len(text) for text in texts}
        found = run(session, texts)
        assert numpy.abs(found - expected).max() < 1e-5, graph["name"]
        # What stands behind a text's end is not read, and neither are the other texts.
        longer = run(session, texts, time=50, filler=lambda: chance.randrange(12))
        assert numpy.abs(longer - expected).max() < 1e-5, graph["name"]
        for text, row in zip(texts, expected):
            assert numpy.abs(run(session, [text])[0] - row).max() < 1e-5, (graph["name"], len(text))


def test_inputs_and_outputs_say_what_they_are(shapes):
    folder, graphs = shapes
    session = onnxruntime.InferenceSession(str(folder / (graphs[0]["name"] + ".onnx")), RUNTIME)
    described = [(value.name, value.type, value.shape) for value in [*session.get_inputs(), *session.get_outputs()]]
    assert described == [
        ("token_ids", "tensor(int64)", ["batch", "time"]),
        ("lengths", "tensor(int64)", ["batch"]),
        ("probabilities", "tensor(float)", ["batch", 2]),
    ]


def test_a_trained_model_with_its_vocabulary(trained, tmp_path):
    graph, words = tmp_path / "model.onnx", tmp_path / "words.txt"
    sentiment("export", trained, "--onnx", graph, "--vocabulary", words, check=0)
    session = onnxruntime.InferenceSession(str(graph), RUNTIME)
    metadata = session.get_modelmeta().custom_metadata_map
    labels = json.loads(metadata["labels"])
    tokens = words.read_text(encoding="utf-8").split("\n")[:-1]
    assert tokens[:2] == ["<pad>", "<unk>"]
    assert (metadata["padding_id"], metadata["unknown_id"]) == ("0", "1")
    ids = {token: number for number, token in enumerate(tokens)}

    sentences = ["what a good film", "not good at all", "", "boring", "the acting was qqqq but the story was fine"]
    texts = [[ids.get(word, 1) for word in sentence.split()] for sentence in sentences]
    found = run(session, texts)
    done = sentiment("predict", trained, "--format", "jsonl", input="\n".join(sentences).encode() + b"\n", check=0)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(sentences)
    for line, row in zip(lines, found):
        assert [line["probabilities"][label] for label in labels] == pytest.approx(row.tolist(), abs=1e-5)

    sentiment("export", trained / "model.safetensors", "--onnx", tmp_path / "again.onnx", check=0)
    assert (tmp_path / "again.onnx").read_bytes() == graph.read_bytes()


def test_places_where_nothing_is_written(trained, tmp_path):
    model = trained / "model.safetensors"
    before = model.read_bytes()
    for more, word in [
        ([], "expected --onnx FILE"),
        (["--onnx", "-"], 'expected a file, found "-"'),
        (["--onnx", tmp_path / "nowhere/x"], "expected a file in an existing folder"),
        (["--onnx", model], ", which is read, found"),
        (["--onnx", tmp_path / "x", "--vocabulary", tmp_path / "x"], "expected another file than --onnx's"),
    ]:
        done = sentiment("export", trained, *more, check=2)
        assert len(error_lines(done)) == 1 and word in error_lines(done)[0]
    assert model.read_bytes() == before and list(tmp_path.iterdir()) == []
