"""The n-gram baseline of a run against scikit-learn's, and what evaluate makes of it through the real binaries."""

import csv
import json

import numpy
import pytest
from conftest import ROOT, SAMPLE, error_lines, sentiment, small_config, tree
from safetensors.numpy import load_file
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.svm import LinearSVC


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Sample texts as plain words, so that splitting at spaces cuts them as the tokenizer does: train and test."""
    folder = tmp_path_factory.mktemp("rows")
    parts = {}
    for name in ("train", "test"):
        with open(SAMPLE / f"{name}.csv", newline="") as file:
            found = [("".join(c if c.isalpha() else " " for c in row["text"].lower()), row["label"])
                     for row in csv.DictReader(file)]
        with open(folder / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows([("text", "label"), *found])
        parts[name] = found
    return folder, parts


@pytest.fixture(scope="module")
def run(rows, tmp_path_factory):
    folder, _ = rows
    run = tmp_path_factory.mktemp("run") / "run"
    config = small_config(folder, folder / "train.csv", data={"valid": str(folder / "test.csv")},
                          tokenizer={"max_tokens": 1000}, trainer={"epochs": 1}, baseline={"min_count": 1})
    done = sentiment("train", config, "-o", run, check=0)
    assert b"the n-gram baseline beats the network on the validation part: 0." in done.stderr  # one epoch is not enough
    return run


def margins(run, texts):
    """The baseline's own margins of the second label, from its file as FORMAT.md describes it."""
    tensors = load_file(run / "baseline.safetensors")
    weights = dict(zip(tensors["ngrams"].view(numpy.uint64).tolist(), tensors["weights"][:, 0].tolist()))
    ids = {token: i for i, token in enumerate(bytes(load_file(run / "model.safetensors")["vocabulary"]).decode().splitlines())}
    mask = (1 << 64) - 1

    def mix(value):
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
        value = (value ^ value >> 27) * 0x94D049BB133111EB & mask
        return value ^ value >> 31

    def margin(text):
        numbers = [ids.get(word, 1) for word in text.split()]
        ngrams = set()
        for first in range(len(numbers)):
            ngram = 0
            for number in numbers[first : first + 3]:
                ngram = mix(ngram + 0x9E3779B97F4A7C15 * (number + 1) & mask)
                ngrams.add(ngram)
        return tensors["biases"][0] + sum(weights.get(ngram, 0.0) for ngram in ngrams)

    return numpy.array([margin(text) for text in texts])


def test_baseline_agrees_with_scikit_learn(run, rows):
    _, parts = rows
    vectorizer = CountVectorizer(ngram_range=(1, 3), binary=True, token_pattern=r"\S+", dtype=numpy.float64)
    counts = vectorizer.fit_transform([text for text, _ in parts["train"]])
    positive = numpy.array([label == "pos" for _, label in parts["train"]])
    with_label = 1.0 + numpy.asarray(counts[positive].sum(0)).ravel()
    against = 1.0 + numpy.asarray(counts[~positive].sum(0)).ravel()
    ratio = numpy.log((with_label / with_label.sum()) / (against / against.sum()))
    judge = LinearSVC(C=0.01, tol=1e-6, max_iter=10_000).fit(counts.multiply(ratio).tocsr(), positive)
    texts = [text for text, _ in parts["test"]]
    expected = judge.decision_function(vectorizer.transform(texts).multiply(ratio).tocsr())
    # The baseline has n-grams with <unk> besides; here none of the training words is unknown. It stops where LIBLINEAR does
    # by default, the judge a hundred thousand times later.
    found = margins(run, texts)
    assert numpy.corrcoef(expected, found)[0, 1] > 0.995
    assert numpy.mean((expected > 0) == (found > 0)) > 0.98


def test_evaluate_scores_as_the_file_says(run, rows):
    folder, parts = rows
    report = json.loads(sentiment("evaluate", run, folder / "test.csv", "--json", "-", check=0).stdout)
    found = margins(run, [text for text, _ in parts["test"]]) > 0
    truth = numpy.array([label == "pos" for _, label in parts["test"]])
    assert report["baselines"]["ngram"]["accuracy"] == numpy.mean(found == truth)
    metrics = json.loads((run / "metrics.json").read_text())  # its validation part is this test.csv
    assert metrics["ngram_baseline"] == {"accuracy": numpy.mean(found == truth), "measured_on": "validation part"}
    low, high = report["baselines"]["ngram"]["interval"]
    assert low < report["baselines"]["ngram"]["accuracy"] < high
    text = sentiment("evaluate", run, folder / "test.csv", check=0).stdout.decode()
    assert "The n-gram baseline beats this model: " in text  # one epoch is not enough


def test_temperature_of_the_run_is_the_likeliest_on_its_validation_part(run, rows):
    folder, _ = rows
    metrics = json.loads((run / "metrics.json").read_text())
    done = sentiment("evaluate", run, folder / "test.csv", "--json", "-", "--predictions", run / "p.jsonl", check=0)
    calibration = json.loads(done.stdout)["calibration"]
    assert calibration["temperature"] == metrics["temperature"]
    assert sum(one["count"] for one in calibration["bins"]) == 240
    lines = [json.loads(line) for line in (run / "p.jsonl").read_text().splitlines()]
    logits = numpy.log([[line["probabilities"][label] for label in ("neg", "pos")] for line in lines])
    truth = numpy.array([line["label"] == "pos" for line in lines]).astype(int)

    def loss(temperature):
        scaled = logits / temperature
        scaled -= numpy.logaddexp(scaled[:, :1], scaled[:, 1:])
        return -scaled[numpy.arange(len(truth)), truth].mean()

    assert all(loss(metrics["temperature"]) <= loss(metrics["temperature"] * factor) for factor in (0.99, 1.01))


def test_baseline_is_the_same_for_any_number_of_threads_and_survives_a_resume(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"epochs": 1})
    bytes_of = []
    for threads in ("1", "3"):
        run = tmp_path / threads
        sentiment("train", config, "-o", run, "--threads", threads, "--quiet", check=0)
        bytes_of.append((run / "baseline.safetensors").read_bytes())
    assert bytes_of[0] == bytes_of[1]
    before = tree(tmp_path / "1")
    sentiment("train", config, "-o", tmp_path / "1", "--resume", "--quiet", check=0)
    assert tree(tmp_path / "1") == before


def test_without_a_baseline_evaluate_says_so(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"epochs": 1}, baseline={"type": "none"})
    sentiment("train", config, "-o", tmp_path / "run", "--quiet", check=0)
    assert not (tmp_path / "run/baseline.safetensors").exists()
    done = sentiment("evaluate", tmp_path / "run", SAMPLE / "test.csv", check=0)
    assert b"no baseline.safetensors beside the model" in done.stdout


def test_damaged_baseline_is_one_error_line(run, tmp_path):
    (tmp_path / "run").mkdir()
    for name in ("model.safetensors", "baseline.safetensors"):
        (tmp_path / "run" / name).write_bytes((run / name).read_bytes())
    sound = (run / "baseline.safetensors").read_bytes()
    for damaged in (b"", sound[:100], sound[:-1], sound[:-1] + b"\xff", b"\0" * 64, b"not a tensor"):
        (tmp_path / "run/baseline.safetensors").write_bytes(damaged)
        done = sentiment("evaluate", tmp_path / "run", SAMPLE / "test.csv", check=1)
        assert done.stdout == b""
        assert len(error_lines(done)) == 1 and "baseline.safetensors: " in error_lines(done)[0]


def test_suite_needs_no_data_and_takes_a_file(trained, tmp_path):
    done = sentiment("evaluate", trained, "--suite", "--json", "-", check=0)
    suite = json.loads(done.stdout)["suite"]
    assert {test["capability"] for test in suite["tests"]} == {
        "vocabulary", "negation", "intensifiers", "contrast", "names swapped", "typos", "neutral padding"}
    assert suite["passed"] == sum(test["passed"] for test in suite["tests"]) <= suite["cases"]
    same = sentiment("evaluate", trained, "--suite-file", ROOT / "data/suite/film_reviews.json", "--json", "-", check=0)
    assert json.loads(same.stdout)["suite"]["tests"] == suite["tests"]
    (tmp_path / "mine.json").write_text('{"labels": {}, "words": {}, "tests": [{"type": "smoke"}]}')
    done = sentiment("evaluate", trained, "--suite-file", tmp_path / "mine.json", check=1)
    assert len(error_lines(done)) == 1 and "tests[0].type" in error_lines(done)[0]
    sentiment("evaluate", trained, check=2)
