"""Word vectors in and out: word2vec's binary as Python writes it, and what export writes as Python reads it."""

import gzip
import struct

import numpy
import pytest
from conftest import SAMPLE, error_lines, sentiment, small_config
from safetensors.numpy import load_file

SIZE = 12


def word2vec_binary(vectors):
    rows = b"".join(word.encode() + b" " + struct.pack(f"<{SIZE}f", *row) + b"\n" for word, row in vectors.items())
    return f"{len(vectors)} {SIZE}\n".encode() + rows


def vectors_in(path):
    """A reader of word2vec's text format after gensim's: a header, then exactly that many rows of that width."""
    lines = path.read_text(encoding="utf-8").splitlines()
    count, size = map(int, lines[0].split())
    rows = {parts[0]: numpy.array(parts[1:], dtype=numpy.float32) for parts in (line.split(" ") for line in lines[1:])}
    assert len(lines) == count + 1 and len(rows) == count and {row.size for row in rows.values()} == {size}
    return rows


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run that started from vectors of two words, and kept them."""
    folder = tmp_path_factory.mktemp("vectors")
    vectors = {"the": [0.5] * SIZE, "film": [i / 7 for i in range(SIZE)], "xyzzy": [1.0] * SIZE}
    (folder / "vectors.bin.gz").write_bytes(gzip.compress(word2vec_binary(vectors)))
    config = small_config(folder, SAMPLE / "train.csv", trainer={"epochs": 1},
                          vocabulary={"vectors": "vectors.bin.gz", "freeze_vectors": True})
    done = sentiment("train", config, "-o", folder / "run", check=0)
    return folder, vectors, done.stderr.decode()


def test_training_starts_from_a_binary_file(run):
    folder, vectors, log = run
    tensors = load_file(folder / "run/model.safetensors")
    tokens = bytes(tensors["vocabulary"]).decode().splitlines()
    for word in ("the", "film"):
        row = tensors["embedding.weight"][tokens.index(word)]
        assert row.tolist() == numpy.array(vectors[word], dtype=numpy.float32).tolist()
    assert f"vectors: 2 of {len(tokens) - 2} tokens of the vocabulary and " in log
    assert " % of the training text have one; read 3 vectors" in log


def test_export_writes_the_embedding(run, tmp_path):
    folder, _, _ = run
    out = tmp_path / "out.txt"
    sentiment("export", folder / "run", "--vectors", out, check=0)
    tensors = load_file(folder / "run/model.safetensors")
    tokens = bytes(tensors["vocabulary"]).decode().splitlines()
    exported = vectors_in(out)
    assert list(exported) == tokens[1:]
    for row, token in enumerate(tokens[1:], 1):
        assert exported[token].tolist() == tensors["embedding.weight"][row].tolist()


def test_export_writes_no_vectors_over_the_graph(run, tmp_path):
    folder, _, _ = run
    done = sentiment("export", folder / "run", "--vectors", tmp_path / "x", "--onnx", tmp_path / "x", check=2)
    assert "--vectors: expected another file than --onnx's" in error_lines(done)[0]
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("content, found", [
    (struct.pack("<ii", 793712314, 12), "fastText's own model format"),
    (word2vec_binary({"the": [1.0] * SIZE})[:-9], "found the end of the file after 0"),
    (b"3 300\nthe 1 2 3\n", "found vectors of 300"),
])
def test_what_cannot_be_read_is_refused_before_anything_is_written(tmp_path, content, found):
    (tmp_path / "vectors").write_bytes(content)
    config = small_config(tmp_path, SAMPLE / "train.csv", vocabulary={"vectors": "vectors"})
    done = sentiment("train", config, "-o", tmp_path / "run", check=1)
    assert len(error_lines(done)) == 1 and found in error_lines(done)[0]
    assert not (tmp_path / "run").exists()
