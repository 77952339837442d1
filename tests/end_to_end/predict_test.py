"""`predict` as a filter: one record in, one record out, whatever comes."""

import csv
import io
import json
import os
import select
import subprocess

import pytest
from conftest import SENTIMENT, sentiment


def test_three_lines_give_three_records(trained):
    done = sentiment("predict", trained, input=b"A masterpiece.\nNot good at all.\n\n", check=0)
    records = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert len(records) == 3
    assert all(label in ("neg", "pos") and 0.5 <= float(probability) <= 1.0 for label, probability in records)


@pytest.mark.parametrize("text, count", [(b"", 0), (b"\n", 1), (b"no newline at the end", 1), (b"a\r\nb\r\n", 2), (b"\xff\xc0\n\x00\n", 2)])
def test_counts(trained, text, count):
    assert len(sentiment("predict", trained, input=text, check=0).stdout.splitlines()) == count


def test_many_lines_in_order_on_any_number_of_threads(trained):
    lines = [f"line {i} is {'good' if i % 3 else 'bad'}" + " very" * (i % 17) for i in range(3000)]
    source = "\n".join(lines).encode() + b"\n"
    one = sentiment("predict", trained, "--threads", "1", "--format", "jsonl", "--echo", input=source, check=0).stdout
    three = sentiment("predict", trained, "--threads", "3", "--format", "jsonl", "--echo", input=source, check=0).stdout
    assert one == three
    assert [json.loads(record)["text"] for record in one.splitlines()] == lines


def test_answers_before_the_next_line(trained):
    process = subprocess.Popen([SENTIMENT, "predict", str(trained)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in (b"first\n", b"second\n", b"third\n"):
        process.stdin.write(line)
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 5.0)[0], "no answer within five seconds"
        assert os.read(process.stdout.fileno(), 4096).count(b"\n") == 1
    process.stdin.close()
    assert process.wait() == 0


def test_jsonl_carries_ids_and_all_keys(trained):
    source = b'{"id": 7, "text": "good"}\n{"id": "x", "text": ""}\n{"text": "caf\\u00e9"}\n'
    done = sentiment("predict", trained, "--input-format", "jsonl", "--format", "jsonl", input=source, check=0)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record.get("id") for record in records] == [7, "x", None]
    assert list(records[0]) == ["id", "label", "probability", "probabilities", "tokens", "oov_rate", "truncated"]
    assert sum(records[0]["probabilities"].values()) == pytest.approx(1.0, abs=1e-9)


def test_csv_keeps_the_inputs_columns(trained):
    source = 'nr,text,note\n1,"good, really ""good""","two\nlines"\n2,bad,\n'.encode()
    done = sentiment("predict", trained, "--input-format", "csv", "--format", "csv", input=source, check=0)
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows[0] == ["nr", "text", "note", "label", "probability"]
    assert [row[:3] for row in rows[1:]] == [["1", 'good, really "good"', "two\nlines"], ["2", "bad", ""]]


def test_full_disk_is_an_error(trained):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([SENTIMENT, "predict", str(trained)], input=b"good\n" * 9, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1 and done.stderr.startswith(b"error: ")


def test_closed_pipe_is_quiet(trained):
    pipeline = f"yes 'a good film' | head -200000 | {SENTIMENT} predict {trained} | head -1"
    done = subprocess.run(["bash", "-c", pipeline], capture_output=True, timeout=60)
    assert done.stdout.count(b"\n") == 1 and done.stderr == b""


def test_links_no_torch_library():
    libraries = subprocess.run(["ldd", SENTIMENT], capture_output=True, text=True, check=True).stdout
    assert "torch" not in libraries and "c10" not in libraries
