"""Killed at any instant, a run continues to the same bits."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import time

import pytest
from conftest import SAMPLE, SENTIMENT, sentiment, small_config, tree

STEPS = 40


@pytest.fixture(scope="module")
def experiment(tmp_path_factory):
    """Two epochs of twenty steps: dropout, Adam, one-cycle, EMA; and the hash of a run left alone."""
    folder = tmp_path_factory.mktemp("resume")
    lines = (SAMPLE / "train.csv").read_text().splitlines()[1:]
    rows = [line for line in lines if line.count('"') % 2 == 0][:711]  # 640 to train on, 71 to validate
    (folder / "train.csv").write_text("text,label\n" + "\n".join(rows) + "\n")
    config = small_config(
        folder,
        folder / "train.csv",
        model={"embedding_size": 32, "hidden_size": 48, "layers": 2, "layer_dropout": 0.2},
        trainer={"batch_size": 32, "log_every_steps": 1},
        checkpoint={"every_steps": 3},
    )
    sentiment("train", config, "-o", folder / "whole", "--threads", "2", check=0)
    events = [json.loads(line) for line in (folder / "whole/metrics.jsonl").read_text().splitlines()]
    assert max(event["step"] for event in events) == STEPS
    return folder, config, digest(folder / "whole")


def digest(run):
    return hashlib.sha256((run / "model.safetensors").read_bytes()).hexdigest()


def start(config, run, *more):
    return subprocess.Popen(
        [SENTIMENT, "train", str(config), "-o", str(run), "--threads", "2", *more],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )


def killed_early(config, run, *more):
    process = start(config, run, *more)
    next(line for line in process.stderr if "step 5/20" in line)
    process.kill()
    process.stderr.close()
    process.wait()
    return run


def resume(config, run):
    sentiment("train", config, "-o", run, "--threads", "2", "--resume", check=0)


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_after_a_step(experiment, tmp_path, step):
    _, config, expected = experiment
    run = tmp_path / "run"
    process = start(config, run)
    place = f"epoch {(step - 1) // 20 + 1}/2  step {(step - 1) % 20 + 1}/20 "
    for line in process.stderr:
        if line.startswith(place):
            process.kill()
            break
    process.stderr.close()
    process.wait()
    resume(config, run)
    assert digest(run) == expected


def test_killed_at_random_instants(experiment, tmp_path):
    folder, config, expected = experiment
    begin = time.monotonic()
    sentiment("train", config, "-o", tmp_path / "timed", "--threads", "2", check=0)
    whole = time.monotonic() - begin
    chance = random.Random(7)
    for attempt in range(20):
        run = tmp_path / f"run{attempt}"
        process = start(config, run)
        time.sleep(chance.uniform(0.0, whole))
        process.kill()
        process.stderr.close()
        process.wait()
        if (run / "config.json").exists():
            resume(config, run)
        else:  # killed before anything was written: there is nothing to resume, and the program says so
            assert b"nothing to resume" in sentiment("train", config, "-o", run, "--resume", check=2).stderr
            sentiment("train", config, "-o", run, "--threads", "2", check=0)
        assert digest(run) == expected, f"attempt {attempt}"


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_by_a_signal(experiment, tmp_path, number, status):
    _, config, expected = experiment
    run = tmp_path / "run"
    process = start(config, run)
    for line in process.stderr:
        if line.startswith("epoch 1/2  step 7/"):
            process.send_signal(number)
            break
    rest = process.stderr.read()
    assert process.wait() == status
    assert "continue with --resume" in rest
    assert json.loads((run / "meta.json").read_text())["exit_reason"] == "interrupted"
    resume(config, run)
    assert digest(run) == expected


def test_finished_run_is_left_alone(experiment):
    folder, config, expected = experiment
    before = tree(folder / "whole")
    done = sentiment("train", config, "-o", folder / "whole", "--resume", check=0)
    assert b"nothing to do" in done.stderr
    assert tree(folder / "whole") == before


def test_a_slower_start_does_not_replace_a_finished_run(experiment, tmp_path):
    """Rows: B6. Two starts on one new folder: the second one still reads its data while the first one finishes."""
    folder, config, expected = experiment
    run, pipe = tmp_path / "run", tmp_path / "slow.csv"
    os.mkfifo(pipe)
    slower = subprocess.Popen([SENTIMENT, "train", str(config), "-o", str(run), "--set", f"data.train={pipe}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with open(pipe, "wb") as rows:  # opens once the other side reads
        sentiment("train", config, "-o", run, "--threads", "2", check=0)
        before = tree(run)
        rows.write((folder / "train.csv").read_bytes())
    assert slower.wait(timeout=60) == 2
    assert b"already holds a run" in slower.stderr.read()
    assert tree(run) == before and digest(run) == expected


def test_resuming_leaves_the_input_of_the_start(experiment, tmp_path):
    _, config, _ = experiment
    run = killed_early(config, tmp_path / "run", "--set", "trainer.log_every_steps=1")
    before = (run / "config.input.json").read_bytes()
    sentiment("train", config, "-o", run, "--resume", "--set", "trainer.log_every_steps=2", check=0)
    assert (run / "config.input.json").read_bytes() == before


def test_resuming_needs_no_config_but_that_of_the_run(experiment, tmp_path):
    _, config, expected = experiment
    run = killed_early(config, tmp_path / "run")
    before = (run / "config.input.json").read_bytes()
    sentiment("train", "-o", run, "--resume", check=0)
    assert digest(run) == expected and (run / "config.input.json").read_bytes() == before


def test_a_run_without_a_config_is_refused(tmp_path):
    for options in (["-o", tmp_path / "new"], ["--dry-run"], ["--print-config"], ["--resume"]):
        done = sentiment("train", *options, check=2)
        assert done.stderr.startswith(b"error: train: expected CONFIG, a JSON config, found none")
    done = sentiment("pretrain", "-o", tmp_path / "new", "--resume", check=2)
    assert b"nothing to resume" in done.stderr


def test_damaged_config_of_the_run_is_named(experiment, tmp_path):
    folder, config, _ = experiment
    run = tmp_path / "run"
    shutil.copytree(folder / "whole", run)
    (run / "config.json").write_text('{\n  "seed": 3,\n}')
    done = sentiment("train", config, "-o", run, "--resume", check=1)
    assert done.stderr.startswith(b"error: ") and b"run/config.json:3: invalid JSON" in done.stderr


def test_changed_setting_is_refused_by_name(experiment, tmp_path):
    _, config, _ = experiment
    run = killed_early(config, tmp_path / "run")
    done = sentiment("train", config, "-o", run, "--resume", "--set", "model.hidden_size=9", check=2)
    assert b"model.hidden_size" in done.stderr and b"48" in done.stderr


def test_changed_data_is_refused(experiment, tmp_path):
    folder, config, _ = experiment
    run = killed_early(config, tmp_path / "run")
    changed = tmp_path / "changed.csv"
    changed.write_text((folder / "train.csv").read_text().replace("the", "The", 1))
    done = sentiment("train", config, "-o", run, "--resume", "--set", f"data.train={changed}", check=1)
    assert b"has changed" in done.stderr
