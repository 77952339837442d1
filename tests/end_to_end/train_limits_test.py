"""`train` where the system gives little: a line that says so, never an abort, and a run that can go on later."""

import os
import resource
import shutil
import subprocess

import pytest
from conftest import BUILD, SAMPLE, SENTIMENT, error_lines, sentiment, small_config
from measured import expect_refused, measured
from run_folder import digest

MEGABYTE = 1 << 20
STEP_MB = int(os.environ.get("SENTIMENT_SWEEP_MB", "16"))  # by hand finer: SENTIMENT_SWEEP_MB=1


def limited(megabytes, *command):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))

    return subprocess.run([*map(str, command)], capture_output=True, timeout=120, preexec_fn=limit)


@pytest.fixture(scope="module")
def least():
    """Megabytes of address space in which libtorch is loaded and our first line is reached."""
    low, high = 64, 16_384
    while high - low > 1:
        middle = (low + high) // 2
        if limited(middle, BUILD / "sentiment-train", "--help").returncode == 0:
            high = middle
        else:
            low = middle
    return high


@pytest.fixture(scope="module")
def experiment(tmp_path_factory):
    """A config, and the model of a run that has all the memory it wants."""
    folder = tmp_path_factory.mktemp("limits")
    config = small_config(folder, SAMPLE / "train.csv", model={"embedding_size": 128, "hidden_size": 64},
                          trainer={"epochs": 1, "batch_size": 256}, checkpoint={"every_steps": 2})
    sentiment("train", config, "-o", folder / "whole", "--quiet", check=0)
    return config, digest(folder / "whole")


@pytest.mark.parametrize("threads", [1, 4])
def test_too_little_memory(least, experiment, tmp_path, threads):
    """Rows: I1 I5. From the least that the program starts in to where it has enough; what was saved until then is sound."""
    config, expected = experiment
    outcomes, resumed = [], 0
    while outcomes[-3:] != [0, 0, 0]:
        run = tmp_path / f"run{len(outcomes)}"
        megabytes = least + STEP_MB * len(outcomes)
        done = limited(megabytes, SENTIMENT, "train", config, "-o", run, "--threads", threads)
        assert done.returncode in (0, 1), (megabytes, done.returncode, done.stderr[-1000:])
        assert len(error_lines(done)) == done.returncode, (megabytes, done.stderr[-1000:])
        assert b"please report it" not in done.stderr
        outcomes.append(done.returncode)
        if done.returncode == 1 and (run / "config.json").exists():
            sentiment("train", config, "-o", run, "--resume", "--quiet", check=0)
            resumed += 1
        if (run / "config.json").exists():
            assert digest(run) == expected
    assert resumed and outcomes[0] == 1 and STEP_MB * len(outcomes) < 1000


def test_sizes_that_no_machine_holds_are_refused(tmp_path):
    """Rows: I2. With what they would need, before any of it is taken."""
    config = small_config(tmp_path, SAMPLE / "train.csv", model={"hidden_size": 65536, "layers": 16})
    plain = measured("train", config, "-o", tmp_path / "run", "--dry-run", "--set", "model.hidden_size=8",
                     "--set", "model.layers=1")
    assert plain.returncode == 0
    done = measured("train", config, "-o", tmp_path / "run")
    expect_refused(done, "model: expected a network that fits into the ", " GB", "lower model.hidden_size", status=2)
    assert done.peak_mb < plain.peak_mb + 50
    assert not (tmp_path / "run").exists()


def for_nobody(folder):
    """Opens a folder and those around it to a user who owns nothing; whether the build is open, too."""
    for path in [folder, *folder.parents][:-2]:
        path.chmod(path.stat().st_mode | 0o055)
    folder.chmod(0o777)
    done = subprocess.run([SENTIMENT, "--version"], capture_output=True, user=65534, group=65534, extra_groups=[])
    return done.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become someone whose processes are counted")
@pytest.mark.parametrize("command", ["predict", "evaluate", "train"])
def test_too_few_processes(trained, tmp_path, command):
    """Rows: I4. A thread that cannot be started is an error with a reason."""
    try:
        if not for_nobody(tmp_path):
            pytest.skip("the build folder is closed to other users")
    except PermissionError:
        pytest.skip("the build folder is closed to other users")
    model = shutil.copy(trained / "model.safetensors", tmp_path)
    data = shutil.copy(SAMPLE / "test.csv", tmp_path)
    config = small_config(tmp_path, data)
    arguments = {"predict": [model], "evaluate": [model, data], "train": [config, "-o", tmp_path / "run"]}[command]
    one_process = (1, 1)
    done = subprocess.run([SENTIMENT, command, *map(str, arguments), "--threads", "4"], input=b"good\n",
                          capture_output=True, timeout=60, user=65534, group=65534, extra_groups=[], cwd=tmp_path,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, one_process))
    expect_refused(done, "Resource temporarily unavailable")
    assert not (tmp_path / "run").exists()
