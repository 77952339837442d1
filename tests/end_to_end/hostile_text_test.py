"""Labels, names and arguments that would forge lines, steer a terminal or pass for a format: each stays text in its line."""

import csv
import io
import json
import os
import re
import subprocess

import pytest
from conftest import ROOT, SENTIMENT, error_lines, sentiment

HOSTILE = {
    "new line": "x\n[critical] fake",
    "carriage return": "x\r[critical] fake",
    "window title": "\x1b]0;title\x07",
    "clear screen": "\x1b[2J\x1b[31m",
    "C1 control": "\x9b31m\x85",
    "delete": "a\x7f\x08\x08b",
    "line separators": "a\u2028b\u2029c",
    "right to left": "\u202etxet\u2066",
    "invisible": "a\u200b\u2060\ufeff\U000e0041b",
    "format": "{0} {:>99999999} %s%n",
    "markup": "</script><img src=x onerror=alert(1)>",
    "formula": "=1+1|' /C calc'!A0, \"quoted\"",
    "long": "y" * 256,  # as long as a label may be
}
# What a terminal may obey or hide: controls but the new line, bidirectional and invisible marks, tags.
UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e"
                   "\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
PLAIN = "plain name"


def fit(output):
    """The lines of what is shown to people; fails if one of them holds what a terminal may obey."""
    text = output.decode("utf-8")
    assert not UNFIT.search(text), UNFIT.search(text)
    lines = text.split("\n")
    assert not any(line.startswith("[critical]") for line in lines)
    return lines


# How many bins of confidence hold answers depends on the training, which sees the labels in another order.
RELIABILITY_ROW = re.compile(r"[01]\.\d\d to [01]\.\d\d +\d+ ")


def report_lines(output):
    """How many lines are shown to people, bins of confidence aside."""
    return sum(not RELIABILITY_ROW.match(line) for line in fit(output.replace(b"\t", b" ")))


def file_name(text):
    """As much of a text as a file may be called."""
    return text.replace("/", "|")[:60]


def run_with(folder, hostile):
    """A folder, a data file, a column and a label of that name, trained, with what the program had to say of it."""
    place = folder / file_name(hostile)
    place.mkdir()
    data = place / (file_name(hostile) + ".csv")
    with open(data, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([hostile, "label"])
        labels = (("good", hostile), ("bad", "neg"))
        rows.writerows([f"{word} film {i}", label] for i in range(40) for word, label in labels)
    config = {"data": {"train": str(data), "text_column": hostile}, "vocabulary": {"min_count": 1},
              "model": {"embedding_size": 8, "hidden_size": 8},
              "trainer": {"epochs": 20, "optimizer": {"learning_rate": 0.05}}}
    (place / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return place, sentiment("train", place / "config.json", "-o", place / "run", check=0)


COMMANDS = {
    "compare": lambda place, data: ["compare", place / "run", place / "run", data],
    "explain": lambda place, data: ["explain", place / "run", data],
    "export": lambda place, data: ["export", place / "run", "--onnx", place / "onnx", "--vocabulary", place / "words"],
    "report": lambda place, data: ["report", place / "run"],
    "check": lambda place, data: ["check", place / "config.json"],
    "evaluate": lambda place, data: ["evaluate", place / "run", data],
    "inspect": lambda place, data: ["inspect", place / "run"],
    "predict": lambda place, data: ["predict", place / "run", data],
}


@pytest.fixture(scope="module")
def expected_lines(tmp_path_factory):
    """How many lines each command writes to standard output and standard error where all names are harmless."""
    place, trained = run_with(tmp_path_factory.mktemp("plain"), PLAIN)
    lines = {"train": len(fit(trained.stderr)), "train.log": len(fit((place / "run/train.log").read_bytes()))}
    for name, arguments in COMMANDS.items():
        done = sentiment(*arguments(place, place / f"{PLAIN}.csv"))
        lines[name] = report_lines(done.stdout), len(fit(done.stderr)), done.returncode
    return lines


@pytest.fixture(scope="module", params=HOSTILE, ids=lambda name: name)
def hostile(request, tmp_path_factory):
    text = HOSTILE[request.param]
    place, trained = run_with(tmp_path_factory.mktemp("hostile"), text)
    return text, place, place / (file_name(text) + ".csv"), trained


def test_training_logs_a_line_for_each_event(hostile, expected_lines):
    """Rows: H1 H2 F3."""
    _, place, _, trained = hostile
    assert trained.stdout == b""
    assert len(fit(trained.stderr)) == expected_lines["train"]
    assert len(fit((place / "run/train.log").read_bytes())) == expected_lines["train.log"]


@pytest.mark.parametrize("command", COMMANDS)
def test_reports_keep_their_lines(hostile, expected_lines, command):
    """Rows: H1 H2 F3. The one control that may stand on standard output is the tab between label and probability."""
    _, place, data, _ = hostile
    done = sentiment(*COMMANDS[command](place, data))
    assert (report_lines(done.stdout), len(fit(done.stderr)), done.returncode) == expected_lines[command]


def test_results_give_the_text_back(hostile):
    """Rows: F3 G15."""
    text, place, data, _ = hostile
    report = json.loads(sentiment("evaluate", place / "run", data, "--json", "-", check=0).stdout)
    assert sorted(report["labels"]) == sorted(["neg", text]) and report["accuracy"] == 1.0
    card = json.loads(sentiment("inspect", place / "run", "--json", check=0).stdout)
    assert sorted(card["labels"]) == sorted(["neg", text])
    lines = sentiment("predict", place / "run", data, "--format", "jsonl", check=0).stdout.decode().split("\n")
    records = [json.loads(line) for line in lines[:-1]]
    assert [record["label"] for record in records] == [text, "neg"] * 40
    output = sentiment("predict", place / "run", data, "--format", "csv", check=0).stdout.decode()
    rows = list(csv.reader(io.StringIO(output, newline="")))
    assert rows[0] == [text, "label", "label", "probability"] and [row[2] for row in rows[1:]] == [text, "neg"] * 40


def test_pages_show_text_and_run_none(hostile):
    """Rows: H1 F3. Whatever the names are, a page has no control characters and no tag of theirs."""
    text, place, data, _ = hostile
    sentiment("report", place / "run", check=0)
    explained = sentiment("explain", place / "run", data, "--format", "html", check=0).stdout.decode()
    for page in ((place / "run/report.html").read_text(encoding="utf-8"), explained):
        assert not UNFIT.search(page), UNFIT.search(page)
        assert "<script" not in page and "<img" not in page


def test_explanations_give_the_labels_back(hostile):
    """Rows: F3."""
    text, place, data, _ = hostile
    lines = sentiment("explain", place / "run", data, "--format", "jsonl", check=0).stdout.decode().split("\n")
    assert [json.loads(line)["label"] for line in lines[:-1]] == [text, "neg"] * 40


def test_ids_are_carried_through(hostile):
    """Rows: F3."""
    text, place, _, _ = hostile
    question = json.dumps({"id": [text], text: "good"}).encode() + b"\n"
    done = sentiment("predict", place / "run", "--input-format", "jsonl", "--text-column", text, "--format", "jsonl",
                     input=question, check=0)
    assert json.loads(done.stdout)["id"] == [text] and done.stdout.count(b"\n") == 1


def refusals(trained, text, folder):
    """Command lines that are refused with the text in the message."""
    strange = folder / "strange.csv"
    with open(strange, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[text, "stars"], ["x", "y"]])
    config = folder / "config.json"
    config.write_text(json.dumps({text: 1}), encoding="utf-8")
    yield 1, ["predict", file_name(text)]
    yield 1, ["inspect", folder / file_name(text)]
    yield 1, ["evaluate", trained, folder / (file_name(text) + ".csv")]
    yield 1, ["evaluate", trained, str(ROOT / "data/sample/test.csv") + "!/" + text]
    yield 1, ["evaluate", trained, ROOT / "data/sample/test.csv", "--text-column", text]
    yield 1, ["evaluate", trained, strange]
    yield 2, ["evaluate", trained, ROOT / "data/sample/test.csv", "--json", folder / file_name(text) / "x"]
    yield 2, ["check", config]
    yield 2, ["check", folder / file_name(text)]
    yield 2, ["check", config, "--set", text]
    yield 2, ["x" + text]
    yield 2, ["predict", trained, "--threads", text]
    yield 2, ["predict", trained, "--format", text]
    yield 2, ["predict", trained, "--" + text]


@pytest.mark.parametrize("name", HOSTILE)
def test_refusals_are_lines_of_text(trained, tmp_path, name):
    """Rows: H1 H2 F3 G13."""
    for status, arguments in refusals(trained, HOSTILE[name], tmp_path):
        done = sentiment(*arguments, check=status)
        assert done.stdout == b"", arguments
        lines = fit(done.stderr)
        assert len(lines) - 1 == len(error_lines(done)) >= 1, arguments


SENSELESS = [
    ["--threads=1e400"], ["--threads=-1"], ["--threads="], ["--threads", "0x4"], ["--threads"], ["--format"],
    ["--", "a", "b"], ["--frob"], ["y" * 100_000, "z"], ["--threads", "9" * 100_000], ["--" + "y" * 100_000],
    [b"\xff\xfe\x9b", b"\xc0\x80"], [b"--\xff"], [b"--format=\x9b2J"]]


@pytest.mark.parametrize("arguments", SENSELESS, ids=lambda arguments: repr(arguments)[:30])
def test_command_lines_that_make_no_sense_take_one_line(trained, arguments):
    """Rows: G13."""
    done = subprocess.run([SENTIMENT, "predict", trained, *arguments], capture_output=True, timeout=60)
    assert done.returncode == 2 and done.stdout == b""
    assert len(fit(done.stderr)) == 2 and len(error_lines(done)) == 1
    assert len(done.stderr) < 1000


def test_names_that_are_no_text(trained, tmp_path):
    """Rows: H1 G13. A file name is bytes; they are shown as escapes and found all the same."""
    name = os.fsencode(tmp_path) + b"/\xff\x9b\x1b[2J.txt"
    done = subprocess.run([SENTIMENT, "predict", trained, name], capture_output=True, timeout=60)
    assert done.returncode == 1 and len(fit(done.stderr)) == 2 and rb"\xff\x9b\x1b[2J.txt" in done.stderr
    with open(name, "wb") as file:
        file.write(b"good\n")
    assert subprocess.run([SENTIMENT, "predict", trained, name], capture_output=True, timeout=60).returncode == 0
