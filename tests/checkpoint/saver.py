"""The program checkpoint_saver."""

import os
import pathlib
import subprocess

from system_calls import ENVIRONMENT, strace

BUILD = pathlib.Path(os.environ.get("SENTIMENT_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
SAVER = str(BUILD / "checkpoint_saver")
FILES = ("model.safetensors", "training.safetensors", "state.json", "manifest.json")


def saver(*arguments):
    return subprocess.run([SAVER, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=ENVIRONMENT)


def save(run, step, keep=1, life=1):
    done = saver("save", run, step, keep, life)
    assert done.returncode == 0, done.stderr


def verify(run):
    """The newest sound checkpoint as "STEP HASH", or "none"."""
    done = saver("verify", run)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def checkpoint_paths(run, steps):
    """Every path below the checkpoints of a run that saves of these steps can touch."""
    folders = [run / f"checkpoints/step-{step:06}{suffix}" for step in steps for suffix in ("", ".old", ".tmp")]
    return [run / "checkpoints", *folders, *(folder / name for folder in folders for name in FILES)]


def traced_save(run, step, keep, life, *faults):
    """Saves under strace; what came of it, and the calls made."""
    paths = [run.parent, run, run / ".lock", *checkpoint_paths(run, (1, 2, 3, 5))]
    command = [SAVER, "save", run, str(step), str(keep), str(life)]
    return strace(command, paths, run.parent.with_suffix(".trace"), *faults)
