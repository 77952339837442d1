"""Whole programs, from their start to their end, as a user waits for them."""

import os
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass

from contest import contest
from result import Result
from training_sides import Shape, imdb_overrides, our_worker
from workers import WorkerError

TEXT = b"A film that starts slowly, but the last hour is the best I have seen all year.\n"


@dataclass
class Run:
    seconds: float
    peak_megabytes: float


def run(command, input_bytes=b"", output=os.devnull, environment=None):
    """Starts a program, waits for its end; without a shell, and without copying this process."""
    read_end, write_end = os.pipe()
    os.write(write_end, input_bytes)
    os.close(write_end)
    actions = [(os.POSIX_SPAWN_DUP2, read_end, 0),
               (os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)]
    words = [str(word) for word in command]
    start = time.perf_counter()
    child = os.posix_spawn(words[0], words, {**os.environ, **(environment or {})}, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    os.close(read_end)
    if status != 0:
        raise WorkerError(f"{words[0]}: ended with status {os.waitstatus_to_exitcode(status)}")
    return Run(seconds, usage.ru_maxrss / 1024)


def runs_a_second(*arguments, **options):
    return lambda: 1.0 / run(*arguments, **options).seconds


def predict_cold(setup):
    """`echo TEXT | sentiment predict MODEL` against the least that a program with libtorch does."""
    model = setup.file("imdb.safetensors")
    with ExitStack() as stack:
        our_worker(setup, stack, imdb_overrides(setup)).ask("save", model)
    predict = runs_a_second([setup.build / "sentiment", "predict", model], TEXT)
    start = runs_a_second([setup.build / "libtorch_start"])
    for _ in range(3):  # until all files are in the page cache
        predict(), start()
    outcome = contest(predict, {"start of a program with libtorch": start}, 10 if setup.quick else 40, pause=0.005)
    return Result.of_times(outcome, "ms", 1e3)


def lines_of(path):
    """Only a line feed ends a line; for splitlines() other characters of a review would."""
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")[:-1]


def write_reviews(setup):
    """One review a line, and a model to label them with; -> the number of lines."""
    with ExitStack() as stack:
        worker = our_worker(setup, stack, Shape().overrides(setup, 32))
        worker.ask("texts", setup.folder)
        worker.ask("save", setup.file("model.safetensors"))
    lines = [line.split("\t", 1)[1] for name in ("train.txt", "valid.txt") for line in lines_of(setup.file(name))]
    if setup.quick:
        lines = lines[::10]
    setup.file("reviews.txt").write_text("".join(line + "\n" for line in lines), "utf-8", newline="\n")
    return len(lines)


def labels_in(path):
    return [line.split("\t")[0] for line in lines_of(path)]


def predict_25000(setup):
    """A text file to labels: `sentiment predict` against the same pipeline in Python."""
    count = write_reviews(setup)
    model, reviews = setup.file("model.safetensors"), setup.file("reviews.txt")
    our_labels, peer_labels = setup.file("ours.txt"), setup.file("peer.txt")
    ours = ([setup.build / "sentiment", "predict", model, reviews], b"", our_labels)
    memory = run(*ours).peak_megabytes
    candidates = {}
    for processes in sorted({1, setup.threads}):
        command = setup.script("python_predict.py") + [model, reviews, processes]
        for allocator in setup.allocators:
            name = f"Python, {processes} processes cut into tokens, {allocator}"
            candidates[name] = runs_a_second(command, b"", peer_labels, setup.peer_settings(allocator))
    outcome = contest(runs_a_second(*ours), candidates, setup.repetitions, setup.pause)
    pairs = list(zip(labels_in(our_labels), labels_in(peer_labels), strict=True))
    agreement = statistics.mean(a == b for a, b in pairs)
    if len(pairs) != count or agreement < 0.9:
        raise WorkerError(f"predict: expected {count} labels like the peer's, found {len(pairs)}, "
                          f"{agreement:.0%} of them alike")
    return Result.of_times(outcome, "s", 1, reviews=count, agreement=agreement, peak_megabytes=memory)
