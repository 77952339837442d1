"""Pretraining: a language model from texts, resumed to the same bits, refused where a classifier is expected."""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import tarfile

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment
from safetensors import safe_open


def write_config(folder, train, **sections):
    config = {
        "seed": 5,
        "data": {"train": train, "valid_fraction": 0.2},
        "vocabulary": {"max_size": 300, "min_count": 1},
        "model": {"embedding_size": 12, "hidden_size": 16, "layers": 2, "input_dropout": 0.1},
        "language_model": {"streams": 4, "window": 16, "candidates": 40},
        "trainer": {"epochs": 2, "log_every_steps": 1, "optimizer": {"learning_rate": 0.01}},
        "checkpoint": {"every_steps": 3},
    }
    for name, members in sections.items():
        config.setdefault(name, {}).update(members)
    path = pathlib.Path(folder) / "pretrain.json"
    path.write_text(json.dumps(config))
    return path


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """120 reviews in the aclImdb layout, without their labels."""
    folder = tmp_path_factory.mktemp("texts")
    rows = [line for line in (SAMPLE / "train.csv").read_text().splitlines()[1:] if line.count('"') % 2 == 0]
    for number, row in enumerate(rows[:120]):
        part = folder / "aclImdb/train" / ("unsup" if number % 2 else "pos")
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number}.txt").write_text(row)
    (folder / "aclImdb/test/pos").mkdir(parents=True)
    (folder / "aclImdb/test/pos/1.txt").write_text("secret words of the test part")
    return folder


@pytest.fixture(scope="module")
def run(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pretrained")
    config = write_config(folder, [str(texts / "aclImdb/train")])
    sentiment("pretrain", config, "-o", folder / "whole", "--threads", "2", check=0)
    return folder


def model_bytes(folder):
    return (folder / "model.safetensors").read_bytes()


def test_a_run_leaves_the_model_and_what_it_learnt(run):
    with safe_open(run / "whole/model.safetensors", "np") as file:
        assert file.metadata()["kind"] == "language_model"
        names = set(file.keys())
        words = bytes(file.get_tensor("vocabulary")).decode().split("\n")
        assert file.get_tensor("projection.weight").shape == (12, 16)
    assert words[:3] == ["<pad>", "<unk>", "<end>"]
    assert {"embedding.weight", "lstm.weight_hh_l1", "output.bias"} <= names
    metrics = json.loads((run / "whole/metrics.json").read_text())
    assert metrics["finished"] == "completed" and metrics["objective"] == "language_model"
    assert 1 < metrics["best"]["perplexity"] < 300  # 300 words: less than knowing nothing
    assert 1 < metrics["count_based"]["perplexity"] < 300
    events = [json.loads(line) for line in (run / "whole/metrics.jsonl").read_text().splitlines()]
    validations = [event for event in events if event["event"] == "validation"]
    assert len(validations) == 2 and validations[1]["perplexity"] < validations[0]["perplexity"]
    assert all(event["gradient_norm"] > 0 for event in events if event["event"] == "interval")


def test_the_gradient_is_told_by_layer_and_gate_and_its_parts_are_the_whole(run):
    events = [json.loads(line) for line in (run / "whole/metrics.jsonl").read_text().splitlines()]
    gates = {f"layer{layer}.{gate}" for layer in (0, 1) for gate in ("input", "forget", "cell", "output")}
    intervals = [event for event in events if event["event"] == "interval"]
    for event in intervals:  # of one step each
        assert set(event["gradient_norms"]) == gates | {"embedding", "projection", "head"}
        whole = sum(norm**2 for norm in event["gradient_norms"].values()) ** 0.5
        assert whole == pytest.approx(event["gradient_norm"], rel=1e-5)
        assert event["clipped_steps"] == round(event["clipped_share"])
    metrics = json.loads((run / "whole/metrics.json").read_text())
    gradient = metrics["gradient"]
    assert gradient["steps"] == metrics["steps"] == len(intervals)
    assert set(gradient["norms"]) == set(intervals[0]["gradient_norms"])
    assert any(sentence.startswith("clip_norm 1 ") for sentence in gradient["sentences"])
    log = (run / "whole/train.log").read_text()
    assert all(sentence in log for sentence in gradient["sentences"])
    flows = metrics["gradient_flow"]
    assert [(flow["epoch"], flow["layer"]) for flow in flows] == [(e, layer) for e in (0, 1, 2) for layer in (0, 1)]
    assert all(flow["distances"][-1] < 16 and flow["norms"][-1] > 0 for flow in flows)


def test_what_was_read_is_counted(run):
    texts = json.loads((run / "whole/metrics.json").read_text())["texts"]
    assert texts["read"] == texts["used"] == 120 and texts["skipped"] == {}
    assert texts["train"]["texts"] + texts["valid"]["texts"] == 120 and texts["vocabulary"] == 300
    assert 0 < texts["train"]["unknown_tokens"] < texts["train"]["tokens"]


def test_without_diagnostics_and_report_the_model_is_the_same_and_nothing_is_said(run, tmp_path):
    folder = tmp_path / "run"
    done = sentiment("pretrain", run / "pretrain.json", "-o", folder, "--set", "trainer.diagnostics=false", "--set",
                     "trainer.report=false", "--set", "trainer.tensorboard=false", check=0)
    assert model_bytes(folder) == model_bytes(run / "whole")
    events = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert {event["event"] for event in events} == {"interval", "validation"}
    assert "gradient_norms" not in events[0] and "gradient's norm" not in done.stderr.decode()
    assert "gradient" not in json.loads((folder / "metrics.json").read_text())
    assert not (folder / "report.html").exists()


def test_clip_value_says_how_much_it_cuts(run, tmp_path):
    sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "run", "--set", "trainer.clip_value=0.001", "--set",
              "trainer.epochs=1", check=0)
    gradient = json.loads((tmp_path / "run/metrics.json").read_text())["gradient"]
    assert 0 < gradient["cut_element_share"] < 1 and gradient["cut_share"] == 1.0


def test_a_run_that_lost_its_page_writes_it_when_resumed(run, tmp_path):
    shutil.copytree(run / "whole", tmp_path / "run")
    (tmp_path / "run/report.html").unlink()
    sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "run", "--resume", "--threads", "2", check=0)
    assert (tmp_path / "run/report.html").exists()
    assert model_bytes(tmp_path / "run") == model_bytes(run / "whole")


def test_the_bits_do_not_depend_on_the_threads(run, tmp_path):
    sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "one", "--threads", "1", check=0)
    assert model_bytes(tmp_path / "one") == model_bytes(run / "whole")


@pytest.mark.parametrize("step", [2, 5, 9])
def test_a_killed_run_continues_to_the_same_file(run, tmp_path, step):
    folder = tmp_path / "killed"
    process = subprocess.Popen([SENTIMENT, "pretrain", run / "pretrain.json", "-o", folder, "--threads", "2"],
                               stderr=subprocess.PIPE, text=True)
    seen = 0
    for line in process.stderr:
        seen += "  step " in line
        if seen == step:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stderr.close()
    sentiment("pretrain", run / "pretrain.json", "-o", folder, "--threads", "2", "--resume", check=0)
    assert model_bytes(folder) == model_bytes(run / "whole")


def test_libtorch_takes_the_same_steps_and_goes_on_to_the_same_file(run, tmp_path):
    torch = ["--set", "trainer.backend=torch", "--threads", "1"]
    sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "torch", *torch, check=0)
    losses = [[event["loss"] for event in map(json.loads, (folder / "metrics.jsonl").read_text().splitlines())
               if event["event"] in ("interval", "validation")] for folder in (run / "whole", tmp_path / "torch")]
    assert losses[1] == pytest.approx(losses[0], rel=1e-4)
    shutil.copytree(tmp_path / "torch", tmp_path / "stopped")
    checkpoints = sorted((tmp_path / "stopped/checkpoints").iterdir())
    shutil.rmtree(checkpoints[-1])
    (tmp_path / "stopped/model.safetensors").unlink()
    sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "stopped", *torch, "--resume", check=0)
    assert model_bytes(tmp_path / "stopped") == model_bytes(tmp_path / "torch")


def test_cuda_where_there_is_none_is_a_config_error(run, tmp_path):
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is one")
    done = sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "run", "--device", "cuda", check=2)
    assert "trainer.device: cuda asked for, found 0 CUDA devices" in error_lines(done)[0]
    assert not (tmp_path / "run").exists()


def test_an_interrupted_run_saves_and_says_so(run, tmp_path):
    folder = tmp_path / "stopped"
    process = subprocess.Popen([SENTIMENT, "pretrain", run / "pretrain.json", "-o", folder, "--threads", "2"],
                               stderr=subprocess.PIPE, text=True)
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "  step " in line and len([one for one in lines if "  step " in one]) == 2:
            process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert any("continue with --resume" in line for line in lines)
    assert json.loads((folder / "meta.json").read_text())["exit_reason"] == "interrupted"
    sentiment("pretrain", run / "pretrain.json", "-o", folder, "--threads", "2", "--resume", check=0)
    assert model_bytes(folder) == model_bytes(run / "whole")


@pytest.mark.parametrize("setting, change", [("model.hidden_size", "17"), ("language_model.window", "20")])
def test_a_resumed_run_cannot_change_what_is_learnt(run, tmp_path, setting, change):
    shutil.copytree(run / "whole", tmp_path / "run")
    done = sentiment("pretrain", run / "pretrain.json", "-o", tmp_path / "run", "--resume", "--set",
                     f"{setting}={change}", check=2)
    assert f"{setting}: the run was started with" in error_lines(done)[0]


@pytest.mark.parametrize("command", ["predict", "evaluate", "explain", "compare"])
def test_a_command_that_needs_a_classifier_says_what_it_was_given(run, command):
    more = {"evaluate": [SAMPLE / "test.csv"], "compare": [run / "whole", SAMPLE / "test.csv"]}.get(command, [])
    done = sentiment(command, run / "whole", *more, input=b"good\n", check=1)
    assert error_lines(done) == [line for line in error_lines(done) if "found a language model" in line] != []


def test_a_dry_run_tells_tokens_memory_and_time_and_writes_nothing(run, tmp_path):
    done = sentiment("pretrain", run / "pretrain.json", "--dry-run", cwd=tmp_path, check=0)
    plan = done.stdout.decode()
    assert re.search(r"^steps: \d+ an epoch, of 4 streams by about 16 tokens$", plan, re.M)
    assert re.search(r"^memory: about \d+ MB", plan, re.M) and re.search(r"k tokens/s\)", plan)
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_named_all_at_once(texts, tmp_path):
    config = write_config(tmp_path, [], model={"type": "gru", "forget_bias": 2, "bidirectional": True},
                          trainer={"batch_size": 3})
    problems = "\n".join(error_lines(sentiment("pretrain", config, "-o", tmp_path / "run", check=2)))
    for place in ["data.train: is missing", "model.bidirectional: unknown setting",
                  "model.forget_bias: has no effect", "trainer.batch_size: unknown setting"]:
        assert place in problems, problems
    assert not (tmp_path / "run").exists()


def test_a_single_source_may_be_given_as_a_string(texts, tmp_path):
    (tmp_path / "plain.txt").write_text("one two three four five\n" * 40)
    config = write_config(tmp_path, "plain.txt", trainer={"epochs": 1})
    done = sentiment("pretrain", config, "--print-config", check=0)
    assert json.loads(done.stdout)["data"]["train"] == [str(tmp_path / "plain.txt")]
    sentiment("pretrain", config, "-o", tmp_path / "run", check=0)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows which files are opened")
@pytest.mark.parametrize("packed", [False, True])
def test_no_file_of_the_test_part_is_read(texts, tmp_path, packed):
    train = [str(texts / "aclImdb/train")]
    if packed:
        with tarfile.open(tmp_path / "aclImdb.tar.gz", "w:gz") as archive:
            archive.add(texts / "aclImdb", "aclImdb")
        train = [str(tmp_path / "aclImdb.tar.gz") + "!/aclImdb/train"]
    config = write_config(tmp_path, train, trainer={"epochs": 1}, vocabulary={"max_size": 20000})
    log = tmp_path / "opened"
    subprocess.run(["strace", "-f", "-e", "trace=open,openat", "-o", log, SENTIMENT, "pretrain", config, "-o",
                    tmp_path / "run"], check=True, capture_output=True)
    opened = log.read_text(errors="replace")
    assert "aclImdb" in opened and "/test/" not in opened.replace("/tests/", "/")
    with safe_open(tmp_path / "run/model.safetensors", "np") as file:
        assert b"\nsecret\n" not in bytes(file.get_tensor("vocabulary"))
