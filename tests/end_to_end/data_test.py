"""Data of every kind through `evaluate` and `predict`: no row is lost, changed or made up, and bad data costs little."""

import csv
import gzip
import io
import itertools
import json
import lzma
import random
import resource
import subprocess
import tarfile
import zipfile

import pytest
from conftest import error_lines, sentiment
from data_cases import CASES, PACKED, ROWS
from measured import expect_refused, measured


@pytest.mark.parametrize("case", [case for case in CASES if case.evaluate is not None], ids=lambda case: case.name)
def test_evaluate_counts_every_row_or_names_the_bad_one(tmp_path, trained, case):
    """Rows: E1 E3 E4 E5 E7 E8 E9 E11 E13 E17"""
    (tmp_path / case.file).write_bytes(case.content)
    done = sentiment("evaluate", trained, tmp_path / case.file, "--json", "-")
    if isinstance(case.evaluate, str):
        assert (done.returncode, done.stdout, len(error_lines(done))) == (1, b"", 1), done.stderr[:500]
        assert case.file in error_lines(done)[0] and case.evaluate in error_lines(done)[0]
        return
    assert done.returncode == 0, done.stderr[:500]
    used, skipped = case.evaluate
    report = json.loads(done.stdout)
    assert report["rows"] == {"read": used + sum(skipped.values()), "used": used, "skipped": skipped}
    assert report["examples"] == used == sum(map(sum, report["confusion_matrix"]))


@pytest.mark.parametrize("case", [case for case in CASES if case.predict is not None], ids=lambda case: case.name)
def test_predict_gives_a_record_for_each_row_before_the_bad_one(tmp_path, trained, case):
    """Rows: E3 E4 E8 E9 E10 G1 G3"""
    (tmp_path / case.file).write_bytes(case.content)
    done = sentiment("predict", trained, tmp_path / case.file, "--format", "jsonl")
    records, error = case.predict if isinstance(case.predict, tuple) else (case.predict, None)
    assert [set(json.loads(line)) >= {"label", "probability"} for line in done.stdout.splitlines()] == [True] * records
    assert done.returncode == (0 if error is None else 1), done.stderr[:500]
    assert len(error_lines(done)) == (0 if error is None else 1)
    if error is not None:
        assert case.file in error_lines(done)[0] and error in error_lines(done)[0]


@pytest.mark.parametrize("pack", [lambda rows: gzip.compress(rows, mtime=0), lzma.compress], ids=["gz", "xz"])
def test_a_compressed_file_cut_anywhere_is_an_error(tmp_path, trained, pack):
    """Rows: E12"""
    rows = ROWS + b"".join(b"film %d,%s\n" % (i * i, (b"pos", b"neg")[i % 2]) for i in range(300))
    whole = pack(rows)
    path = tmp_path / ("cut.csv.xz" if whole.startswith(b"\xfd7zXZ") else "cut.csv.gz")
    for length in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:length])
        done = sentiment("evaluate", trained, path, "--json", "-", check=1)
        assert done.stdout == b"" and len(error_lines(done)) == 1, length


def test_archives_are_read_without_unpacking(tmp_path, trained):
    """Rows: E13 E17"""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/data.csv", ROWS)
        archive.writestr("in/data.csv.gz", PACKED)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "a.zip", "in/b.zip")
        archive.addfile(tarfile.TarInfo("in/pos/1.txt"))
        archive.addfile(tarfile.TarInfo("in/neg/1.txt"))
        archive.addfile(tarfile.TarInfo("in/neg/1.md"))
    for inner, counts in [("a.zip!/in/data.csv", (2, 2)), ("a.zip!/in/data.csv.gz", (2, 2)), ("a.tar.gz!/in", (4, 2))]:
        rows = json.loads(sentiment("evaluate", trained, tmp_path / inner, "--json", "-", check=0).stdout)["rows"]
        assert (rows["read"], rows["used"]) == counts, inner
    for wrong, word in [("a.zip", "found an archive"), ("a.zip!/in/none.csv", "no such file or folder in the archive"),
                        ("a.tar.gz!/in/b.zip", "cannot tell the format")]:
        expect_refused(sentiment("evaluate", trained, tmp_path / wrong, "--json", "-"), word)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz", "a.zip"]


def blank_rows(count):
    """CSV rows whose texts have no token: nothing is computed for them."""
    return (b" " * 1000 + b",pos\n") * count


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gz", "xz"])
@pytest.mark.parametrize("content", ["zeros", "rows"])
def test_a_decompression_bomb_is_refused(tmp_path, trained, pack, content):
    """Rows: E14"""
    part = pack(bytes(16 << 20) if content == "zeros" else blank_rows(16 << 10))
    path = tmp_path / ("bomb.csv.xz" if part.startswith(b"\xfd7zXZ") else "bomb.csv.gz")
    path.write_bytes(pack(b"text,label\n") + part * max(1, (2 << 20) // len(part)))
    done = measured("evaluate", trained, path)
    expect_refused(done, path.name, "16 MB" if content == "zeros" else "at most 200 times its size")
    assert done.peak_mb < 300 and done.seconds < 20


@pytest.mark.parametrize("kind", ["tar.gz", "zip"])
def test_an_archive_that_is_a_bomb_is_refused(tmp_path, trained, kind):
    """Rows: E14"""
    path = tmp_path / f"bomb.{kind}"
    text = b" " * (4 << 20)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(30):
                archive.writestr(f"pos/{i}.txt", text)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for i in range(30):
                entry = tarfile.TarInfo(f"pos/{i}.txt")
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text))
    done = measured("evaluate", trained, f"{path}!/")
    expect_refused(done, path.name, "at most 200 times its size")
    assert done.peak_mb < 300 and done.seconds < 20


@pytest.mark.parametrize("size", ["100M", "4294967297"])
@pytest.mark.parametrize("format", ["lines", "csv", "jsonl"])
def test_a_line_without_end_is_refused_in_bounded_memory(trained, size, format):
    """Rows: E10"""
    with subprocess.Popen(["head", "-c", size, "/dev/zero"], stdout=subprocess.PIPE) as zeros:
        done = measured("predict", trained, "--input-format", format, stdin=zeros.stdout)
        zeros.stdout.close()
    expect_refused(done, "16 MB")
    assert done.peak_mb < 150 and done.seconds < 10


def random_table(random, separator):
    """The bytes of a file with cells of any bytes, and its cells."""
    alphabet = ["a", "é", "\xff", "\xc3", "\xa9", '"', separator, ",", "\r", "\n", " ", "\0", "\xef\xbb\xbf", "'", "="]
    def cell():
        return "".join(random.choices(alphabet, k=random.randrange(6)))

    names = ["id", "text"] + [f"{i}{cell()}" for i in range(random.randrange(4))]
    table = [names] + [[cell() for _ in names] for _ in range(random.randrange(1, 30))]
    out = io.StringIO(newline="")
    quoting, end = random.choice([(csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_MINIMAL, "\r\n")])
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end).writerows(table)
    return out.getvalue().encode("latin-1"), table


@pytest.mark.parametrize("seed", range(60))
def test_csv_comes_out_with_every_cell_as_it_went_in(trained, seed):
    """Rows: E1 G1 G16"""
    separator, name = [(",", "csv"), ("\t", "tsv")][seed % 2]
    source, table = random_table(random.Random(seed), separator)
    done = sentiment("predict", trained, "--input-format", name, "--format", "csv", input=source, check=0)
    given = list(csv.reader(io.StringIO(done.stdout.decode("latin-1"), newline="")))
    assert given[0] == table[0] + ["label", "probability"]
    assert [row[:-2] for row in given[1:]] == table[1:]


EDGES = bytes.fromhex("41 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff")
LEADS = bytes.fromhex("e0 e1 ed ef f0 f1 f3 f4")


def test_invalid_utf8_is_replaced_as_unicode_recommends(trained):
    """Every string of up to three bytes at the edges of the table of well-formed ones, and of four that begin with a lead
    byte; Python replaces maximal subparts too. Rows: F1 G15"""
    strings = [bytes(s) for length in (1, 2, 3) for s in itertools.product(EDGES, repeat=length)]
    strings += [bytes(s) for s in itertools.product(LEADS, EDGES, EDGES, EDGES)]
    expected = [string.decode("utf-8", "replace") for string in strings]
    for format, before, after in [("jsonl", b'{"text":"', b'"}\n'), ("lines", b"x", b"\n")]:
        source = b"".join(before + string + after for string in strings)
        done = sentiment("predict", trained, "--input-format", format, "--format", "jsonl", "--echo", input=source, check=0)
        texts = [json.loads(line)["text"] for line in done.stdout.splitlines()]
        assert texts == (expected if format == "jsonl" else ["x" + text for text in expected])


def test_integers_of_ids_come_back_digit_by_digit(trained):
    """Rows: B2 E4"""
    ids = [0, -1, 2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1, "18446744073709551616", [1, {"a": None}], 0.1]
    source = "".join(json.dumps({"id": value, "text": "fine"}) + "\n" for value in ids).encode()
    done = sentiment("predict", trained, "--input-format", "jsonl", "--format", "jsonl", input=source, check=0)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ids


def test_json_shows_no_hidden_character(trained):
    """Rows: F8 H1"""
    text = "a\x7f\u009b2J\u2028\u202e\u2066\u200b\ufeff\U000e0041 \u200d"
    source = json.dumps({"id": text, "text": text}, ensure_ascii=False).encode() + b"\n"
    done = sentiment("predict", trained, "--input-format", "jsonl", "--format", "jsonl", "--echo", input=source, check=0)
    record = json.loads(done.stdout)
    assert record["id"] == record["text"] == text
    assert set(done.stdout.decode()) <= set(map(chr, range(0x20, 0x7F))) | {"\n", "\u200d"}


def test_more_labels_than_classes_can_have_are_refused(tmp_path):
    """Rows: E6"""
    rows = "".join(f"text {i},label {i}\n" for i in range(25_000))
    (tmp_path / "train.csv").write_text("text,label\n" + rows)
    (tmp_path / "config.json").write_text(json.dumps({"data": {"train": "train.csv"}}))
    done = measured("check", tmp_path / "config.json")
    expect_refused(done, "at most 1000 labels", "found 25000", "data.label_column")
    assert done.peak_mb < 300


def test_deep_nesting_needs_no_stack(tmp_path, trained):
    """Rows: A12 B1"""
    deep = '{"x":' + "[" * 500_000
    (tmp_path / "deep.json").write_text(deep)
    (tmp_path / "deep.jsonl").write_text(deep)
    (tmp_path / "deep.safetensors").write_bytes(len(deep).to_bytes(8, "little") + deep.encode())

    def small_stack():
        resource.setrlimit(resource.RLIMIT_STACK, (512 << 10, 512 << 10))

    for command, status in [(["check", tmp_path / "deep.json"], 2), (["predict", trained, tmp_path / "deep.jsonl"], 1),
                            (["inspect", tmp_path / "deep.safetensors"], 1)]:
        expect_refused(sentiment(*command, preexec_fn=small_stack), "nested deeper than 64", status=status)
