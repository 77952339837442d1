"""TensorBoard reads the events of a run: each once, also of a run that was killed and resumed."""

import fcntl
import json
import math
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, sentiment, small_config
from tensorboard.backend.event_processing import io_wrapper
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

TAGS = {"train/loss", "train/accuracy", "train/learning_rate", "train/gradient_norm",
        "validation/loss", "validation/accuracy", "validation/macro_f1"}


def metrics(run):
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def scalars(run):
    """{tag: {step: (value, time)}}; every step of a tag once."""
    accumulator = EventAccumulator(str(run / "tensorboard"))
    accumulator.Reload()
    found = {}
    for tag in accumulator.Tags()["scalars"]:
        events = accumulator.Scalars(tag)
        found[tag] = {event.step: (event.value, event.wall_time) for event in events}
        assert len(found[tag]) == len(events)
    return found


def leaves(tag, value):
    """(tag, number) of a value; the members of an object are tags below its own."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(f"{tag}/{key}", member)
    elif not isinstance(value, (bool, str, list)):
        yield tag, value


def expect_what_the_metrics_say(run):
    found = scalars(run)
    assert TAGS <= set(found)
    count = 0
    for event in metrics(run):
        group = "train" if event["event"] == "interval" else event["event"]
        for tag, value in leaves(group, {key: event[key] for key in event.keys() - {"event", "time", "step", "epoch"}}):
            got, time = found[tag][event["step"]]
            assert math.isclose(got, value, rel_tol=1e-6, abs_tol=1e-30), tag
            assert time == event["time"]
            count += 1
    assert count == sum(map(len, found.values()))


@pytest.fixture
def config(tmp_path):
    """Two epochs of 90 steps."""
    lines = (SAMPLE / "train.csv").read_text().splitlines()[1:]
    rows = [line for line in lines if line.count('"') % 2 == 0][:400]
    (tmp_path / "train.csv").write_text("text,label\n" + "\n".join(rows) + "\n")
    return small_config(tmp_path, tmp_path / "train.csv", trainer={"log_every_steps": 1, "batch_size": 4},
                        checkpoint={"every_steps": 15})


def test_reads_every_event_of_a_run(config, tmp_path):
    run = tmp_path / "run"
    sentiment("train", config, "-o", run, check=0)
    files = list((run / "tensorboard").iterdir())
    assert len(files) == 1 and io_wrapper.IsTensorFlowEventsFile(str(files[0]))
    expect_what_the_metrics_say(run)


def test_reads_each_event_of_a_resumed_run_once(config, tmp_path):
    run = tmp_path / "run"
    killed = subprocess.Popen([SENTIMENT, "train", config, "-o", run], stderr=subprocess.PIPE, text=True)
    fcntl.fcntl(killed.stderr, fcntl.F_SETPIPE_SZ, 4096)  # so that it cannot get far ahead of us
    for line in killed.stderr:
        if "  step 20/" in line:
            killed.kill()
            break
    killed.stderr.close()
    killed.wait()
    events = next((run / "tensorboard").iterdir())
    whole = events.read_bytes()
    events.write_bytes(whole[:-3])  # as a kill inside a write leaves it
    resumed = sentiment("train", config, "-o", run, "--resume", check=0)
    assert b"resuming after step" in resumed.stderr
    expect_what_the_metrics_say(run)
    assert len(list(EventFileLoader(str(events)).Load())) == 1 + len(metrics(run))  # no record is lost or damaged


def test_is_written_and_removed_as_asked(config, tmp_path):
    run = tmp_path / "run"
    sentiment("train", config, "-o", run, check=0)
    mine = run / "tensorboard" / "notes.txt"
    mine.write_text("mine")
    without = ["--set", "trainer.tensorboard=false"]
    sentiment("train", config, "-o", run, "--force", *without, check=0)
    assert [path.name for path in (run / "tensorboard").iterdir()] == ["notes.txt"]
    mine.unlink()
    sentiment("train", config, "-o", run, "--force", check=0)
    assert len(list((run / "tensorboard").iterdir())) == 1
    sentiment("train", config, "-o", run, "--force", *without, check=0)
    assert not (run / "tensorboard").exists()
    assert (run / "model.safetensors").exists()
