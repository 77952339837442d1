"""The folder of a run: finished by whoever resumes it, never removed with somebody's input in it, never made anew."""

import json
import os
import shutil
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment, small_config, tree
from run_folder import checkpoints, copy_of, cut_back, digest, edit_json, events, resume


def say(reason):
    return lambda run: edit_json(run / "meta.json", lambda meta: meta.update({"exit_reason": reason}))


def cut_short(path):
    path.write_bytes(path.read_bytes()[:100])


KILLED = {
    "before metrics.json": lambda run: ((run / "metrics.json").unlink(), say("running")(run)),
    "before meta.json": say("running"),
    "before report.html": lambda run: (run / "report.html").unlink(),
    "and its meta.json damaged": lambda run: cut_short(run / "meta.json"),
    "and metrics.json removed": lambda run: (run / "metrics.json").unlink(),
}


@pytest.mark.parametrize("killed", KILLED)
def test_what_a_run_had_not_yet_written_is_written(trained, tmp_path, killed):
    """Rows: D14 C2. Killed after its last checkpoint."""
    run = copy_of(trained, tmp_path)
    KILLED[killed](run)
    done = resume(run)
    assert b"was stopped before it had written everything" in done.stderr
    whole, found = tree(trained), tree(run)
    names = [path.removeprefix(str(trained)) for path in whole]
    assert [path.removeprefix(str(run)) for path in found] == names
    differ = {name for name in names if whole[f"{trained}{name}"] != found[f"{run}{name}"]}
    # meta.json tells the time in seconds, and all of this may be over in one
    assert {"/train.log"} <= differ <= {"/meta.json", "/train.log", "/report.html"}
    before, now = (json.loads((folder / "meta.json").read_text()) for folder in (trained, run))
    assert {name for name in before if before[name] != now[name]} <= {"started", "written"}
    assert now["exit_reason"] == "completed"
    assert b"nothing to do" in resume(run).stderr
    assert tree(run) == found


def test_a_run_that_ended_early_is_finished_too(tmp_path):
    """Rows: D14."""
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"epochs": 40, "patience": 1})
    run = tmp_path / "run"
    sentiment("train", config, "-o", run, "--quiet", check=0)
    metrics = (run / "metrics.json").read_bytes()
    assert json.loads(metrics)["finished"] == "stopped early"
    KILLED["before metrics.json"](run)
    sentiment("train", config, "-o", run, "--resume", check=0)
    assert (run / "metrics.json").read_bytes() == metrics
    assert json.loads((run / "meta.json").read_text())["exit_reason"] == "stopped early"


def linked(path, folder, name):
    (folder / name).symlink_to(path)
    return folder / name


def among_the_checkpoints(run):
    return shutil.copy(SAMPLE / "train.csv", checkpoints(run)[0] / "train.csv")


def in_a_files_place(run, name):
    (run / name).unlink(missing_ok=True)
    return shutil.copy(SAMPLE / "train.csv", run / name)


def a_link_in_a_files_place(run, name):
    (run / name).unlink()
    return linked(SAMPLE / "test.csv", run, name)


# What is given as CONFIG or for a setting, and the name by which it is refused.
INPUTS = {
    "the config of the run": ("CONFIG", lambda run, folder: run / "config.json"),
    "a link to it": ("CONFIG", lambda run, folder: linked(run / "config.json", folder, "mine.json")),
    "data in a checkpoint": ("data.train", lambda run, folder: among_the_checkpoints(run)),
    "a link to that": ("data.train", lambda run, folder: linked(among_the_checkpoints(run), folder, "train.csv")),
    "data of a run's name": ("data.valid", lambda run, folder: in_a_files_place(run, "metrics.jsonl")),
    "a link of a run's name": ("data.test", lambda run, folder: a_link_in_a_files_place(run, "train.log")),
    "vectors": ("vocabulary.vectors", lambda run, folder: in_a_files_place(run, "metrics.json.tmp")),
}


@pytest.mark.parametrize("name", INPUTS)
def test_force_refuses_to_remove_what_it_needs(trained, tmp_path, name):
    """Rows: B6. Before anything is removed; every second time the folder is reached through a link, too."""
    run = copy_of(trained, tmp_path)
    what, place = INPUTS[name]
    given = place(run, tmp_path)
    config = given if what == "CONFIG" else small_config(tmp_path, SAMPLE / "train.csv", data={"format": "csv"})
    overrides = [] if what == "CONFIG" else ["--set", f"{what}={given}"]
    output = linked(run, tmp_path, "output") if list(INPUTS).index(name) % 2 else run
    before = tree(tmp_path)
    done = sentiment("train", config, "-o", output, "--force", *overrides, check=2)
    assert len(error_lines(done)) == 1 and done.stdout == b""
    assert f"{given}: {what} lies among the files of the run".encode() in done.stderr
    assert tree(tmp_path) == before


def test_force_keeps_what_lies_beside_the_files_of_the_run(trained, tmp_path):
    """Rows: B6."""
    run = copy_of(trained, tmp_path)
    data = shutil.copy(SAMPLE / "train.csv", run / "train.csv")
    config = small_config(run / "checkpoints", data)
    sentiment("train", config, "-o", run, "--force", "--quiet", check=0)
    assert data.read_bytes() == (SAMPLE / "train.csv").read_bytes() and config.exists()
    assert digest(run) != digest(trained)


@pytest.mark.parametrize("every", [1, None], ids=["while it saves", "while it logs"])
def test_a_run_whose_folder_is_removed_ends(tmp_path, every):
    """Rows: C7. One line says so, and no half of a run takes its place."""
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"epochs": 1000, "log_every_steps": 1},
                          checkpoint={"every_steps": every})
    run = tmp_path / "run"
    process = subprocess.Popen([SENTIMENT, "train", config, "-o", run], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    for line in process.stderr:
        if b"step 5/" in line:
            break
    while run.exists():
        shutil.rmtree(run, ignore_errors=True)
    rest = process.stderr.read().decode()
    assert process.wait(timeout=60) == 1
    errors = [line for line in rest.splitlines() if not line.startswith("epoch ")]
    assert len(errors) == 1 and errors[0].startswith(f"error: {run}"), rest[-1000:]
    assert "No such file or directory" in errors[0]
    assert not run.exists()


def test_a_log_that_cannot_be_written_is_said_once(trained, tmp_path):
    """Rows: H3. And the run goes on to its end."""
    run = copy_of(trained, tmp_path)
    cut_back(run)
    (run / "train.log").unlink()
    (run / "train.log").symlink_to("/dev/full")
    done = resume(run)
    notices = [line for line in done.stderr.decode().splitlines() if "the log file lacks lines" in line]
    assert len(notices) == 1 and notices[0].startswith("warning: ") and "No space left on device" in notices[0]
    assert error_lines(done) == []
    assert digest(run) == digest(trained) and events(run) == events(trained)
    assert os.readlink(run / "train.log") == "/dev/full"
