"""Standard streams of every command: results that cannot be written, closed streams, and nothing but results."""

import json
import os
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment, small_config

COMMANDS = {
    "predict": lambda run, config: ["predict", run],
    "predict as JSONL": lambda run, config: ["predict", run, "--format", "jsonl"],
    "predict as CSV": lambda run, config: ["predict", run, "--format", "csv"],
    "evaluate": lambda run, config: ["evaluate", run, SAMPLE / "test.csv"],
    "evaluate as JSON": lambda run, config: ["evaluate", run, SAMPLE / "test.csv", "--json", "-"],
    "explain": lambda run, config: ["explain", run],
    "explain as JSONL": lambda run, config: ["explain", run, "--format", "jsonl", "--gates"],
    "explain as HTML": lambda run, config: ["explain", run, "--format", "html"],
    "compare": lambda run, config: ["compare", run, run, SAMPLE / "order_pairs.csv"],
    "compare as JSON": lambda run, config: ["compare", run, run, SAMPLE / "order_pairs.csv", "--json", "-"],
    "inspect": lambda run, config: ["inspect", run],
    "inspect as JSON": lambda run, config: ["inspect", run, "--json"],
    "check": lambda run, config: ["check", config, "--quiet"],
    "check as JSON": lambda run, config: ["check", config, "--json", "-", "--quiet"],
    "init": lambda run, config: ["init"],
    "schema": lambda run, config: ["init", "--schema"],
    "help": lambda run, config: ["--help"],
    "help of a command": lambda run, config: ["predict", "--help"],
    "help of train": lambda run, config: ["train", "--help"],
    "manual page": lambda run, config: ["--generate", "man"],
    "completion": lambda run, config: ["--generate", "bash"],
    "version": lambda run, config: ["--version"],
    "print config": lambda run, config: ["train", config, "--print-config"],
    "dry run": lambda run, config: ["train", config, "--dry-run", "--quiet"],
}
LINES = b"good\n" * 9


@pytest.fixture
def config(tmp_path):
    return small_config(tmp_path, SAMPLE / "train.csv", data={"valid": str(SAMPLE / "valid.csv")})


def run(arguments, stdout, **options):
    return subprocess.run([SENTIMENT, *map(str, arguments)], input=LINES, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=60, **options)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_an_error(trained, config, name):
    """Rows: G4."""
    with open("/dev/full", "wb") as full:
        done = run(COMMANDS[name](trained, config), full)
    assert done.returncode == 1
    assert len(error_lines(done)) == 1 and b"No space left on device" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_closed_standard_output_is_an_error(trained, config, name):
    """Rows: G4."""
    done = run(COMMANDS[name](trained, config), subprocess.DEVNULL, preexec_fn=lambda: os.close(1))
    assert done.returncode == 1
    assert len(error_lines(done)) == 1 and b"Bad file descriptor" in done.stderr


@pytest.mark.parametrize("ignored", [False, True], ids=["SIGPIPE kills", "SIGPIPE is ignored"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_pipe_that_nobody_reads_is_no_error(trained, config, name, ignored):
    """Rows: G5. Python ignores SIGPIPE, which children inherit unless it is restored."""
    reading, writing = os.pipe()
    os.close(reading)
    done = run(COMMANDS[name](trained, config), writing, restore_signals=not ignored)
    os.close(writing)
    assert done.returncode == 0 or (done.returncode == -13 and not ignored)
    assert done.stderr == b""


FILES = {
    "report": lambda run, folder: ["report", run],
    "export": lambda run, folder: ["export", run, "--onnx", folder / "m.onnx", "--vocabulary", folder / "m.txt"],
}


@pytest.mark.parametrize("name", FILES)
def test_commands_whose_results_are_files_need_no_standard_output(trained, tmp_path, name):
    """Rows: G4 G5."""
    arguments = FILES[name](trained, tmp_path)
    with open("/dev/full", "wb") as full:
        assert run(arguments, full).returncode == 0
    assert run(arguments, subprocess.DEVNULL, preexec_fn=lambda: os.close(1)).returncode == 0
    assert sentiment(*arguments, check=0).stdout == b""


@pytest.mark.parametrize("name", ["predict", "evaluate", "explain", "compare", "inspect", "check", "init", "version"])
def test_standard_output_carries_results_only(trained, config, name):
    """Rows: G11. Neither what is told on standard error nor the terminal changes a byte of it."""
    arguments = COMMANDS[name](trained, config)
    plain = sentiment(*arguments, input=LINES, check=0).stdout
    assert plain
    for more in ([], ["--verbose"], ["--quiet"]):
        if more and (name == "version" or "--quiet" in arguments):
            continue
        for terminal in ("xterm-256color", "dumb"):
            done = sentiment(*arguments, *more, input=LINES, check=0, env={**os.environ, "TERM": terminal})
            assert done.stdout == plain and b"\x1b" not in done.stderr


@pytest.mark.parametrize("closed", [[0], [0, 1], [0, 2], [0, 1, 2]])
def test_closed_descriptors_lose_nothing_unseen(trained, tmp_path, closed):
    """Rows: G4 G6. No file of ours takes the place of a standard stream."""

    def close():
        for descriptor in closed:
            os.close(descriptor)

    predictions = tmp_path / "predictions.jsonl"
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": close,
               "timeout": 60}
    done = subprocess.run([SENTIMENT, "predict", trained], **options)
    assert done.returncode == 1 and done.stdout == b""
    if 2 not in closed:
        assert error_lines(done) == ["error: standard input: reading failed: Bad file descriptor"]
    arguments = ["evaluate", trained, SAMPLE / "test.csv", "--predictions", predictions]
    done = subprocess.run([SENTIMENT, *arguments], **options)
    if 1 in closed:
        assert done.returncode == 1 and not predictions.exists()
    else:
        assert done.returncode == 0 and len(predictions.read_text().splitlines()) == 240


@pytest.mark.parametrize("closed", [[2], [0, 1, 2]])
def test_a_run_without_standard_streams_is_a_whole_run(tmp_path, config, closed):
    """Rows: G6. The lock, the first file to stay open, would otherwise get what standard error should."""
    subprocess.run([SENTIMENT, "train", config, "-o", tmp_path / "run"], timeout=120, check=True,
                   preexec_fn=lambda: [os.close(descriptor) for descriptor in closed])
    sentiment("inspect", tmp_path / "run", "--verify", check=0)
    assert json.loads((tmp_path / "run/meta.json").read_text())["exit_reason"] == "completed"
    assert (tmp_path / "run/.lock").read_bytes() == b""


def test_a_folder_as_standard_input(trained, tmp_path):
    """Rows: G6."""
    folder = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    done = subprocess.run([SENTIMENT, "predict", trained], stdin=folder, capture_output=True, timeout=60)
    os.close(folder)
    assert done.returncode == 1 and done.stdout == b""
    assert error_lines(done) == ["error: standard input: reading failed: Is a directory"]


def test_a_run_goes_on_when_nobody_reads_its_log(tmp_path, config):
    """Rows: G5. As in `sentiment train ... 2>&1 | head`: the file has what standard error lost."""
    reading, writing = os.pipe()
    os.close(reading)
    arguments = ["train", config, "-o", tmp_path / "run"]
    done = subprocess.run([SENTIMENT, *arguments], stdout=writing, stderr=writing, timeout=120)
    os.close(writing)
    assert done.returncode == 0
    assert "completed after 2 epochs" in (tmp_path / "run/train.log").read_text()


def test_files_of_results_need_not_be_files(trained, tmp_path):
    """Rows: G4. A pipe gets the bytes, a link keeps leading to its file, and standard output's own file is refused."""
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    (tmp_path / "real.json").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE) as reader:
        sentiment("evaluate", trained, SAMPLE / "test.csv", "--json", tmp_path / "link.json",
                  "--predictions", tmp_path / "pipe", check=0)
        assert len(reader.stdout.read().splitlines()) == 240
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["examples"] == 240
    with open(tmp_path / "out.txt", "wb") as out:
        done = run(["evaluate", trained, SAMPLE / "test.csv", "--json", tmp_path / "out.txt"], out)
    assert done.returncode == 2 and "which is standard output" in error_lines(done)[0]
