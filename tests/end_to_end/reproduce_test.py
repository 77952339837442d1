"""scripts/reproduce.sh on a few reviews, with every file that is opened on the way."""

import io
import json
import os
import statistics
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"neg": "dull awful boring waste poor", "pos": "great lovely superb moving fine"}


def review(label, number):
    own = WORDS[label].split()
    return " ".join(f"the film is {own[(number + i) % 5]} and {own[(number * 3 + i) % 5]}." for i in range(8))


def write_archive(path, reviews):
    with tarfile.open(path, "w:xz" if path.suffix == ".xz" else "w:gz") as archive:
        for name, text in reviews.items():
            entry = tarfile.TarInfo(f"aclImdb/{name}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))


def labelled(part, count):
    return {f"{part}/{label}/{n}_7.txt": review(label, n) for label in WORDS for n in range(count)}


def unlabelled(count):
    return {f"train/unsup/{n}_0.txt": review("pos" if n % 2 else "neg", n) for n in range(count)}


def reproduce(row, data, runs, *command):
    environment = {**os.environ, "SENTIMENT_DATA": str(data), "SENTIMENT_RUNS": str(runs)}
    return subprocess.run(
        [*command, str(ROOT / "scripts/reproduce.sh"), row], env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """The official archive's layout, whose test half would spoil the run if it were read."""
    folder = tmp_path_factory.mktemp("official")
    write_archive(
        folder / "aclImdb_v1.tar.gz",
        {**labelled("test", 20), **labelled("train", 60), **unlabelled(60), "train/urls_pos.txt": "http://x"},
    )
    return folder


def test_a_row_holds_out_a_fifth_and_ends_with_a_model(official, tmp_path):
    done = reproduce("vectors", official, tmp_path / "runs")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs/vectors/model.safetensors").is_file()
    for label in WORDS:
        assert len(list((tmp_path / f"runs/reviews/train/{label}").iterdir())) == 48
        assert len(list((tmp_path / f"runs/reviews/heldout/{label}").iterdir())) == 12
    assert "texts: 156 used of 156 read" in done.stderr  # 96 with labels, 60 without
    assert "24 rows read, 24 used" in done.stdout


def test_the_networks_without_pretraining_are_compared_seed_by_seed(official, tmp_path):
    done = reproduce("cells", official, tmp_path / "runs")
    assert done.returncode == 0, done.stderr
    header, *rows = (tmp_path / "runs/cells/table.txt").read_text().splitlines()
    assert header.split() == ["type", "layers", "accuracies", "mean", "deviation", "seconds"]
    assert [row.split()[:2] for row in rows] == [[cell, layers] for cell in ("lstm", "gru", "rnn") for layers in "12"]
    for row in rows:
        cell, layers, *accuracies, mean, deviation, seconds = row.split()
        held_out = [json.loads((tmp_path / f"runs/cells/{cell}-{layers}/run-{number}/heldout.json").read_text())["accuracy"]
                    for number in (1, 2, 3)]
        assert [float(value) for value in accuracies] == pytest.approx(held_out, abs=5e-5)
        assert float(mean) == pytest.approx(statistics.mean(held_out), abs=1e-4)
        assert float(deviation) == pytest.approx(statistics.stdev(held_out), abs=1e-4)
        trained = [json.loads((tmp_path / f"runs/cells/{cell}-{layers}/run-{number}/metrics.json").read_text())["seconds"]
                   for number in (1, 2, 3)]
        assert float(seconds) == pytest.approx(statistics.mean(trained), abs=0.51)


def test_it_goes_on_where_it_was(official, tmp_path):
    first = reproduce("scratch", official, tmp_path / "runs")
    assert first.returncode == 0, first.stderr
    model = (tmp_path / "runs/scratch/model.safetensors").read_bytes()
    again = reproduce("scratch", official, tmp_path / "runs")
    assert again.returncode == 0, again.stderr
    assert "nothing to do" in again.stderr
    assert (tmp_path / "runs/scratch/model.safetensors").read_bytes() == model


def test_no_file_of_the_test_part_is_opened(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write_archive(folder / "train.tar.xz", labelled("train", 60))
    write_archive(folder / "unsup.tar.xz", unlabelled(60))
    for name, text in labelled("test", 20).items():  # lies beside what is read
        (folder / "aclImdb" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "aclImdb" / name).write_text(text)
    trace = tmp_path / "opened.txt"
    done = reproduce("vectors", folder, tmp_path / "runs", "strace", "-f", "-qq", "-o", str(trace), "-e",
                     "trace=open,openat,execve")
    assert done.returncode == 0, done.stderr
    opened = trace.read_text(errors="replace")
    assert "unsup.tar.xz" in opened and "train.tar.xz" in opened
    assert "aclImdb/test" not in opened


@pytest.mark.parametrize("row", ["", "everything", "../lm"])
def test_an_unknown_row_is_one_error_line(row, official, tmp_path):
    done = reproduce(row, official, tmp_path / "runs")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "expected scratch, vectors, lm, adversarial, bundle or cells" in done.stderr


def test_reviews_that_are_not_there_are_one_error_line(tmp_path):
    done = reproduce("scratch", tmp_path, tmp_path / "runs")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "get_imdb.sh" in done.stderr
