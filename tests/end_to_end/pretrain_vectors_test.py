"""pretrain with the objective vectors: the same file for any number of threads and after any stop, and its use."""

import json
import resource
import shutil
import signal
import subprocess
import time

import numpy
import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment
from safetensors import safe_open

SIZE = 20


def write_config(folder, **sections):
    config = {
        "seed": 5,
        "objective": "vectors",
        "data": {"train": [str(SAMPLE / "train.csv"), str(SAMPLE / "test.csv")], "valid_fraction": 0.1},
        "model": {"embedding_size": SIZE},
        "vectors": {"epochs": 3, "subsample": 0.01},
        "trainer": {"log_every_steps": 1},
        **sections,
    }
    path = folder / "config.json"
    path.write_text(json.dumps(config))
    return path


def events(run):
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vectors")
    sentiment("pretrain", write_config(folder), "-o", folder / "run", "--threads", "2", check=0)
    return folder / "run"


def test_the_result_is_vectors(run):
    with safe_open(run / "model.safetensors", "np") as file:
        assert file.metadata()["kind"] == "vectors"
        assert set(file.keys()) == {"embedding.weight", "vocabulary"}
        tokens = bytes(file.get_tensor("vocabulary")).decode().splitlines()
        vectors = file.get_tensor("embedding.weight")
    assert tokens[:2] == ["<pad>", "<unk>"] and vectors.shape == (len(tokens), SIZE)
    assert not vectors[0].any() and numpy.isfinite(vectors).all()


def test_losses_are_told(run):
    validations = [event for event in events(run) if event["event"] == "validation"]
    assert [event["epoch"] for event in validations] == [1, 2, 3]
    assert validations[-1]["loss"] < validations[0]["loss"]
    metrics = json.loads((run / "metrics.json").read_text())
    assert metrics["finished"] == "completed" and metrics["epochs"] == 3
    assert metrics["best"]["loss"] == validations[-1]["loss"]


def test_any_number_of_threads_gives_the_same_file(run, tmp_path):
    sentiment("pretrain", write_config(tmp_path), "-o", tmp_path / "run", "--threads", "1", check=0)
    assert (tmp_path / "run/model.safetensors").read_bytes() == (run / "model.safetensors").read_bytes()


def test_a_stopped_run_goes_on_to_the_same_file(tmp_path):
    long = {"vectors": {"epochs": 60, "subsample": 0.01}}
    config = write_config(tmp_path, **long)
    sentiment("pretrain", config, "-o", tmp_path / "whole", "--quiet", check=0)
    stopped = subprocess.Popen([SENTIMENT, "pretrain", config, "-o", tmp_path / "run"], stderr=subprocess.DEVNULL)
    while not (tmp_path / "run/checkpoints").exists():
        assert stopped.poll() is None
        time.sleep(0.01)
    stopped.send_signal(signal.SIGINT)
    assert stopped.wait(60) == 130
    assert (tmp_path / "run/model.safetensors").read_bytes() != (tmp_path / "whole/model.safetensors").read_bytes()
    sentiment("pretrain", config, "-o", tmp_path / "run", "--resume", check=0)
    assert (tmp_path / "run/model.safetensors").read_bytes() == (tmp_path / "whole/model.safetensors").read_bytes()
    steps = [event["step"] for event in events(tmp_path / "run") if event["event"] == "validation"]
    assert steps == sorted(set(steps)) and len(steps) == 60


def test_a_run_stopped_within_an_epoch_counts_no_word_twice(tmp_path):
    """Some steps long, so that checkpoints lie within epochs."""
    copies = {"train": [str(SAMPLE / "train.csv")] * 8, "valid_fraction": 0.05}
    config = write_config(tmp_path, data=copies, checkpoint={"every_steps": 1, "keep": 1000})
    sentiment("pretrain", config, "-o", tmp_path / "whole", "--quiet", check=0)
    whole = json.loads((tmp_path / "whole/metrics.json").read_text())
    assert whole["tokens"] == 3 * whole["texts"]["train"]["tokens"] and whole["steps"] > 2 * 3
    shutil.copytree(tmp_path / "whole", tmp_path / "run")
    for later in (tmp_path / "run/checkpoints").glob("step-*"):
        if int(later.name.removeprefix("step-")) > 2:
            shutil.rmtree(later)
    sentiment("pretrain", config, "-o", tmp_path / "run", "--resume", check=0)
    resumed = json.loads((tmp_path / "run/metrics.json").read_text())
    assert resumed["tokens"] == whole["tokens"] and resumed["best"] == whole["best"]
    assert (tmp_path / "run/model.safetensors").read_bytes() == (tmp_path / "whole/model.safetensors").read_bytes()


def test_texts_of_one_word_each_are_refused(tmp_path):
    (tmp_path / "words.txt").write_text("".join(f"word{number % 7}\n" for number in range(200)))
    config = write_config(tmp_path, data={"train": str(tmp_path / "words.txt")})
    for options in (["-o", tmp_path / "run"], ["--dry-run"]):
        done = sentiment("pretrain", config, *options, check=1)
        assert "found an epoch without a pair of words; is data.text_column" in error_lines(done)[0]
    assert not (tmp_path / "run/model.safetensors").exists()


def test_a_validation_part_without_a_pair_of_words_has_no_loss(tmp_path):
    """Of 201 texts only one is longer than a word, and seed 5 leaves it in the training part."""
    (tmp_path / "words.txt").write_text("a text of some words\n" + "word\n" * 200)
    config = write_config(tmp_path, data={"train": str(tmp_path / "words.txt")}, vectors={"epochs": 1, "subsample": 0})
    done = sentiment("pretrain", config, "-o", tmp_path / "run", check=0)
    assert "validation: no pair of words, so no loss" in done.stderr.decode()
    validation, = [event for event in events(tmp_path / "run") if event["event"] == "validation"]
    assert validation["loss"] is None and validation["train_loss"] > 0
    best = json.loads((tmp_path / "run/metrics.json").read_text())["best"]
    assert best["loss"] is None and best["epoch"] == 1
    assert "have no pair of words" in (tmp_path / "run/report.html").read_text()


def test_vectors_that_do_not_fit_are_refused_before_they_are_made(tmp_path):
    """Rows: I2"""
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))

    config = write_config(tmp_path, model={"embedding_size": 65536})
    for options in (["-o", tmp_path / "run"], ["--dry-run"]):
        done = subprocess.run([SENTIMENT, "pretrain", config, *options], capture_output=True, preexec_fn=limit)
        assert done.returncode == 2, done.stderr
        assert "model: expected vectors that fit into the 2.0 GB" in error_lines(done)[0]
    assert not (tmp_path / "run").exists()


def test_commands_for_classifiers_refuse_it(run):
    for command in (["predict", run], ["evaluate", run, SAMPLE / "test.csv"]):
        done = sentiment(*command, input=b"a text\n")
        assert done.returncode == 1 and len(error_lines(done)) == 1
        assert "word vectors" in error_lines(done)[0]


def test_settings_of_the_other_objective_are_refused(tmp_path):
    config = write_config(tmp_path, language_model={"streams": 3})
    done = sentiment("pretrain", config, "-o", tmp_path / "run", check=2)
    assert "language_model.streams: has no effect with objective = \"vectors\"" in error_lines(done)[0]
    assert not (tmp_path / "run").exists()


def test_diagnostics_are_refused_as_there_is_no_gradient_to_look_at(tmp_path):
    done = sentiment("pretrain", write_config(tmp_path), "-o", tmp_path / "run", "--set", "trainer.diagnostics=false", check=2)
    assert "trainer.diagnostics: has no effect with objective = \"vectors\"" in error_lines(done)[0]
