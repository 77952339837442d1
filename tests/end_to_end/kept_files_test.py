"""What earlier versions wrote stays readable: kept/VERSION has a model with its predictions, and a run that was stopped.

A version that changes a format adds a folder. Made by `train config.json -o run`, of which one checkpoint is kept."""

import json
import pathlib
import shutil

import pytest
from conftest import sentiment

KEPT = sorted((pathlib.Path(__file__).parent / "kept").iterdir())
NEAR = 1e-5  # other instructions differ in the last bits


def expect_predictions(model, folder):
    done = sentiment("predict", model, folder / "lines.txt", "--format", "jsonl", check=0)
    assert done.stderr == b""
    found, expected = ([json.loads(line) for line in lines.splitlines()]
                       for lines in (done.stdout, (folder / "predictions.jsonl").read_bytes()))
    assert [answer["label"] for answer in found] == [answer["label"] for answer in expected]
    assert [answer["probability"] for answer in found] == pytest.approx([answer["probability"] for answer in expected], abs=NEAR)
    assert [answer["tokens"] for answer in found] == [answer["tokens"] for answer in expected]


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_a_model_of_an_earlier_version_is_read(folder):
    """Rows: C15."""
    sentiment("inspect", folder / "model.safetensors", "--verify", check=0)
    expect_predictions(folder / "model.safetensors", folder)


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_a_run_of_an_earlier_version_is_continued(folder, tmp_path):
    """Rows: C15. On the same instructions, to the same predictions."""
    place = shutil.copytree(folder, tmp_path / "kept")
    done = sentiment("train", place / "config.json", "-o", place / "run", "--resume", check=0)
    assert b"resuming after step 15 of 90" in done.stderr
    assert json.loads((place / "run/metrics.json").read_text())["finished"] == "completed"
    if b"warning: resuming with another" not in done.stderr:
        expect_predictions(place / "run", folder)
