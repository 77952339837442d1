"""Seconds to accuracy: how long until ours is as accurate on the validation part as a linear classifier is when
it is done. All train on the same training part, from text; the clock runs from the start of the program.
"""

import json
import os
import subprocess
import time

from prediction_rows import run
from result import Result
from setup import OUR_TRAINING
from training_sides import IMDB, imdb_overrides
from workers import Worker, WorkerError


class OurRun:
    """A run of `sentiment train` and its validations as they happened: (seconds since the start, accuracy)."""

    def __init__(self, setup, epochs):
        folder = setup.file("accuracy-run")
        command = [setup.build / "sentiment", "train", IMDB, "-o", folder, "--force", "--threads", setup.threads,
                   "--set", f"data.train={setup.reviews}", "--set", f"trainer.epochs={epochs}"]
        self.validations = []
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for line in process.stderr:
            words = line.decode().split()
            if b"validation:" in line and words[0] == "epoch":
                accuracy = float(words[words.index("accuracy") + 1])
                self.validations.append((time.perf_counter() - start, accuracy))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise WorkerError(f"sentiment train: ended with status {process.returncode}")
        self.peak_megabytes = usage.ru_maxrss / 1024

    def seconds_to(self, accuracy):
        return next((seconds for seconds, reached in self.validations if reached >= accuracy), None)


def our_run(setup):
    """One for all rows of this file: it takes minutes."""
    if "our run" not in setup.shared:
        with Worker(setup.program("training_worker"), OUR_TRAINING) as worker:
            worker.ask("train", setup.threads, IMDB, *imdb_overrides(setup))
            worker.ask("texts", setup.folder)
        setup.shared["our run"] = OurRun(setup, epochs=1 if setup.quick else 3)
    return setup.shared["our run"]


def seconds_to_accuracy(peer, peer_name):
    def measure(setup):
        ours = our_run(setup)
        answer = setup.file("accuracy.json")
        files = [setup.file("train.txt"), setup.file("valid.txt")]
        theirs = run(setup.script("linear_classifiers.py") + [peer, *files, setup.threads, answer])
        accuracy = json.loads(answer.read_text())["accuracy"]
        seconds = ours.seconds_to(accuracy)
        ratio = None if seconds is None else theirs.seconds / seconds
        return Result(ratio, seconds, theirs.seconds, "s", peer_name, (ratio, ratio),
                      {"peer_accuracy": accuracy, "peer_peak_megabytes": theirs.peak_megabytes,
                       "our_validations": ours.validations, "our_peak_megabytes": ours.peak_megabytes})
    return measure
