"""`predict` and `evaluate` where the system gives little: a line that says so, never an abort, never half a file."""

import resource
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, tree

MEGABYTE = 1 << 20
DATA = {"predict": [], "evaluate": [SAMPLE / "test.csv"]}


def limited(kind, amount, arguments, stdout=subprocess.PIPE, input=b"good\n" * 5000):
    def limit():
        resource.setrlimit(kind, (amount, amount))

    return subprocess.run([SENTIMENT, *map(str, arguments)], input=input, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=60, preexec_fn=limit)


def starts(kind, amount):
    """Whether the dynamic loader, which is not ours, gets as far as our first line."""
    return limited(kind, amount, ["--version"]).returncode == 0


def succeeds_or_says_why(done):
    assert done.returncode in (0, 1), (done.returncode, done.stderr)
    assert len(done.stderr.splitlines()) == len(error_lines(done)) == done.returncode
    return done.returncode == 0


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("command", DATA)
def test_too_little_memory(trained, command, threads):
    """Rows: I1 I5. From the least that the program starts in, in steps of 2 MB; also where a thread runs out of it."""
    arguments = [command, trained, *DATA[command], "--threads", threads]
    least = next(size for size in range(1, 200) if starts(resource.RLIMIT_AS, size * MEGABYTE))
    sizes = [(least + more) * MEGABYTE for more in range(0, 160, 2)]
    outcomes = [succeeds_or_says_why(limited(resource.RLIMIT_AS, size, arguments)) for size in sizes]
    assert not outcomes[0] and outcomes[-1]


@pytest.mark.parametrize("command", DATA)
def test_too_few_open_files(trained, command):
    """Rows: I4."""
    least = next(count for count in range(3, 16) if starts(resource.RLIMIT_NOFILE, count))
    arguments = [command, trained, *DATA[command]]
    outcomes = [succeeds_or_says_why(limited(resource.RLIMIT_NOFILE, count, arguments)) for count in range(least, 17)]
    assert outcomes[-1]


@pytest.mark.parametrize("kilobytes", [128, 256, 512])
def test_a_small_stack(trained, kilobytes):
    """Rows: I4. It is also the size of the stacks of our threads."""
    deep = b"[" * 100_000 + b"\n" + b"<b>" * 100_000 + b"\n"
    for arguments in (["predict", trained, "--threads", 4], ["evaluate", trained, *DATA["evaluate"], "--threads", 4],
                      ["inspect", trained]):
        done = limited(resource.RLIMIT_STACK, kilobytes * 1024, arguments, input=deep)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kilobytes", [1, 4, 64])
def test_output_that_may_not_grow(trained, tmp_path, kilobytes):
    """Rows: I4. SIGXFSZ does not end the program without a word."""
    with open(tmp_path / "out.txt", "wb") as out:
        done = limited(resource.RLIMIT_FSIZE, kilobytes * 1024, ["predict", trained], stdout=out, input=b"good\n" * 20_000)
    assert done.returncode == 1 and b"File too large" in done.stderr and len(error_lines(done)) == 1


def test_files_that_may_not_grow(trained, tmp_path):
    """Rows: I4. What was begun is not left behind, and what was there stays."""
    (tmp_path / "p.jsonl").write_text("old")
    before = tree(tmp_path)
    arguments = ["evaluate", trained, *DATA["evaluate"], "--predictions", tmp_path / "p.jsonl"]
    done = limited(resource.RLIMIT_FSIZE, 1024, arguments)
    assert done.returncode == 1 and b"File too large" in done.stderr and len(error_lines(done)) == 1
    assert tree(tmp_path) == before
