"""Several runs as one model: weights fitted, predictions as the weights say, and no text that a member has seen."""

import json
import math

import pytest

from conftest import SAMPLE, error_lines, sentiment, small_config

VALID = SAMPLE / "valid.csv"
TEST = SAMPLE / "test.csv"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    shapes = {"lstm": {}, "gru": {"type": "gru", "bidirectional": False, "hidden_size": 6}}
    for name, model in shapes.items():
        (folder / name).mkdir()
        config = small_config(folder / name, SAMPLE / "train.csv", data={"valid": str(VALID)}, model=model)
        sentiment("train", config, "-o", folder / f"run-{name}", "--quiet", check=0)
    return [folder / f"run-{name}" for name in shapes]


@pytest.fixture(scope="module")
def bundled(runs, tmp_path_factory):
    """The file, and what the command says of it."""
    file = tmp_path_factory.mktemp("bundle") / "bundle.safetensors"
    done = sentiment("bundle", *runs, "--ngram", runs[0] / "baseline.safetensors", "-o", file, "--json", "-", check=0)
    return file, json.loads(done.stdout)


def probabilities(model, text=b"", *options):
    done = sentiment("predict", model, "--format", "jsonl", *options, input=text, check=0)
    return [json.loads(line)["probabilities"] for line in done.stdout.splitlines()]


def texts():
    return b"".join(line.split(b",", 1)[-1] + b"\n" for line in TEST.read_bytes().splitlines()[1:40])


def test_predictions_are_those_that_the_weights_say(runs, bundled, tmp_path):
    report = bundled[1]
    two = tmp_path / "two.safetensors"
    weights = json.loads(sentiment("bundle", *runs, "--data", VALID, "-o", two, "--json", "-", check=0).stdout)["members"]
    assert math.isclose(sum(member["weight"] for member in weights), 1.0, abs_tol=1e-12)
    of_members = [probabilities(run, texts()) for run in runs]
    for found, *own in zip(probabilities(two, texts()), *of_members):
        product = {label: math.prod(p[label] ** m["weight"] for p, m in zip(own, weights)) for label in found}
        for label in found:
            assert math.isclose(found[label], product[label] / sum(product.values()), abs_tol=1e-6)
    assert [member["kind"] for member in report["members"]] == ["classifier", "classifier", "ngram"]


def test_the_runs_validation_part_and_the_same_data_by_name_give_the_same_file(runs, bundled, tmp_path):
    named = tmp_path / "named.safetensors"
    baseline = runs[0] / "baseline.safetensors"
    sentiment("bundle", *runs, "--ngram", baseline, "--data", VALID, "-o", named, "--quiet", check=0)
    assert named.read_bytes() == bundled[0].read_bytes()


def test_figures_are_those_of_evaluate(runs, bundled):
    file, report = bundled
    for model, figures in [(file, report["bundle"]), (runs[1], report["members"][1])]:
        measured = json.loads(sentiment("evaluate", model, VALID, "--json", "-", check=0).stdout)
        assert math.isclose(measured["accuracy"], figures["accuracy"])
        assert math.isclose(measured["loss"], figures["log_loss"], rel_tol=1e-9)
    ngrams = json.loads(sentiment("evaluate", file, VALID, "--json", "-", check=0).stdout)["baselines"]["ngram"]
    assert math.isclose(ngrams["accuracy"], report["members"][2]["accuracy"])


def test_explains_what_it_predicts(bundled):
    file = bundled[0]
    done = sentiment("explain", file, "--format", "jsonl", input=b"Not good at all.\n\n", check=0)
    for line, predicted in zip(map(json.loads, done.stdout.splitlines()), probabilities(file, b"Not good at all.\n\n")):
        assert line["probabilities"] == predicted
        missed = sum(line["attributions"]) - (line["logit_difference"] - line["baseline_logit_difference"])
        assert math.isclose(missed, line["completeness_error"], abs_tol=1e-9)


def test_is_compared_inspected_and_refused_by_name(runs, bundled, tmp_path):
    file = bundled[0]
    compared = json.loads(sentiment("compare", runs[0], file, TEST, "--json", "-", check=0).stdout)
    assert compared["b"]["model"] == str(file)
    card = json.loads(sentiment("inspect", file, "--json", "--verify", check=0).stdout)
    own = json.loads(sentiment("inspect", runs[1], "--json", check=0).stdout)
    assert card["verified"] and card["members"][1]["content_hash"] == own["content_hash"]
    for command in (["export", file, "--onnx", tmp_path / "x.onnx"], ["bundle", file, "--data", VALID, "-o", tmp_path / "x"]):
        (line,) = error_lines(sentiment(*command, check=1))
        assert "bundle" in line


def test_runs_that_held_back_other_texts_need_data(tmp_path):
    for seed in (1, 2):
        (tmp_path / str(seed)).mkdir()
        config = small_config(tmp_path / str(seed), SAMPLE / "train.csv", seed=seed, trainer={"epochs": 1})
        sentiment("train", config, "-o", tmp_path / f"run{seed}", "--quiet", check=0)
    runs = [tmp_path / "run1", tmp_path / "run2"]
    (line,) = error_lines(sentiment("bundle", *runs, "-o", tmp_path / "b.safetensors", check=1))
    assert "run2: expected a run with the validation part of" in line and "--data" in line
    assert not (tmp_path / "b.safetensors").exists()
    sentiment("bundle", *runs, "--data", VALID, "-o", tmp_path / "b.safetensors", check=0)
    sentiment("bundle", runs[0], "-o", tmp_path / "one.safetensors", check=0)
    assert probabilities(tmp_path / "one.safetensors", texts()) == probabilities(runs[0], texts())


def test_training_data_is_not_held_out_data(runs, tmp_path):
    (line,) = error_lines(sentiment("bundle", *runs, "--data", SAMPLE / "train.csv", "-o", tmp_path / "b", check=2))
    assert "--data: expected examples that no member was trained on" in line
    (tmp_path / "link").symlink_to(SAMPLE)
    (line,) = error_lines(sentiment("bundle", *runs, "--data", tmp_path / "link/train.csv", "-o", tmp_path / "b", check=2))
    assert "--data: expected examples that no member was trained on" in line


def test_data_that_has_changed_is_noticed(tmp_path):
    train = tmp_path / "train.csv"
    train.write_bytes((SAMPLE / "train.csv").read_bytes())
    sentiment("train", small_config(tmp_path, train, trainer={"epochs": 1}), "-o", tmp_path / "run", "--quiet", check=0)
    train.write_bytes(train.read_bytes().replace(b" a ", b" one "))
    (line,) = error_lines(sentiment("bundle", tmp_path / "run", "-o", tmp_path / "b", check=1))
    assert "the data has changed since" in line


def test_texts_without_labels_are_not_read_again(tmp_path):
    unlabelled = tmp_path / "more.csv"
    unlabelled.write_bytes((SAMPLE / "valid.csv").read_bytes())
    trainer = {"epochs": 1, "virtual_adversarial": {"epsilon": 1.0}, "report": False}
    config = small_config(tmp_path, SAMPLE / "train.csv", data={"valid": str(VALID), "unlabelled": str(unlabelled)},
                          trainer=trainer)
    run = tmp_path / "run"
    assert b"\nunlabelled: 150 rows read, 150 used" in sentiment("train", config, "--dry-run", check=0).stdout
    sentiment("train", config, "-o", run, "--quiet", check=0)
    events = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert all(event["virtual_adversarial_loss"] > 0 for event in events if event["event"] == "interval")
    unlabelled.unlink()
    sentiment("bundle", run, "-o", tmp_path / "b.safetensors", check=0)
    sentiment("report", run, check=0)
    assert 'id="suspicious"' in (run / "report.html").read_text()  # so the run's data was read
