"""Runs the program and says what it cost: seconds and peak memory."""

import os
import subprocess
import sys
import typing

from conftest import SENTIMENT

# A process starts with the peak memory of the one that started it, so a small one starts the program. It ends at an
# alarm if it takes too long.
LAUNCHER = """
import os, signal, sys, time
report, seconds, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
os.set_inheritable(report, False)
begin = time.monotonic()
child = os.fork()
if child == 0:
    signal.alarm(seconds)
    os.execv(command[0], command)
_, status, usage = os.wait4(child, 0)
cost = time.monotonic() - begin
os.write(report, f"{os.waitstatus_to_exitcode(status)} {cost} {usage.ru_maxrss}".encode())
"""


class Measured(typing.NamedTuple):
    returncode: int  # minus the number of the signal that ended it
    stdout: bytes
    stderr: bytes
    seconds: float
    peak_mb: float


def measured(*arguments, input=b"", seconds=20, **options):
    """Runs `sentiment` with these arguments, for so many seconds at most."""
    reading, writing = os.pipe()
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(writing), str(seconds)]
    if "stdin" not in options:
        options["input"] = input
    done = subprocess.run(
        [*launcher, SENTIMENT, *map(os.fspath, arguments)], capture_output=True, pass_fds=[writing], **options
    )
    os.close(writing)
    with open(reading) as report:
        status, cost, kilobytes = report.read().split()
    return Measured(int(status), done.stdout, done.stderr, float(cost), int(kilobytes) / 1024)


def expect_refused(done, *words, status=1):
    """The program ended with one line of error that has these words, and did nothing else."""
    assert done.returncode == status, (done.returncode, done.stderr[:500])
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert not [c for line in lines for c in line if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0], done.stderr[:500]
    errors = [line for line in lines if line.startswith("error: ")]
    assert len(errors) == 1 and len(errors[0]) < 1000, done.stderr[:500]
    for word in words:
        assert word in errors[0]
