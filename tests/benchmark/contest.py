"""Ours against a peer, alternately in one run, so that a slow minute of the machine slows both.

Every measured thing is a function without arguments that runs once and returns a rate: more is better.
"""

import statistics
import time
from dataclasses import dataclass, field

import machine

# Candidates this close to the fastest run against us as well: the first look at them may err by a few per cent.
CLOSE = 0.93
ROUNDS_OF_SELECTION = 2
PATIENCE = 3.0  # seconds that a measurement waits for others to be done


@dataclass
class Outcome:
    ours: list  # a rate for each repetition
    peer: list
    peer_name: str
    candidates: dict = field(default_factory=dict)  # name -> median rate, of all that were tried
    busy: float = 0.0  # mean share of the cores that others used, just before each measurement

    @property
    def ratios(self):
        return [ours / peer for ours, peer in zip(self.ours, self.peer)]

    @property
    def ratio(self):
        return statistics.median(self.ratios)

    @property
    def our_median(self):
        return statistics.median(self.ours)

    @property
    def peer_median(self):
        return statistics.median(self.peer)

    @property
    def quartiles(self):
        return quartiles(self.ratios)


def quartiles(values):
    """The first and third quartile, both among the values' range; a single value is both."""
    if len(values) < 2:
        return values[0], values[0]
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, third


class Referee:
    """Takes one measurement after the other, each when whoever ran before has stopped spinning, and if it does not
    take too long, when nobody else uses the machine.
    """

    def __init__(self, pause):
        self.pause = pause
        self.busy = []

    def take(self, measure):
        time.sleep(self.pause / 2)
        deadline = time.monotonic() + PATIENCE
        busy = machine.busy_share(self.pause / 2)
        while busy > machine.BUSY and time.monotonic() < deadline:
            busy = machine.busy_share(self.pause / 2)
        self.busy.append(busy)
        return measure()


def finalists(candidates, referee):
    """Name -> best rate of each candidate in a few rounds, and the names worth running against us."""
    rates = {name: [] for name in candidates}
    for _ in range(ROUNDS_OF_SELECTION if len(candidates) > 1 else 1):
        for name, measure in candidates.items():
            rates[name].append(referee.take(measure))
    best = {name: max(values) for name, values in rates.items()}
    limit = CLOSE * max(best.values())
    return best, [name for name, rate in best.items() if rate >= limit]


def contest(ours, candidates, repetitions, pause):
    """Runs ours and the fastest candidates alternately; the peer is the candidate with the best median.

    Each repetition turns the order round, so that a steady drift favours nobody.
    """
    referee = Referee(pause)
    referee.take(ours)
    seen, names = finalists(candidates, referee)
    our_rates, rates = [], {name: [] for name in names}
    for repetition in range(repetitions):
        sides = [(our_rates, ours)] + [(rates[name], candidates[name]) for name in names]
        for results, measure in sides if repetition % 2 == 0 else reversed(sides):
            results.append(referee.take(measure))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    peer = max(medians, key=medians.get)
    return Outcome(our_rates, rates[peer], peer, {**seen, **medians}, statistics.mean(referee.busy))
