"""`compare A B DATA` on the real binaries: its counts are those of two evaluations."""

import json

from conftest import ROOT, SAMPLE, sentiment

DATA = SAMPLE / "test.csv"


def predictions(run, folder):
    path = folder / f"{run.name}.jsonl"
    sentiment("evaluate", run, DATA, "--predictions", path, "--quiet", check=0)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_agrees_with_the_predictions_of_both(trained, tmp_path):
    other = tmp_path / "other"
    sentiment("train", ROOT / "configs/quick.json", "-o", other, "--set", "trainer.epochs=1", "--seed", "9", "--quiet",
              check=0)
    done = sentiment("compare", trained, other, DATA, "--json", tmp_path / "c.json", "--flips", tmp_path / "f.jsonl",
                     check=0)
    report = json.loads((tmp_path / "c.json").read_text())
    pairs = list(zip(predictions(trained, tmp_path), predictions(other, tmp_path), strict=True))
    right = [(a["predicted"] == a["label"], b["predicted"] == b["label"]) for a, b in pairs]
    assert report["examples"] == len(pairs) > 0
    assert report["mcnemar"]["only_a_right"] == right.count((True, False))
    assert report["mcnemar"]["only_b_right"] == right.count((False, True))
    assert report["both_right"] == right.count((True, True))
    assert report["a"]["accuracy"] == sum(a for a, _ in right) / len(right)
    assert report["b"]["accuracy"] == sum(b for _, b in right) / len(right)
    low, high = report["difference_ci95"]
    assert low <= report["difference"] <= high

    flips = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
    expected = [(a, b) for (a, b), (x, y) in zip(pairs, right) if x != y]
    assert [flip["place"] for flip in flips] == [a["place"] for a, _ in expected]
    for flip, (a, b) in zip(flips, expected):
        assert flip["a"]["probabilities"] == a["probabilities"] and flip["b"]["probabilities"] == b["probabilities"]
        assert flip["right"] == ("a" if a["predicted"] == a["label"] else "b")
    assert len(report["flips"]["a_right"]) == min(10, right.count((True, False)))
    text = done.stdout.decode()
    assert report["verdict"] in text and "McNemar" in text and "A right, B wrong" in text

    one = sentiment("compare", trained, other, DATA, "--json", "-", "--threads", "1", check=0)
    assert json.loads(one.stdout) == report  # the same for any number of threads


def test_a_model_compared_with_itself(trained):
    report = json.loads(sentiment("compare", trained, trained, DATA, "--json", "-", check=0).stdout)
    assert report["better"] is None and report["difference"] == 0 and report["mcnemar"]["mid_p"] == 1
