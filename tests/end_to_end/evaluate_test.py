"""`evaluate` and `inspect` on the real binaries."""

import csv
import json
import subprocess

from conftest import SAMPLE, SENTIMENT, sentiment

KEYS = {"examples", "accuracy", "accuracy_ci95", "loss", "macro_f1", "macro_f1_ci95", "per_class", "confusion_matrix",
        "labels", "baselines"}


def test_json_agrees_with_the_predictions(trained, tmp_path):
    done = sentiment("evaluate", trained, SAMPLE / "test.csv", "--json", "-", "--predictions", tmp_path / "p.jsonl", check=0)
    report = json.loads(done.stdout)
    assert KEYS <= set(report)
    with open(SAMPLE / "test.csv", newline="") as file:
        truth = [row["label"] for row in csv.DictReader(file)]
    predicted = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text().splitlines()]
    assert report["examples"] == len(truth) == len(predicted)
    hits = sum(row["predicted"] == label for row, label in zip(predicted, truth))
    assert report["accuracy"] == hits / len(truth)
    assert report["accuracy_ci95"][0] < report["accuracy"] < report["accuracy_ci95"][1]
    assert sum(map(sum, report["confusion_matrix"])) == len(truth)
    assert report["baselines"]["majority"]["accuracy"] == 0.5


def test_text_report_has_the_baseline_and_the_interval(trained):
    text = sentiment("evaluate", trained, SAMPLE / "test.csv", check=0).stdout.decode()
    for word in ("accuracy", "95", "baseline", "always", "precision", "recall", "true \\ predicted"):
        assert word.lower() in text.lower()


def test_training_and_evaluation_agree_on_the_test_part(trained):
    metrics = json.loads((trained / "metrics.json").read_text())["test"]
    report = json.loads(sentiment("evaluate", trained, SAMPLE / "test.csv", "--json", "-", check=0).stdout)
    assert abs(report["accuracy"] - metrics["accuracy"]) < 1e-12
    assert abs(report["loss"] - metrics["loss"]) < 1e-5


def test_inspect_shows_and_verifies(trained):
    card = json.loads(sentiment("inspect", trained, "--json", check=0).stdout)
    assert "lstm" in json.dumps(card)
    sentiment("inspect", trained, "--verify", check=0)


def test_help_and_version_go_to_standard_output():
    for arguments in (["--help"], ["--version"], ["predict", "--help"], ["train", "--help"]):
        done = sentiment(*arguments, check=0)
        assert done.stdout and not done.stderr


def test_init_prints_a_config_that_loads(tmp_path):
    (tmp_path / "config.json").write_bytes(sentiment("init", check=0).stdout)
    (tmp_path / "train.csv").write_bytes((SAMPLE / "train.csv").read_bytes())
    sentiment("train", tmp_path / "config.json", "--print-config", check=0)
    assert json.loads(sentiment("init", "--schema", check=0).stdout)["type"] == "object"


def test_full_disk_is_an_error():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([SENTIMENT, "--help"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
