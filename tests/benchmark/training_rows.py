"""Training: whole steps a second, in useful tokens."""

from contextlib import ExitStack

from contest import contest
from flops import training_flops
from result import Result
from setup import ALLOCATORS
from torch_ways import PACKED, PADDED, WAYS
from training_sides import Peers, batches_a_repetition, imdb_overrides, our_worker, steps
from workers import Worker

TOKENS = "useful tokens/s"


def train_row(shape, batch_size, environment=None, allocators=None):
    """Ours over the fastest way of torch.nn, on the same bucketed batches."""
    def measure(setup):
        count = batches_a_repetition(setup, batch_size)
        model, batches = setup.file("model.safetensors"), setup.file("batches")
        with ExitStack() as stack:
            ours = our_worker(setup, stack, shape.overrides(setup, batch_size), environment)
            ours.ask("batches", "bucketed", count, batches)
            ours.ask("save", model)
            peers = Peers(setup, stack, model, batches, count, WAYS, environment, allocators)
            peers.warm_up(ours.ask("steps", 0, count)["losses"])
            outcome = contest(steps(ours, count), peers.candidates(), setup.repetitions, setup.pause)
            outcome.candidates.update(peers.dropped)
        return Result.of(outcome, TOKENS)
    return measure


def packed_row(shape, batch_size):
    """Ours on bucketed batches over PackedSequence on random ones, as most tutorials train."""
    def measure(setup):
        count = batches_a_repetition(setup, batch_size)
        random_count = 1 if setup.quick else 3
        model, batches = setup.file("model.safetensors"), setup.file("batches")
        with ExitStack() as stack:
            ours = our_worker(setup, stack, shape.overrides(setup, batch_size))
            ours.ask("batches", "random", random_count, batches)
            ours.ask("save", model)
            peers = Peers(setup, stack, model, batches, random_count, (PACKED,))
            peers.warm_up(ours.ask("steps", 0, random_count)["losses"])
            ours.ask("batches", "bucketed", count, setup.file("bucketed"))
            ours.ask("steps", 0, count)
            outcome = contest(steps(ours, count), peers.candidates(), setup.repetitions, setup.pause)
        return Result.of(outcome, TOKENS)
    return measure


def bucketing_gain(shape, batch_size):
    """What any batcher gains: PyTorch padded on bucketed batches over PyTorch padded on random ones."""
    def measure(setup):
        count = batches_a_repetition(setup, batch_size)
        model, files = setup.file("model.safetensors"), {}
        with ExitStack() as stack:
            ours = our_worker(setup, stack, shape.overrides(setup, batch_size))
            for order in ("bucketed", "random"):
                files[order] = setup.file(order)
                ours.ask("batches", order, count, files[order])
            ours.ask("save", model)
            peers = {order: Peers(setup, stack, model, file, count, (PADDED,), allocators=setup.allocators[:1])
                     for order, file in files.items()}
            for side in peers.values():
                side.warm_up()
            way, allocator = next(iter(peers["bucketed"].workers))
            outcome = contest(lambda: peers["bucketed"].rate(way, allocator),
                              {"torch.nn, padded, random batches": lambda: peers["random"].rate(way, allocator)},
                              setup.repetitions, setup.pause)
        return Result.of(outcome, TOKENS)
    return measure


def allocator_gain(shape, batch_size):
    """What any program gains that keeps its heap: PyTorch with it over PyTorch with glibc's default."""
    def measure(setup):
        count = batches_a_repetition(setup, batch_size)
        model, batches = setup.file("model.safetensors"), setup.file("batches")
        with ExitStack() as stack:
            ours = our_worker(setup, stack, shape.overrides(setup, batch_size))
            ours.ask("batches", "bucketed", count, batches)
            ours.ask("save", model)
            peers = Peers(setup, stack, model, batches, count, (PADDED,), allocators=tuple(ALLOCATORS))
            peers.warm_up()
            kept, default = (lambda: peers.rate(PADDED, "heap kept"),
                             lambda: peers.rate(PADDED, "glibc's default"))
            outcome = contest(kept, {"torch.nn, padded, glibc's default": default}, setup.repetitions, setup.pause)
        return Result.of(outcome, TOKENS)
    return measure


def bilstm_epoch(setup):
    """configs/imdb.json as it is, our kernels over libtorch's; a part of an epoch, or with --whole-epoch all."""
    with ExitStack() as stack:
        sides = {}
        for backend in ("fused", "torch"):
            chosen = [f"trainer.backend={backend}"] if backend in setup.backends else []
            sides[backend] = our_worker(setup, stack, imdb_overrides(setup) + chosen)
        count = sides["fused"].sizes["batches"] if setup.whole_epoch else batches_a_repetition(setup, 16)
        for worker in sides.values():
            worker.ask("batches", "bucketed", count, setup.file("batches"))
            worker.ask("steps", 0, min(count, batches_a_repetition(setup, 16)))
        outcome = contest(steps(sides["fused"], count), {"backend torch": steps(sides["torch"], count)},
                          3 if setup.whole_epoch else setup.repetitions, setup.pause)
    tokens = sides["fused"].sizes["tokens"]
    return Result.of(outcome, TOKENS, epoch_seconds=tokens / outcome.our_median)


def fraction_of_peak(shape, batch_size):
    """Executed multiply-adds of whole steps over what the cores can do between registers."""
    def measure(setup):
        count = batches_a_repetition(setup, batch_size)
        with ExitStack() as stack:
            ours = our_worker(setup, stack, shape.overrides(setup, batch_size))
            sizes = ours.ask("batches", "bucketed", count, setup.file("batches"))
            ours.ask("steps", 0, count)
            # libtorch projects each token; our kernels each type of a batch.
            types = sizes["types"] if setup.fused else sizes["tokens"]
            flops = training_flops(sizes["tokens"], types, shape.embedding, shape.hidden)
            peak = stack.enter_context(Worker(setup.program("fma_peak")))
            outcome = contest(lambda: flops / ours.ask("steps", 0, count)["seconds"],
                              {"registers only": lambda: peak_rate(setup, peak, ours.sizes["instruction_set"])},
                              setup.repetitions, setup.pause)
        return Result.of(outcome, "FLOP/s")
    return measure


def peak_rate(setup, worker, instruction_set, milliseconds=300):
    return worker.ask("measure", instruction_set, setup.threads, milliseconds)["flops"]

