"""Inference: reviews a second through the model, from token ids to probabilities."""

from contextlib import ExitStack

from contest import contest
from flops import inference_flops
from result import Result
from torch_ways import PACKED, PADDED, PADDED_BATCH_FIRST
from training_rows import peak_rate
from training_sides import our_worker
from workers import Worker, WorkerError

REVIEWS = "reviews/s"


def batches_a_repetition(setup, batch_size):
    """Reviews enough for about a second."""
    reviews = {1: 200}.get(batch_size, 1024)
    return max(2, reviews // (4 if setup.quick else 1) // batch_size)


def write_inputs(setup, shape, batch_size):
    """A model of this shape and batches of similar lengths, as files; -> the batches' sizes."""
    with ExitStack() as stack:
        worker = our_worker(setup, stack, shape.overrides(setup, batch_size))
        worker.ask("save", setup.file("model.safetensors"))
        return worker.ask("batches", "bucketed", batches_a_repetition(setup, batch_size), setup.file("batches"))


def start_ours(setup, stack, environment=None):
    worker = stack.enter_context(Worker(setup.program("inference_worker"), environment))
    worker.instruction_set = worker.ask("load", setup.threads, setup.file("model.safetensors"),
                                        setup.file("batches"))["instruction_set"]
    return worker


def candidates_for(shape, batch_size, threads):
    """LIBRARY|WAY|THREADS: a single review may be faster on one thread than on all."""
    ways = [("torch.nn", PADDED), ("torch.nn", PADDED_BATCH_FIRST)]
    if batch_size > 1:
        ways.append(("torch.nn", PACKED))
    if shape.type == "lstm" and shape.layers == 1:
        ways.append(("ONNX Runtime", "padded"))
    counts = {threads, 1} if batch_size == 1 else {threads}
    return [f"{library}|{way}|{count}" for library, way in ways for count in sorted(counts)]


def longest_first(answers):
    """Our probabilities of a batch in the peers' order."""
    order = sorted(range(len(answers["lengths"])), key=lambda row: -answers["lengths"][row])
    return [answers["probabilities"][row] for row in order]


def expect_same_answers(ours, theirs, name):
    difference = max(abs(a - b) for mine, yours in zip(ours, theirs) for a, b in zip(mine, yours))
    if len(ours) != len(theirs) or difference > 1e-4:
        raise WorkerError(f"{name}: expected our probabilities, found ones that differ by up to {difference:.2g}")


def rate(worker, unit, *words):
    def measure():
        done = worker.ask("infer", *words)
        return done[unit] / done["seconds"]
    return measure


def infer_row(shape, batch_size, environment=None):
    def measure(setup):
        count = write_inputs(setup, shape, batch_size)["batches"]
        with ExitStack() as stack:
            ours = start_ours(setup, stack, environment)
            answers = longest_first(ours.ask("answers", 0))
            candidates = {}
            for allocator in setup.allocators:
                worker = stack.enter_context(Worker(setup.script("peer_worker.py"),
                                                    setup.peer_settings(allocator, environment)))
                names = candidates_for(shape, batch_size, setup.threads)
                worker.ask("load", setup.file("model.safetensors"), setup.file("batches"), *names)
                for name in names:
                    expect_same_answers(answers, worker.ask("answers", name, 0)["probabilities"], name)
                    worker.ask("infer", name, 0, count)
                    library, way, threads = name.split("|")
                    label = f"{library}, {way}, {threads} threads, {allocator}"
                    candidates[label] = rate(worker, "reviews", name, 0, count)
            outcome = contest(rate(ours, "reviews", 0, count), candidates, setup.repetitions, setup.pause)
        return Result.of(outcome, REVIEWS)
    return measure


def fraction_of_peak(shape, batch_size):
    """Executed multiply-adds over what the cores can do between registers."""
    def measure(setup):
        sizes = write_inputs(setup, shape, batch_size)
        with ExitStack() as stack:
            ours = start_ours(setup, stack)
            # The frequent types are projected already and the others once a chunk: only the recurrent product counts.
            flops = inference_flops(sizes["tokens"], 0, shape.embedding, shape.hidden)
            peak = stack.enter_context(Worker(setup.program("fma_peak")))
            ours.ask("infer", 0, sizes["batches"])
            outcome = contest(lambda: flops / ours.ask("infer", 0, sizes["batches"])["seconds"],
                              {"registers only": lambda: peak_rate(setup, peak, ours.instruction_set)},
                              setup.repetitions, setup.pause)
        return Result.of(outcome, "FLOP/s")
    return measure
