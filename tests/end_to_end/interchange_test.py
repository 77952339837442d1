"""The model file in Python: safetensors opens it, torch.nn loads it, and the probabilities are the same."""

import json

import pytest
import torch
from conftest import SAMPLE, sentiment, small_config
from safetensors import safe_open

KINDS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


def pooled(states, hidden, pooling, bidirectional):
    """states [time, features] of one review."""
    last = torch.cat([states[-1, :hidden], states[0, hidden:]]) if bidirectional else states[-1]
    parts = {"last": last, "max": states.amax(0), "mean": states.mean(0)}
    names = {"max_mean": ["max", "mean"], "last_max_mean": ["last", "max", "mean"]}.get(pooling, [pooling])
    return torch.cat([parts[name] for name in names])


@pytest.mark.parametrize("kind, layers, bidirectional, pooling", [
    ("lstm", 1, True, "max_mean"), ("lstm", 2, False, "last"), ("gru", 2, True, "last_max_mean"), ("rnn", 1, False, "mean")])
def test_strict_load_reproduces_predict(tmp_path, kind, layers, bidirectional, pooling):
    shape = {"type": kind, "layers": layers, "bidirectional": bidirectional, "pooling": pooling}
    config = small_config(tmp_path, SAMPLE / "train.csv", model=shape)
    sentiment("train", config, "-o", tmp_path / "run", "--set", "trainer.epochs=1", check=0)
    with safe_open(tmp_path / "run/model.safetensors", "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata()
    recurrent = KINDS[kind](12, 8, layers, bidirectional=bidirectional)
    prefix = kind + "."
    recurrent.load_state_dict({n[len(prefix):]: t for n, t in tensors.items() if n.startswith(prefix)}, strict=True)
    vocabulary = bytes(tensors["vocabulary"].tolist()).decode().splitlines()
    ids = {token: i for i, token in enumerate(vocabulary)}
    labels = json.loads(metadata["labels"])

    words = ["not", "good", "at", "all", "but", "the", "film", "was", "never", "boring", "qqq"]
    texts = [" ".join(words[i % len(words):] + words[: i % 5]) for i in range(40)]
    done = sentiment("predict", tmp_path / "run", "--format", "jsonl", input="\n".join(texts).encode(), check=0)
    for text, line in zip(texts, done.stdout.splitlines(), strict=True):
        tokens = torch.tensor([ids.get(word, 1) for word in text.split()])
        with torch.no_grad():
            states = recurrent(tensors["embedding.weight"][tokens].unsqueeze(1))[0].squeeze(1)
            features = pooled(states, 8, pooling, bidirectional)
            scores = tensors["output.weight"] @ features + tensors["output.bias"]
            expected = torch.softmax(scores, 0)
        got = json.loads(line)["probabilities"]
        for label, probability in zip(labels, expected.tolist(), strict=True):
            assert got[label] == pytest.approx(probability, abs=1e-5)


def test_same_seed_gives_the_same_file_wherever_it_runs(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv")
    (tmp_path / "elsewhere").mkdir()
    sentiment("train", config, "-o", tmp_path / "a", "--threads", "2", check=0)
    sentiment("train", config, "-o", tmp_path / "b", "--threads", "2", check=0, cwd=tmp_path / "elsewhere")
    sentiment("train", config, "-o", tmp_path / "c", "--threads", "2", "--seed", "4", check=0)
    first = (tmp_path / "a/model.safetensors").read_bytes()
    assert (tmp_path / "b/model.safetensors").read_bytes() == first
    assert (tmp_path / "c/model.safetensors").read_bytes() != first
