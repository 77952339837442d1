"""Training runs that are killed or stopped, and resumed, end with the model of the run that nobody disturbed.

Kills a small run before each call that it makes to the system at its start, while the first epoch's model and
checkpoint are saved, and at its end; then at random instants; and asks others to stop at random instants, by SIGINT and
by SIGTERM. scripts/crash_test.sh starts it.

Rows: C1 C2 G8
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from saver import BUILD, checkpoint_paths
from system_calls import numbered, strace

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAINER = str(BUILD / "sentiment-train")
RUN_FILES = ("config.json", "config.input.json", "meta.json", "metrics.jsonl", "metrics.json", "model.safetensors")
ROWS, BATCH, EPOCHS, EVERY = 200, 30, 2, 2  # 180 rows to train on: 6 steps an epoch
STEPS = 12
KILLED = (-9, 137)
STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}  # after a save


class Failure(Exception):
    """What a killed and resumed run ended in, other than the model it should."""


def write_config(folder):
    """A run of a second with dropout, Adam and averaged weights."""
    rows = [line for line in (ROOT / "data/sample/train.csv").read_text().splitlines()[1:] if line.count('"') % 2 == 0]
    (folder / "train.csv").write_text("\n".join(["text,label", *rows[:ROWS]]) + "\n")
    config = {
        "seed": 3,
        "data": {"train": str(folder / "train.csv")},
        "vocabulary": {"min_count": 1},
        "model": {"embedding_size": 12, "hidden_size": 8, "layers": 2, "layer_dropout": 0.2},
        "trainer": {"epochs": EPOCHS, "batch_size": BATCH, "log_every_steps": 1, "optimizer": {"learning_rate": 0.01}},
        "checkpoint": {"every_steps": EVERY},
    }
    path = folder / "config.json"
    path.write_text(json.dumps(config))
    return path


class Experiment:
    def __init__(self, folder):
        self.folder = folder
        self.config = write_config(folder)
        self.whole = 0.0  # seconds of a run
        self.stopped = 0  # runs that saved before they ended by a signal
        self.expected = self.run_alone("whole")

    def command(self, run, *more):
        return [TRAINER, "train", str(self.config), "-o", str(run), "--threads", "1", "--quiet", *more]

    def train(self, run, *more):
        return subprocess.run(self.command(run, *more), capture_output=True, text=True, timeout=300)

    def run_alone(self, name):
        """The model of a run that nobody disturbs."""
        done = self.train(self.folder / name)
        if done.returncode != 0:
            raise Failure(done.stderr)
        return digest(self.folder / name)

    def bring_to_its_end(self, run):
        """Resumes a killed run; if the kill came before anything was written, starts it."""
        done = self.train(run, "--resume")
        if done.returncode == 2 and "nothing to resume" in done.stderr and not (run / "config.json").exists():
            done = self.train(run)
        if done.returncode != 0:
            raise Failure(f"exit {done.returncode}: {done.stderr}")
        if digest(run) != self.expected:
            raise Failure("another model than that of the run left alone")
        if last_words(run) != last_words(self.folder / "whole"):
            raise Failure(f"another end than that of the run left alone: {last_words(run)}")
        left_over = [str(path) for path in run.rglob("*") if path.suffix in (".tmp", ".old")]
        if left_over:
            raise Failure(f"left over: {left_over}")
        shutil.rmtree(run)

    def paths(self, run):
        """All that a run writes but the log."""
        files = [run / (name + suffix) for name in RUN_FILES for suffix in ("", ".tmp")]
        return [run.parent, run, run / ".lock", *files, *checkpoint_paths(run, range(0, STEPS + 1, EVERY))]

    def kill_points(self):
        """(name, number of that name) of the calls to kill at."""
        run = self.folder / "traced"
        done, calls = strace(self.command(run), self.paths(run), self.folder / "traced.trace")
        if done.returncode != 0 or digest(run) != self.expected:
            raise Failure(f"under strace: exit {done.returncode}: {done.stderr}")

        def first(part):
            return next(i for i, call in enumerate(calls)
                        if part in call.path and call.name.startswith("open") and not call.failed)

        epoch = STEPS // EPOCHS
        start = range(first("step-000000.tmp"))
        save = range(first("model.safetensors.tmp"), first(f"step-{epoch + EVERY:06}.tmp"))
        end = range(first("metrics.json.tmp"), len(calls))
        for i, (number, call) in enumerate(numbered(calls)):
            # What fails changes nothing: the same as a kill before the next call.
            if not call.failed and (i in start or i in save or i in end):
                yield call.name, number

    def kill_at(self, point):
        name, number = point
        run = self.folder / f"{name}-{number}" / "run"
        run.parent.mkdir()
        fault = f"{name}:signal=KILL:when={number}"
        done, _ = strace(self.command(run), self.paths(run), run.parent / "trace", fault)
        if done.returncode not in KILLED:
            raise Failure(f"not killed: exit {done.returncode}: {done.stderr}")
        self.bring_to_its_end(run)

    def seconds(self, jobs):
        """How long a run takes with as many beside it as there will be."""
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.run_alone, [f"timed-{i}" for i in range(jobs)]))
        return time.monotonic() - begin

    def kill_after(self, number, delays):
        run = self.folder / f"random-{number}"
        for attempt, delay in enumerate(delays):
            resume = ["--resume"] if attempt and (run / "config.json").exists() else []
            process = subprocess.Popen(self.command(run, *resume), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.kill()
            process.wait()
        self.bring_to_its_end(run)

    def stop_after(self, number, wish, share):
        """A run that is asked to stop saves and says so, unless it has not yet begun, or has ended.

        Every second one is asked while it trains: of a run so short most of the time goes by before."""
        run = self.folder / f"stopped-{wish.name}-{number}"
        process = subprocess.Popen(self.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while number % 2 and process.poll() is None and not (run / "meta.json").exists():
            time.sleep(0.001)
        time.sleep(share * (self.whole / 2 if number % 2 else self.whole))
        process.send_signal(wish)
        _, errors = process.communicate(timeout=60)
        if process.returncode not in (0, STOPPED[wish], -wish) or errors:
            raise Failure(f"exit {process.returncode}: {errors}")
        if process.returncode == STOPPED[wish]:
            if json.loads((run / "meta.json").read_text())["exit_reason"] != "interrupted":
                raise Failure("a run that saved and stopped does not say so")
            self.stopped += 1
        self.bring_to_its_end(run)


def last_words(run):
    """How a run says that it has ended, without what a clock has measured."""
    metrics = json.loads((run / "metrics.json").read_text())
    del metrics["seconds"]
    return json.loads((run / "meta.json").read_text())["exit_reason"], metrics


def digest(run):
    return hashlib.sha256((run / "model.safetensors").read_bytes()).hexdigest()


def survivors(pool, title, action, tasks):
    """How many of the tasks end well; says of the others why not."""
    survived = 0
    for task, future in [(task, pool.submit(action, *task)) for task in tasks]:
        try:
            future.result()
            survived += 1
        except (Failure, OSError) as failure:
            print(f"{title} {task}: {failure}", file=sys.stderr)
    print(f"{title}: {survived} of {len(tasks)}", file=sys.stderr)
    return survived


def main():
    parser = argparse.ArgumentParser(prog="crash_test.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, metavar="N",
                        help="at random instants; every fifth kills the resumed run too")
    parser.add_argument("--signals", type=int, default=50, metavar="N", help="of either kind, at random instants")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of those instants")
    options = parser.parse_args()
    jobs = len(os.sched_getaffinity(0))
    chance = random.Random(options.seed)
    folder = tempfile.TemporaryDirectory(prefix="sentiment-crash-")
    with folder, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        experiment = Experiment(pathlib.Path(folder.name).resolve())
        points = [(point,) for point in experiment.kill_points()]
        survived = survivors(pool, "killed at a call", experiment.kill_at, points)
        experiment.whole = experiment.seconds(jobs)
        instants = [(i, [chance.uniform(0, experiment.whole) for _ in range(2 if i % 5 == 0 else 1)])
                    for i in range(options.kills)]
        survived += survivors(pool, "killed at an instant", experiment.kill_after, instants)
        wishes = [(i, wish, chance.uniform(0, 1)) for i in range(options.signals) for wish in STOPPED]
        survived += survivors(pool, "asked to stop", experiment.stop_after, wishes)
        print(f"of these stopped by a save: {experiment.stopped}", file=sys.stderr)
        total = len(points) + len(instants) + len(wishes)
        print(f"kills and stops survived: {survived} of {total}")
    return 0 if survived == total else 1


if __name__ == "__main__":
    sys.exit(main())
