"""Pretraining a language model, over the same model in PyTorch."""

import json
import os
import re
import subprocess
from contextlib import ExitStack

from contest import contest
from result import Result
from setup import OUR_TRAINING
from workers import Worker, WorkerError

SIZES = {"vocabulary": 30000, "embedding": 256, "hidden": 512, "streams": 64, "window": 70, "candidates": 3072}
STEPS = 3  # as many as a dry run times
TOKENS = "tokens/s"
RATE = re.compile(r"\(([\d.]+)k tokens/s\)")


def our_config(setup):
    """The model of SIZES without anything dropped, as the peer has it."""
    dropped = ("embedding_dropout", "input_dropout", "output_dropout", "weight_drop")
    path = setup.file("pretrain.json")
    path.write_text(json.dumps({
        "data": {"train": setup.reviews},
        "vocabulary": {"max_size": SIZES["vocabulary"], "min_count": 1},
        "model": {"embedding_size": SIZES["embedding"], "hidden_size": SIZES["hidden"], **dict.fromkeys(dropped, 0)},
        "language_model": {name: SIZES[name] for name in ("streams", "window", "candidates")},
        "trainer": {"ema": None},
    }))
    return path


def pretrain_lm(setup):
    """Tokens a second of a few windows after the first one; ours are those that a dry run times."""
    config = our_config(setup)

    def ours():
        command = [*setup.program("sentiment-train"), "pretrain", config, "--dry-run", "--threads", setup.threads]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              env={**os.environ, **OUR_TRAINING})
        found = RATE.search(done.stdout)
        if found is None:
            raise WorkerError(f"sentiment pretrain: {done.stderr.strip()}")
        return 1000 * float(found.group(1))

    with ExitStack() as stack:
        peers = {}
        for allocator in setup.allocators:
            worker = stack.enter_context(Worker(setup.script("torch_language_model.py"),
                                                setup.peer_settings(allocator)))
            worker.ask("train", setup.threads, *SIZES.values())
            worker.ask("steps", 1)
            peers[f"nn.LSTM, {allocator}"] = lambda worker=worker: rate_of(worker.ask("steps", STEPS))
        return Result.of(contest(ours, peers, setup.repetitions, setup.pause), TOKENS)


def rate_of(answer):
    return answer["tokens"] / answer["seconds"]
