"""A run that diverges goes back and tries again with half the learning rate; killed meanwhile, it ends in the same bits."""

import hashlib
import json
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, sentiment, small_config

# Weight decay times the rate is 6: each step multiplies a weight by 1 - 6, with half the rate by 1 - 3. With a quarter
# it shrinks.
GROWING = {
    "epochs": 1, "batch_size": 8, "clip_norm": None, "log_every_steps": 1,
    "optimizer": {"type": "sgd", "momentum": 0.0, "learning_rate": 0.06, "weight_decay": 100.0},
    "schedule": {"type": "constant", "warmup_fraction": 0.0},
}


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("divergence")
    config = small_config(folder, SAMPLE / "train.csv", trainer=GROWING, checkpoint={"every_steps": 40})
    done = sentiment("train", config, "-o", folder / "whole", check=0)
    return config, folder / "whole", done.stderr.decode()


def digest(run):
    return hashlib.sha256((run / "model.safetensors").read_bytes()).hexdigest()


def events_of(run):
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def without_time(event):
    return {key: value for key, value in event.items() if key != "time"}


def test_recovers_with_a_lower_rate_and_says_so(grown):
    _, run, log = grown
    found = [event for event in events_of(run) if event["event"] == "divergence"]
    assert [(event["number"], event["step"], event["rate_factor"]) for event in found] == [(1, 0, 0.5), (2, 0, 0.25)]
    assert all(event["diverged_at"] > 1 for event in found)
    steps = [event["step"] for event in events_of(run)]
    assert steps == sorted(steps)
    metrics = json.loads((run / "metrics.json").read_text())
    assert metrics["divergences"] == [{key: value for key, value in event.items() if key != "event"} for event in found]
    assert json.loads((run / "meta.json").read_text())["divergences"] == 2
    warnings = [line for line in log.splitlines() if line.startswith("warning: training diverged at step ")]
    assert len(warnings) == 2 and "(retry 1 of 2)" in warnings[0] and "0.25 of the schedule's" in warnings[1]


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_killed_between_divergences_it_ends_in_the_same_bits(grown, tmp_path, lost):
    config, whole, _ = grown
    run = tmp_path / "run"
    process = subprocess.Popen([SENTIMENT, "train", str(config), "-o", str(run)],
                               stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    seen = 0
    for line in process.stderr:
        seen += line.startswith("warning: training diverged")
        if seen == lost and " step 45/" in line:
            process.kill()
            break
    process.stderr.close()
    assert process.wait() == -9
    sentiment("train", config, "-o", run, "--resume", check=0)
    assert digest(run) == digest(whole)
    last, expected = events_of(run)[-1], events_of(whole)[-1]
    assert without_time(last) == without_time(expected)
    found, wanted = (json.loads((folder / "metrics.json").read_text())["divergences"] for folder in (run, whole))
    assert [without_time(event) for event in found] == [without_time(event) for event in wanted]


@pytest.mark.parametrize("retries", [0, 1])
def test_ends_with_three_when_the_retries_are_used_up(grown, tmp_path, retries):
    config, _, _ = grown
    run = tmp_path / "run"
    done = sentiment("train", config, "-o", run, "--set", f"trainer.divergence_retries={retries}", check=3)
    assert (b"also after 1 retry with half the learning rate" in done.stderr) == (retries == 1)
    assert json.loads((run / "meta.json").read_text())["divergences"] == retries
    again = sentiment("train", config, "-o", run, "--set", f"trainer.divergence_retries={retries}", "--resume", check=3)
    assert b"training diverged" in again.stderr
