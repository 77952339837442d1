"""Who trains: our worker on a shape of network, and PyTorch in every way it can, on the same batches."""

from dataclasses import dataclass

from setup import OUR_TRAINING, ROOT
from workers import Worker, WorkerError

LEARNING_RATE = 0.001
TRIAL = 2  # batches
HOPELESS = 3.0  # times slower than the fastest
IMDB = ROOT / "configs" / "imdb.json"


@dataclass(frozen=True)
class Shape:
    type: str = "lstm"
    embedding: int = 128
    hidden: int = 256
    layers: int = 1

    def overrides(self, setup, batch_size):
        """configs/imdb.json made into a network that torch.nn has in the same form, trained plainly."""
        model = {"type": f'"{self.type}"', "embedding_size": self.embedding, "hidden_size": self.hidden,
                 "layers": self.layers, "bidirectional": "false", "pooling": '"last"', "dropout": 0,
                 "embedding_dropout": 0, "word_dropout": 0}
        trainer = {"batch_size": batch_size, "epochs": 1000, "ema": "null", "optimizer.learning_rate": LEARNING_RATE,
                   "schedule.type": '"constant"', "schedule.warmup_fraction": 0}
        return ([f"data.train={setup.reviews}"] + [f"model.{key}={value}" for key, value in model.items()]
                + [f"trainer.{key}={value}" for key, value in trainer.items()])


def imdb_overrides(setup):
    """configs/imdb.json as it is, for as many epochs as it takes."""
    return [f"data.train={setup.reviews}", "trainer.epochs=1000"]


def batches_a_repetition(setup, batch_size):
    """About 400 reviews, some 100,000 tokens; a few batches at least, since their lengths differ."""
    return max(2, 96 // batch_size) if setup.quick else max(6, 384 // batch_size)


def our_worker(setup, stack, overrides, environment=None):
    worker = stack.enter_context(Worker(setup.program("training_worker"), {**OUR_TRAINING, **(environment or {})}))
    worker.sizes = worker.ask("train", setup.threads, IMDB, *overrides)
    return worker


def steps(worker, count):
    """Ours, as a measurement: tokens a second over the worker's batches."""
    return lambda: rate_of(worker.ask("steps", 0, count))


class Peers:
    """Every way PyTorch has to train on the batches of a file, in one process for each allocator."""

    def __init__(self, setup, stack, model, batches, count, ways, environment=None, allocators=None):
        self.count = count
        self.workers = {}  # (way, allocator) -> the process that trains so
        self.dropped = {}  # name -> tokens a second, of what is too slow to be measured
        for allocator in allocators or setup.allocators:
            worker = stack.enter_context(Worker(setup.script("peer_worker.py"),
                                                setup.peer_settings(allocator, environment)))
            worker.ask("train", setup.threads, model, batches, LEARNING_RATE, *ways)
            self.workers.update({(way, allocator): worker for way in ways})

    def ask(self, way, allocator, begin, end):
        return self.workers[way, allocator].ask("steps", way, begin, end)

    def rate(self, way, allocator):
        return rate_of(self.ask(way, allocator, 0, self.count))

    def candidates(self):
        return {name_of(way, allocator): (lambda way=way, allocator=allocator: self.rate(way, allocator))
                for way, allocator in self.workers}

    def warm_up(self, our_losses=None):
        """The first pass, untimed; it must give the losses that ours gave, or the two do different things.

        What is hopelessly slow in the first batches goes no further: packed, it may be forty times.
        """
        trial = min(TRIAL, self.count)
        first = {key: self.ask(*key, 0, trial) for key in self.workers}
        fastest = max(map(rate_of, first.values()))
        for key, done in first.items():
            losses = done["losses"]
            if HOPELESS * rate_of(done) < fastest:
                self.dropped[name_of(*key)] = rate_of(done)
                del self.workers[key]
            elif trial < self.count:
                losses = losses + self.ask(*key, trial, self.count)["losses"]
            if our_losses:
                expect_same_losses(our_losses, losses, key[0])


def name_of(way, allocator):
    return f"torch.nn, {way}, {allocator}"


def rate_of(done):
    return done["tokens"] / done["seconds"]


def expect_same_losses(ours, theirs, name):
    """The first step to rounding, later ones to what rounding grows to."""
    for number, (a, b) in enumerate(zip(ours, theirs)):
        if abs(a - b) > (1e-4 if number == 0 else 0.02) * abs(b):
            raise WorkerError(f"{name}: expected our loss {a} at step {number}, found {b}: not the same training")
