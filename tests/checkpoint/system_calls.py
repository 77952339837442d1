"""What a command asks of the system about given paths, as strace sees it, and what happens if that fails."""

import os
import re
import subprocess

NAMES = ("open openat creat write pwrite64 writev fsync fdatasync ftruncate rename renameat renameat2 link linkat "
         "symlink symlinkat unlink unlinkat mkdir mkdirat rmdir close flock").split()
# The sanitizers' search for leaks does not work under strace.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


class Call:
    """One line of a trace: write(4</run/f>, ""..., 10) = 10."""

    def __init__(self, name, rest):
        self.name = name
        parts = re.match(r'(?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?)?(?:\(deleted\))?(?:, )?(?:"([^"]*)")?', rest)
        folder, inner = parts[1] or "", parts[2] or ""
        self.path = os.path.join(folder, inner) if inner else folder
        self.paths = [self.path, *re.findall(r'"([^"]+)"', rest)[1:]]
        self.failed = ") = -1 " in rest

    def __repr__(self):
        return f"{self.name}({', '.join(self.paths)})"


def strace(command, paths, trace, *faults):
    """Runs a command with faults like "fsync:error=EIO:when=2"; what came of it, and the calls made.

    Only calls that name one of the paths are counted. The trace is written to the file `trace`.
    """
    # Not --seccomp-bpf, with which strace 6.1 loses the signals it should send.
    watch = ["strace", "-f", "-qq", "-y", "-s", "0", "-o", trace, "-e", "signal=none",
             "-e", "trace=" + ",".join("?" + name for name in NAMES)]
    for path in paths:
        watch += ["-P", path]
    for fault in faults:
        watch += ["-e", "inject=" + fault]
    done = subprocess.run([*watch, *command], capture_output=True, text=True, timeout=300, env=ENVIRONMENT)
    lines = (re.match(r"(?:\d+\s+)?(\w+)\((.*)", line) for line in trace.read_text().splitlines())
    return done, [Call(line[1], line[2]) for line in lines if line]


def numbered(calls):
    """Each call with its number among those of its name: the `when` of a fault that hits it."""
    numbers = {}
    for call in calls:
        numbers[call.name] = numbers.get(call.name, 0) + 1
        yield numbers[call.name], call
