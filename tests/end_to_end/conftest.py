"""What the end-to-end tests share: the binaries, small data, and one trained model for the session."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SENTIMENT_BUILD", ROOT / "build"))
SENTIMENT = str(BUILD / "sentiment")
SAMPLE = ROOT / "data" / "sample"


def sentiment(*arguments, input=b"", check=None, **options):
    """Runs the program; `check` is the exit status it must have."""
    done = subprocess.run(
        [SENTIMENT, *map(str, arguments)], input=input, capture_output=True, timeout=600, **options
    )
    if check is not None:
        assert done.returncode == check, done.stderr.decode(errors="replace")
    return done


def small_config(folder, train, **sections):
    """Writes a config that trains in a second; `sections` are merged into it."""
    config = {
        "seed": 3,
        "data": {"train": str(train)},
        "vocabulary": {"min_count": 1},
        "model": {"embedding_size": 12, "hidden_size": 8},
        "trainer": {"epochs": 2, "batch_size": 32, "optimizer": {"learning_rate": 0.01}},
    }
    for name, members in sections.items():
        if isinstance(members, dict):
            config.setdefault(name, {}).update(members)
        else:
            config[name] = members
    path = pathlib.Path(folder) / "config.json"
    path.write_text(json.dumps(config))
    return path


def language_model(folder):
    """A language model of random weights: 60 tokens, which are <end> and words like w7."""
    path = pathlib.Path(folder) / "language_model.safetensors"
    if not path.exists():
        subprocess.run([BUILD / "language_model_writer", path, "60", "12", "16"], check=True)
    return path


def tree(folder):
    """Every file below a folder with its content: to show that nothing changed."""
    return {str(path): path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def error_lines(done):
    return [line for line in done.stderr.decode().splitlines() if line.startswith("error: ")]


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A run of configs/quick.json, shortened."""
    run = tmp_path_factory.mktemp("trained") / "run"
    sentiment("train", ROOT / "configs/quick.json", "-o", run, "--set", "trainer.epochs=3", "--quiet", check=0)
    return run
