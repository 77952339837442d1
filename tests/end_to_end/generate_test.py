"""`generate` on random models of every shape: its probabilities are those of torch.nn on the same weights."""

import json
import math
import pathlib
import subprocess

import pytest
import torch
from conftest import BUILD, SENTIMENT, error_lines, sentiment
from safetensors import safe_open
from safetensors.torch import load_file

WRITER = BUILD / "language_model_writer"
torch.set_num_threads(1)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    subprocess.run([WRITER, folder], check=True)
    return sorted(folder.glob("*.safetensors"))


@pytest.fixture(scope="module")
def model(models):
    return models[0]


def generated(model, *arguments):
    done = sentiment("generate", model, "--format", "jsonl", *arguments, check=0)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Judge:
    """The same network in PyTorch, in double precision."""

    def __init__(self, path):
        with safe_open(path, "pt") as file:
            self.shape = json.loads(file.metadata()["config"])["model"]
        tensors = {name: values.double() if values.is_floating_point() else values
                   for name, values in load_file(path).items()}
        self.words = bytes(tensors["vocabulary"].tolist()).decode().split("\n")[:-1]
        self.tensors = tensors
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[self.shape["type"]]
        self.layers = []
        for number in range(self.shape["layers"]):
            inputs = self.shape["embedding_size"] if number == 0 else self.shape["hidden_size"]
            layer = kind(inputs, self.shape["hidden_size"], batch_first=True).double()
            prefix, suffix = self.shape["type"] + ".", f"_l{number}"
            layer.load_state_dict({name.removeprefix(prefix)[: -len(suffix)] + "_l0": values
                                   for name, values in tensors.items()
                                   if name.startswith(prefix) and name.endswith(suffix)}, strict=True)
            self.layers.append(layer)

    @torch.no_grad()
    def distributions(self, words):
        """Probabilities of all tokens at the beginning and after each of the words: [words + 1, vocabulary]."""
        ids = [self.words.index("<end>")] + [self.words.index(word) for word in words]
        states = self.tensors["embedding.weight"][ids][None]
        for number, layer in enumerate(self.layers):
            below, states = states, layer(states)[0]
            if number > 0 and self.shape["residual"]:
                states = states + below
        if "projection.weight" in self.tensors:
            states = states @ self.tensors["projection.weight"].T + self.tensors["projection.bias"]
        logits = states[0] @ self.tensors["embedding.weight"].T + self.tensors["output.bias"]
        return torch.softmax(logits, dim=-1)

    def probabilities(self, prompt, tokens):
        """Of each of `tokens` after the prompt and those before it."""
        said = self.distributions(prompt + tokens)
        return [said[len(prompt) + place, self.words.index(token)].item() for place, token in enumerate(tokens)]


def test_probabilities_are_those_of_torch(models):
    assert len(models) == 30
    for path in models:
        judge = Judge(path)
        texts = generated(path, "-n", 12, "--max-tokens", 30, "--temperature", 1.3, "--prompt", "w7 w30 w7")
        for text in texts:
            expected = judge.probabilities(["w7", "w30", "w7"], text["tokens"])
            assert max(abs(a - b) for a, b in zip(expected, text["probabilities"], strict=True)) < 1e-5, path.name
            assert text["log_probability"] == pytest.approx(sum(math.log(p) for p in expected), abs=1e-3)


def test_temperature_zero_takes_what_torch_finds_most_probable(models):
    for path in models[::5]:
        judge = Judge(path)
        (text,) = generated(path, "--temperature", 0, "--max-tokens", 20)
        most = judge.distributions(text["tokens"])[:-1, 2:].max(dim=1).values.tolist()
        assert text["probabilities"] == pytest.approx(most, abs=1e-5)


def test_frequencies_are_the_probabilities(model):
    judge = Judge(model)
    texts = generated(model, "-n", 4000, "--max-tokens", 1, "--temperature", 1)
    for word in ("w3", "w20", "w50", "<end>"):
        expected = judge.probabilities([], [word])[0]
        share = sum(text["tokens"] == [word] for text in texts) / len(texts)
        assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / len(texts)) + 1e-3


def test_the_same_texts_on_any_threads_and_in_any_number(model):
    options = ["--max-tokens", 30, "--seed", 11, "--top-k", 40, "--top-p", 0.95]
    texts = generated(model, "-n", 20, "--threads", 1, *options)
    assert generated(model, "-n", 20, "--threads", 3, *options) == texts
    assert generated(model, "-n", 5, *options) == texts[:5]
    assert len({text["text"] for text in texts}) == 20


def test_text_and_jsonl_are_the_same_texts(model):
    options = ["-n", 12, "--max-tokens", 30, "--prompt", "w5, w6"]
    lines = sentiment("generate", model, *options, check=0).stdout.decode().split("\n")
    assert lines == [text["text"] for text in generated(model, *options)] + [""]


def test_tokens_come_before_the_text_is_done(model):
    """The first tokens are there while the program still writes."""
    command = [SENTIMENT, "generate", str(model), "-n", "1000000", "--max-tokens", "1000000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.read(100)
        process.stdout.close()
        assert process.wait(timeout=60) in (0, -13)


def test_a_prompt_from_standard_input(model):
    typed = sentiment("generate", model, "--prompt", "w5 w6", "--max-tokens", 9, check=0).stdout
    assert sentiment("generate", model, "--prompt", "-", "--max-tokens", 9, input=b"w5\nw6\n", check=0).stdout == typed


def test_unknown_words_of_a_prompt_are_said(model):
    done = sentiment("generate", model, "--prompt", "w5 gr\u00fcn \u202e!", "--max-tokens", 3, check=0)
    assert done.stdout.decode().startswith("w5 gr\u00fcn \\u{202e}!")
    assert "the model has never seen \"gr\u00fcn\"" in done.stderr.decode()


def test_mistakes_are_one_line_each(model, tmp_path):
    classifier = pathlib.Path(__file__).parent / "kept/0.1.0/model.safetensors"
    for status, arguments in [(1, [classifier]), (2, [model, "--temperature", "0", "--top-k", "5"]), (2, [model, "-n", "0"]),
                              (2, [model, "--top-p", "2"]), (2, [model, "--label", "pos"]), (2, []),
                              (1, [tmp_path / "none"]), (1, [tmp_path])]:
        done = sentiment("generate", *arguments, check=status)
        assert done.stdout == b"" and len(error_lines(done)) == 1 == len(done.stderr.splitlines())
    damaged = bytearray(model.read_bytes())
    damaged[-50] ^= 1
    (tmp_path / "damaged.safetensors").write_bytes(damaged)
    done = sentiment("generate", tmp_path / "damaged.safetensors", check=1)
    assert done.stdout == b"" and len(error_lines(done)) == 1
