"""`predict` between two pipes: long, odd and slow input, signals, and memory that stays as it is."""

import json
import os
import random
import select
import signal
import subprocess
import threading
import time

import pytest
from conftest import SENTIMENT, sentiment

ODD_LINES = [
    b"", b" \t ", b"good", b"zyxgh qwrtp", b"\xff\xfe\x80 bad", b"caf\xc3\xa9 \xe2\x82", b"a\x00b",
    b"\xc2\x85\xe2\x80\xa8 one line", b"carriage\rreturn", b"\x1b[2J", b"\xed\xa0\x80", b"{\"text\": 1}",
    b"__label__pos", b"a,b,\"c"]


def test_a_hundred_thousand_mixed_lines_in_order(trained, tmp_path):
    """Rows: G1 G15. Python's replacement of bytes that are not UTF-8 is the judge of ours."""
    lines = [ODD_LINES[i % len(ODD_LINES)] + b" %d" % i * (i % 3 == 0) for i in range(100_000)]
    lines[50_000] = b"good film " * 1_000_000
    source = tmp_path / "mixed.txt"
    # Both kinds of line ends, and the last line without one.
    source.write_bytes(b"\r\n".join(lines[:50_000]) + b"\r\n" + b"\n".join(lines[50_000:]))
    done = sentiment("predict", trained, source, "--format", "jsonl", "--echo", "--threads", "4", check=0)
    records = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n")[:-1]]
    assert len(records) == len(lines)
    for record, line in zip(records, lines):
        assert record["text"] == line.decode("utf-8", "replace")
        assert 0.0 <= record["probability"] <= 1.0
    text = sentiment("predict", trained, source, check=0).stdout.decode().split("\n")
    assert [line.split("\t")[0] for line in text[:-1]] == [record["label"] for record in records]


@pytest.mark.parametrize("arguments, header, question", [
    ([], b"", b"was film %d good?\n"),
    (["--input-format", "csv"], b"nr,text\n", b"%d,\"good, or not\"\n"),
    (["--input-format", "jsonl"], b"", b"{\"id\": %d, \"text\": \"bad\"}\n")], ids=["lines", "csv", "jsonl"])
def test_answers_before_the_next_question(trained, arguments, header, question):
    """Rows: G2. Each question arrives byte by byte, and the pipe stays open."""
    seconds = []
    with subprocess.Popen([SENTIMENT, "predict", trained, *arguments], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, bufsize=0) as process:
        process.stdin.write(header)
        for i in range(100):
            for byte in question % i:
                process.stdin.write(bytes([byte]))
            asked = time.monotonic()
            answer = b""
            while not answer.endswith(b"\n"):
                assert select.select([process.stdout], [], [], 10.0)[0], f"no answer to question {i} within ten seconds"
                answer += os.read(process.stdout.fileno(), 4096)
            seconds.append(time.monotonic() - asked)
            assert answer.count(b"\n") == 1
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    assert sorted(seconds)[95] < 1.0


def status_of(process):
    """Resident memory in kB and the number of open files."""
    with open(f"/proc/{process.pid}/status") as file:
        resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return resident, len(os.listdir(f"/proc/{process.pid}/fd"))


def test_a_million_lines_in_the_same_memory(trained):
    """Rows: G17. After a warm-up neither memory nor the number of open files grows, and the speed lasts."""
    block = b"".join(b"film %d was good\n" % i for i in range(10_000))
    process = subprocess.Popen([SENTIMENT, "predict", trained], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        for _ in range(100):
            process.stdin.write(block)
        process.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    answered, samples = 0, []
    while piece := os.read(process.stdout.fileno(), 1 << 16):
        answered += piece.count(b"\n")
        if answered // 50_000 > len(samples) and answered < 1_000_000:
            samples.append((time.monotonic(), *status_of(process)))
    feeder.join()
    assert process.wait(timeout=10) == 0 and answered == 1_000_000
    times, memory, files = zip(*samples)
    assert len(samples) >= 15
    assert max(memory[5:]) - min(memory[5:]) < 4096, memory
    assert len(set(files)) == 1
    assert times[-1] - times[-4] < 3 * (times[4] - times[1])


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """20,000 texts of very different length: more than a pipe holds, so that a block is written in pieces."""
    path = tmp_path_factory.mktemp("numbered") / "in.txt"
    path.write_text("".join(f"text {i}" + " word" * (i * i % 60) + "\n" for i in range(20_000)))
    return path


AS_JSONL = ["--format", "jsonl", "--echo", "--threads", "2"]


def start(trained, source, **options):
    with open(source, "rb") as file:
        return subprocess.Popen([SENTIMENT, "predict", trained, *AS_JSONL], stdin=file, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)


def read_slowly(process, seconds):
    output, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([process.stdout], [], [], 0.001)[0]:
            output += os.read(process.stdout.fileno(), 4096)
        time.sleep(0.001)
    return output


def test_a_signal_at_any_instant_cuts_no_record(trained, numbered):
    """Rows: G7. Fifty instants from the start on, while a slow reader keeps blocks from being written at once."""
    texts = numbered.read_text().splitlines()
    instants = random.Random(7)
    cut_short = 0
    for i in range(50):
        number = (signal.SIGINT, signal.SIGTERM)[i % 2]
        process = start(trained, numbered)
        output = read_slowly(process, instants.uniform(0.0, 0.3))
        process.send_signal(number)
        rest, errors = process.communicate(timeout=60)
        output += rest
        assert output == b"" or output.endswith(b"\n")
        answered = [json.loads(line)["text"] for line in output.splitlines()]
        assert answered == texts[: len(answered)]
        assert process.returncode == -number and errors == b""
        cut_short += 0 < len(answered) < len(texts)
    assert cut_short >= 25


def test_a_second_signal_does_not_wait_for_the_reader(trained, numbered):
    """Rows: G7."""
    process = start(trained, numbered)
    assert select.select([process.stdout], [], [], 10.0)[0]
    time.sleep(0.3)  # by now it waits for the pipe to be read
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) == -signal.SIGINT
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_waits_for_input(trained, number):
    """Rows: G7."""
    with subprocess.Popen([SENTIMENT, "predict", trained], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"good\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(number)
        assert process.wait(timeout=5) == -number


def test_a_signal_ignored_by_the_parent_stays_ignored(trained, numbered):
    """Rows: G7. As `nohup` and shells do for jobs in the background."""
    process = start(trained, numbered, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    read = read_slowly(process, 0.1)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0 and (read + rest).count(b"\n") == 20_000


def test_stopped_and_continued_loses_nothing(trained, numbered):
    """Rows: G10."""
    whole = sentiment("predict", trained, numbered, *AS_JSONL, check=0).stdout
    process = start(trained, numbered)
    output = b""
    for _ in range(30):
        output += read_slowly(process, 0.005)
        process.send_signal(signal.SIGSTOP)
        process.send_signal(signal.SIGCONT)
    output += process.communicate(timeout=60)[0]
    assert process.returncode == 0 and output == whole


def test_a_bad_model_is_reported_before_input_is_read(tmp_path):
    """Rows: G18."""
    with subprocess.Popen([SENTIMENT, "predict", tmp_path / "none"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.wait(timeout=5) == 1  # while standard input is open and empty
        assert process.stdout.read() == b"" and process.stderr.read().startswith(b"error: ")
