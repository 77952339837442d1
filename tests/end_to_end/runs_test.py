"""`train --runs N`: ordinary runs with seeds one after another, and what they have in common."""

import fcntl
import json
import os
import signal
import statistics
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment, small_config, tree


@pytest.fixture
def config(tmp_path):
    """Seeds from 3 on; 252 steps."""
    return small_config(tmp_path, small_part(tmp_path), data={"test": str(SAMPLE / "test.csv")},
                        trainer={"epochs": 1, "batch_size": 1, "log_every_steps": 1})


def small_part(folder):
    lines = (SAMPLE / "train.csv").read_text().splitlines()[1:]
    rows = [line for line in lines if line.count('"') % 2 == 0][:280]
    path = folder / "rows.csv"
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


def model(run):
    return (run / "model.safetensors").read_bytes()


def start(config, folder, *more):
    """It gets only some dozens of lines ahead of us: then it waits for room in the pipe."""
    process = subprocess.Popen([SENTIMENT, "train", config, "-o", folder, "--runs", "3", *more], stderr=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, text=True)
    fcntl.fcntl(process.stderr, fcntl.F_SETPIPE_SZ, 4096)
    return process


def until_the_second_run(process):
    """Reads the log to where the second run is on its way."""
    second = False
    for line in process.stderr:
        second = second or line.startswith("run 2 of 3: seed 4")
        if second and line.startswith("epoch 1/1  step 3/"):
            return


def test_figures_are_those_of_the_runs(config, tmp_path):
    folder = tmp_path / "seeds"
    done = sentiment("train", config, "-o", folder, "--runs", "3", check=0)
    summary = json.loads((folder / "runs.json").read_text())
    assert summary["metric"] == "accuracy" and summary["completed"] == 3 and summary["diverged"] == 0
    assert [(run["run"], run["seed"], run["ended"]) for run in summary["runs"]] == [
        ("run-1", 3, "completed"), ("run-2", 4, "completed"), ("run-3", 5, "completed")]
    for key, part in [("validation", "best"), ("test", "test")]:
        figures = []
        for run in summary["runs"]:
            metrics = json.loads((folder / run["run"] / "metrics.json").read_text())
            assert run[part] == metrics[part]
            figures.append(metrics[part]["accuracy"])
        assert summary[key]["mean"] == pytest.approx(statistics.mean(figures), abs=1e-12)
        assert summary[key]["standard_deviation"] == pytest.approx(statistics.stdev(figures), abs=1e-12)
        assert f"{statistics.stdev(figures):.4f}" in done.stdout.decode().splitlines()[5]
    # A run of several is the run of its seed.
    sentiment("train", config, "-o", tmp_path / "alone", "--seed", "4", "--quiet", check=0)
    assert model(tmp_path / "alone") == model(folder / "run-2") != model(folder / "run-1")

    done = sentiment("evaluate", folder, SAMPLE / "test.csv", check=1)
    assert "that of several runs; name one of them" in error_lines(done)[0]
    before = tree(folder)
    refused = sentiment("train", config, "-o", folder, "--runs", "3", check=2)
    assert len(error_lines(refused)) == 1 and tree(folder) == before
    more = sentiment("train", "-o", folder, "--runs", "4", "--resume", check=0)  # with the config of its first run
    assert more.stderr.count(b"nothing to do: the run has completed") == 3
    assert len(json.loads((folder / "runs.json").read_text())["runs"]) == 4
    assert tree(folder)[str(folder / "run-3/model.safetensors")] == before[str(folder / "run-3/model.safetensors")]


@pytest.mark.parametrize("number, status", [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_continues_where_it_was_stopped(config, tmp_path, number, status):
    folder = tmp_path / "seeds"
    process = start(config, folder)
    until_the_second_run(process)
    process.send_signal(number)
    rest = process.stderr.read()
    assert process.wait(timeout=60) == status
    if number == signal.SIGINT:
        assert "stopped in run 2 of 3; continue with --resume" in rest
    assert not (folder / "runs.json").exists() and not (folder / "run-3").exists()
    first = (folder / "run-1/meta.json").read_bytes()
    done = sentiment("train", config, "-o", folder, "--runs", "3", "--resume", check=0)
    assert done.stderr.count(b"nothing to do") == 1
    assert (folder / "run-1/meta.json").read_bytes() == first
    sentiment("train", config, "-o", tmp_path / "alone", "--seed", "4", "--quiet", check=0)
    assert model(folder / "run-2") == model(tmp_path / "alone")
    assert json.loads((folder / "runs.json").read_text())["completed"] == 3


def test_an_interrupt_between_two_runs_ends_them(tmp_path):
    """While the second run reads its data nothing of it can be saved, so the signal acts at once."""
    train = tmp_path / "train.csv"
    config = small_config(tmp_path, train, trainer={"epochs": 1})
    os.mkfifo(train)
    process = start(config, tmp_path / "seeds")
    with open(train, "wb") as rows:
        rows.write(small_part(tmp_path).read_bytes())
    for line in process.stderr:
        if line.startswith("run 2 of 3"):
            break
    process.send_signal(signal.SIGINT)  # it waits for somebody to write into the pipe
    process.stderr.close()
    assert process.wait(timeout=60) == -signal.SIGINT
    assert not (tmp_path / "seeds/run-2/config.json").exists()


def test_a_run_that_diverges_is_counted(config, tmp_path):
    folder = tmp_path / "seeds"
    hot = ["--set", "trainer.optimizer.type=sgd", "--set", "trainer.optimizer.learning_rate=1e38", "--set",
           "trainer.clip_norm=null", "--set", "trainer.epochs=2"]
    done = sentiment("train", config, "-o", folder, "--runs", "2", *hot, check=3)
    summary = json.loads((folder / "runs.json").read_text())
    assert summary["diverged"] == 2 and summary["completed"] == 0
    assert summary["validation"] == {"mean": None, "standard_deviation": None}
    assert b"2 of 2 runs diverged and are left out of the mean" in done.stdout


def test_figures_that_are_damaged_are_named_and_lost_ones_written_again(config, tmp_path):
    folder = tmp_path / "seeds"
    sentiment("train", config, "-o", folder, "--runs", "1", "--quiet", check=0)
    (folder / "run-1/metrics.json").write_text("{")
    done = sentiment("train", config, "-o", folder, "--runs", "1", "--resume", check=1)
    assert "run-1/metrics.json: invalid JSON" in error_lines(done)[0] and "continue with --resume" in error_lines(done)[0]
    (folder / "run-1/metrics.json").unlink()  # as if killed before it was written
    sentiment("train", config, "-o", folder, "--runs", "1", "--resume", check=0)
    assert json.loads((folder / "run-1/metrics.json").read_text())["finished"] == "completed"


def test_refuses_what_makes_no_sense(config, tmp_path):
    sentiment("train", config, "-o", tmp_path / "single", "--quiet", check=0)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "runs.json").write_text("mine")
    for arguments, word in [
        (["-o", tmp_path / "single", "--runs", "2", "--force"], "found that of a single run"),
        (["-o", tmp_path / "new", "--runs", "2", "--resume"], "nothing to resume"),
        (["-o", tmp_path / "new", "--runs", "2", "--dry-run"], "--runs trains models"),
        (["-o", tmp_path / "new", "--runs", "0"], "--runs: expected an integer from 1 to 1000"),
        (["-o", tmp_path / "new", "--runs", "2", "--seed", "9007199254740991"], "seed"),
        (["-o", mine, "--runs", "2", "--force"], "already holds a runs.json"),
    ]:
        done = sentiment("train", config, *arguments, check=2)
        assert len(error_lines(done)) == 1 and word in error_lines(done)[0]
    assert not (tmp_path / "new").exists() and tree(mine) == {str(mine / "runs.json"): b"mine"}
