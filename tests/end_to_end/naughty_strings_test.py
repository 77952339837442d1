"""Texts that have broken programs go through `predict` in every format: one record each, in order, and the text comes back."""

import csv
import io
import json
import re

import pytest
from conftest import sentiment
from naughty_strings import STRINGS

# What a terminal obeys; tab and new line have a meaning in the formats.
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
LABEL = re.compile(r"(neg|pos)\t(0\.\d+|1(\.0+)?)")


def lines_of(done):
    assert done.stderr == b""
    lines = done.stdout.split(b"\n")
    assert lines.pop() == b""
    return lines


@pytest.fixture(scope="module")
def answers(trained):
    """What `predict` says of each text, asked by a JSON string: label and probability."""
    questions = b"".join(json.dumps({"id": i, "text": text}).encode() + b"\n" for i, text in enumerate(STRINGS))
    done = sentiment("predict", trained, "--input-format", "jsonl", "--format", "jsonl", "--echo", input=questions, check=0)
    assert not CONTROL.search(done.stdout)
    records = [json.loads(line) for line in lines_of(done)]
    assert [record["id"] for record in records] == list(range(len(STRINGS)))
    assert [record["text"] for record in records] == STRINGS
    return [(record["label"], record["probability"]) for record in records]


def test_there_are_enough_of_them():
    assert len(STRINGS) > 200 and len(set(STRINGS)) == len(STRINGS)


def test_as_json(answers):
    """Rows: F3 G1 G15. The fixture has compared texts and ids."""
    assert len(answers) == len(STRINGS)


def test_as_lines(trained, answers):
    """Rows: F3 G1. A text with a line end of its own is not a line."""
    texts = [(text, answer) for text, answer in zip(STRINGS, answers) if "\n" not in text and not text.endswith("\r")]
    assert len(STRINGS) - 5 < len(texts) < len(STRINGS)
    text = "".join(text + "\n" for text, _ in texts).encode()
    for form in ("text", "jsonl"):
        done = sentiment("predict", trained, "--format", form, "--echo" if form == "jsonl" else "--threads=2", input=text,
                         check=0)
        assert not CONTROL.search(done.stdout)
        lines = [line.decode() for line in lines_of(done)]
        assert len(lines) == len(texts)
        if form == "text":
            assert all(LABEL.fullmatch(line) for line in lines)
            assert [line.split("\t")[0] for line in lines] == [label for _, (label, _) in texts]
        else:
            records = [json.loads(line) for line in lines]
            assert [record["text"] for record in records] == [text for text, _ in texts]
            assert [(record["label"], record["probability"]) for record in records] == [answer for _, answer in texts]


def test_as_cells(trained, answers):
    """Rows: F3 G1. CSV gives every cell back as it was."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["text", "mine"], *([text, text] for text in STRINGS)])
    done = sentiment("predict", trained, "--input-format", "csv", "--format", "csv", input=table.getvalue().encode(), check=0)
    assert done.stderr == b""
    csv.field_size_limit(1 << 24)
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows[0] == ["text", "mine", "label", "probability"]
    assert [row[:2] for row in rows[1:]] == [[text, text] for text in STRINGS]
    assert [row[2] for row in rows[1:]] == [label for label, _ in answers]


def test_as_a_setting_a_column_and_a_file_name(trained, tmp_path):
    """Rows: F3 H1. What cannot be one is refused in lines of text; what can is found again."""
    for number, text in enumerate(text for text in STRINGS if text and "\x00" not in text and len(text.encode()) < 200):
        if number % 4:  # a process each
            continue
        path = tmp_path / f"{text.replace('/', '|')}.txt"
        path.write_text("good\n")
        done = sentiment("predict", trained, path, check=0)
        assert done.stdout.count(b"\n") == 1 and done.stderr == b""
        done = sentiment("check", path, "--set", text, check=2)
        assert done.stdout == b"" and not CONTROL.search(done.stderr) and done.stderr.startswith(b"error: ")
