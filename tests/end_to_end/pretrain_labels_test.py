"""A language model pretrained with labels in front: it writes other texts for other labels, and never a label."""

import csv
import json
import math
import pathlib
import random
import signal
import subprocess

import pytest
import torch
from conftest import SENTIMENT, error_lines, sentiment, small_config
from safetensors import safe_open
from safetensors.torch import load_file

torch.set_num_threads(1)
NOUNS = ["film", "book", "phone", "meal", "room", "song", "actor", "plot", "view", "service"]
WORDS = {"neg": ["bad", "dull", "awful", "boring", "broken", "slow"],
         "pos": ["good", "fresh", "lovely", "funny", "bright", "warm"]}


def texts(count, seed):
    """Texts in which nothing but three words depends on the label."""
    draw = random.Random(seed)
    found = []
    for number in range(count):
        label = ["neg", "pos"][number % 2]
        noun, (first, second, third) = draw.choice(NOUNS), draw.choices(WORDS[label], k=3)
        found.append((draw.choice([f"the {noun} was {first} and {second} . so {third} !",
                                   f"i saw a {first} {noun} , {second} and {third} .",
                                   f"this {noun} is {first} . {second} , {third}"]), label))
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "texts.csv"
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *texts(600, 1)])
    return path


def write_config(folder, data, **sections):
    config = {
        "seed": 5,
        "data": {"train": str(data), "labels": ["neg", "pos"]},
        "vocabulary": {"max_size": 500, "min_count": 1},
        "model": {"embedding_size": 32, "hidden_size": 48, "embedding_dropout": 0.0, "output_dropout": 0.0,
                  "weight_drop": 0.0},
        "language_model": {"streams": 8, "window": 30, "candidates": 40},
        "trainer": {"epochs": 25, "log_every_steps": 10, "optimizer": {"learning_rate": 0.01}},
        "checkpoint": {"every_steps": 20},
    }
    for name, members in sections.items():
        config.setdefault(name, {}).update(members)
    path = pathlib.Path(folder) / "labels.json"
    path.write_text(json.dumps(config))
    return path


@pytest.fixture(scope="module")
def run(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("labels")
    done = sentiment("pretrain", write_config(folder, data), "-o", folder / "run", "--threads", "2", check=0)
    return folder / "run", done.stderr.decode()


@pytest.fixture(scope="module")
def model(run):
    return run[0]


def generated(model, *arguments):
    done = sentiment("generate", model, "--format", "jsonl", *arguments, check=0)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Judge:
    """The same network in PyTorch."""

    def __init__(self, path):
        with safe_open(path, "pt") as file:
            self.labels = json.loads(file.metadata()["labels"])
            shape = json.loads(file.metadata()["config"])["model"]
        self.tensors = load_file(path)
        self.ids = {word: i for i, word in enumerate(bytes(self.tensors["vocabulary"].tolist()).decode().split("\n"))}
        self.lstm = torch.nn.LSTM(shape["embedding_size"], shape["hidden_size"], batch_first=True)
        self.lstm.load_state_dict({name.removeprefix("lstm."): values for name, values in self.tensors.items()
                                   if name.startswith("lstm.")}, strict=True)

    @torch.no_grad()
    def loss(self, words, label=None):
        """Of the words and the end, behind the label: the negative log-probability."""
        front = [self.ids["<end>"]] + ([self.ids[f"<label:{self.labels.index(label)}>"]] if label else [])
        ids = [self.ids.get(word, 1) for word in words] + [self.ids["<end>"]]
        states = self.lstm(self.tensors["embedding.weight"][front + ids[:-1]][None])[0][0]
        states = states @ self.tensors["projection.weight"].T + self.tensors["projection.bias"]
        logits = states @ self.tensors["embedding.weight"].T + self.tensors["output.bias"]
        return torch.nn.functional.cross_entropy(logits[len(front) - 1:], torch.tensor(ids), reduction="sum").item()


def test_the_file_says_which_labels_there_are(run):
    model, log = run
    with safe_open(model / "model.safetensors", "np") as file:
        assert json.loads(file.metadata()["labels"]) == ["neg", "pos"]
        words = bytes(file.get_tensor("vocabulary")).decode().split("\n")
    assert words[:5] == ["<pad>", "<unk>", "<end>", "<label:0>", "<label:1>"]
    assert "; in front of them neg 294, pos 294, no label 0" in log
    card = json.loads(sentiment("inspect", model, "--json", check=0).stdout)
    assert card["labels"] == ["neg", "pos"] and card["kind"] == "language_model"


def test_texts_of_a_label_are_likelier_behind_it(model):
    judge = Judge(model / "model.safetensors")
    right = 0
    for text, label in texts(100, 2):
        other = "pos" if label == "neg" else "neg"
        right += judge.loss(text.split(), label) + math.log(10) < judge.loss(text.split(), other)
    assert right >= 95


def test_the_program_says_what_torch_says_behind_a_label(model):
    judge = Judge(model / "model.safetensors")
    for text in generated(model, "--label", "pos", "-n", 20, "--max-tokens", 60):
        if text["finished"] == "end":
            assert -text["log_probability"] == pytest.approx(judge.loss(text["tokens"][:-1], "pos"), abs=1e-2)


def test_generated_texts_have_the_words_of_their_label(model):
    for label, other in [("neg", "pos"), ("pos", "neg")]:
        found = generated(model, "--label", label, "-n", 200, "--max-tokens", 40)
        assert all(text["label"] == label for text in found)
        tokens = [token for text in found for token in text["tokens"]]
        assert not any(token.startswith("<") and token != "<end>" for token in tokens)
        own = sum(token in WORDS[label] for token in tokens)
        assert own > 300 and own > 10 * sum(token in WORDS[other] for token in tokens)


@pytest.mark.parametrize("options", [[], ["--label", "neg"], ["--label", "pos", "--top-k", "3"],
                                     ["--temperature", "3"], ["--top-p", "0.9"]])
def test_no_text_shows_a_label(model, options):
    lines = sentiment("generate", model, "-n", 200, "--max-tokens", 30, *options, check=0).stdout.decode()
    assert lines.count("\n") == 200 and "<" not in lines and "label" not in lines
    assert "label" not in generated(model)[0]


def test_a_label_stands_before_the_prompt(model):
    for label in ["neg", "pos"]:
        found = generated(model, "--label", label, "--prompt", "this film is", "-n", 100, "--max-tokens", 20)
        assert all(text["text"].startswith("this film is") for text in found)
        assert sum(text["tokens"][0] in WORDS[label] for text in found) > 80


@pytest.mark.parametrize("arguments, problem", [
    (["--label", "\u202eno"], "--label: expected one of the model's labels \"neg\", \"pos\", found \"\\u{202e}no\""),
    (["--label", "<label:0>"], "found \"<label:0>\""),
    (["--label", ""], "found \"\""),
])
def test_an_unknown_label_is_refused(model, arguments, problem):
    done = sentiment("generate", model, *arguments, check=2)
    assert done.stdout == b"" and len(done.stderr.splitlines()) == 1 and problem in error_lines(done)[0]


def test_a_killed_run_continues_to_the_same_file(model, data, tmp_path):
    config = write_config(tmp_path, data)
    with subprocess.Popen([SENTIMENT, "pretrain", config, "-o", tmp_path / "run", "--threads", "2"],
                          stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if "epoch 5/25" in line:
                process.send_signal(signal.SIGKILL)
                break
    changed = sentiment("pretrain", config, "-o", tmp_path / "run", "--resume", "--set", 'data.labels=["pos","neg"]',
                        check=2)
    assert "data.labels: the run was started with" in error_lines(changed)[0]
    sentiment("pretrain", config, "-o", tmp_path / "run", "--threads", "1", "--resume", check=0)
    assert (tmp_path / "run/model.safetensors").read_bytes() == (model / "model.safetensors").read_bytes()


def test_a_classifier_starts_from_a_model_with_labels(model, data, tmp_path):
    start = {"initialize_from": str(model), "type": "lstm", "embedding_size": 32, "hidden_size": 48, "bidirectional": False}
    config = small_config(tmp_path, data, model=start, vocabulary={"min_count": 2})
    sentiment("train", config, "-o", tmp_path / "classifier", check=0)
    done = sentiment("predict", tmp_path / "classifier", input=b"<label:0> <label:1> good\n", check=0)
    assert done.stdout.decode().split("\t")[0] in ["neg", "pos"]


def test_a_backward_model_reads_the_label_first_too(tmp_path):
    """Texts "neg: a b", "pos: c d": behind its label a text is certain, in whichever direction."""
    rows = ["text,label"] + ["one two,neg", "three four,pos"] * 60
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    config = write_config(tmp_path, tmp_path / "a.csv", model={"direction": "backward"},
                          language_model={"streams": 4, "window": 10},
                          trainer={"epochs": 12, "optimizer": {"learning_rate": 0.02}})
    sentiment("pretrain", config, "-o", tmp_path / "run", check=0)
    judge = Judge(tmp_path / "run/model.safetensors")
    assert judge.loss(["two", "one"], "neg") < 0.5 < 3 < judge.loss(["two", "one"], "pos")
    metrics = json.loads((tmp_path / "run/metrics.json").read_text())
    assert metrics["count_based"]["perplexity"] < 1.5  # only the label is to be guessed: 2 ** (1 / 4)
    assert math.log(metrics["best"]["perplexity"]) < math.log(1.5)


@pytest.mark.parametrize("settings, status, problem", [
    (['data.labels=["neg","good"]'], 1, 'data.labels: expected texts with each label, found none with "good"; those of '
                                        'the texts are "neg", "pos"'),
    (['data.labels=["neg"]', "objective=vectors"], 2, 'data.labels: has no effect with objective = "vectors"'),
    (['data.labels=[]'], 2, "data.labels: expected a label, found none"),
    (['data.labels=["neg"]', "data.label_column=stars"], 1, 'expected one column "stars" with the labels of data.labels'),
    (["data.labels=null", "data.label_column=stars"], 2, "data.label_column: has no effect without labels"),
])
def test_wrong_labels_are_refused(data, tmp_path, settings, status, problem):
    options = [part for setting in settings for part in ("--set", setting)]
    config = write_config(tmp_path, data)
    if "objective=vectors" in settings:
        config.write_text(json.dumps({"data": json.loads(config.read_text())["data"]}))
    done = sentiment("pretrain", config, "-o", tmp_path / "run", *options, check=status)
    assert problem in error_lines(done)[0] and len(error_lines(done)) == 1
    assert not (tmp_path / "run").exists()
