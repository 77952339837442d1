"""One row's outcome, as it is printed and as benchmark.json holds it."""

import statistics
from dataclasses import dataclass, field

from contest import quartiles


@dataclass
class Result:
    ratio: float  # None: not reached
    ours: float
    peer: float  # None: the row is a figure of ours alone
    unit: str
    peer_name: str
    quartiles: tuple  # of the ratio
    extra: dict = field(default_factory=dict)

    @classmethod
    def of(cls, outcome, unit, **extra):
        """Of a contest whose rates are in `unit`."""
        result = cls(outcome.ratio, outcome.our_median, outcome.peer_median, unit, outcome.peer_name,
                     outcome.quartiles, {"busy": outcome.busy, **extra})
        if len(outcome.candidates) > 1:
            result.extra["candidates"] = outcome.candidates
        return result

    @classmethod
    def of_times(cls, outcome, unit, scale, **extra):
        """Of a contest whose rates are runs a second; shows how long one takes, in `unit`, `scale` to a second."""
        result = cls.of(outcome, unit, **extra)
        result.ours, result.peer = scale / result.ours, scale / result.peer
        if "candidates" in result.extra:
            result.extra["candidates"] = {name: scale / rate for name, rate in result.extra["candidates"].items()}
        return result

    @classmethod
    def of_figures(cls, values, unit, **extra):
        """Of repeated measurements of one thing, which is then its own ratio."""
        median = statistics.median(values)
        return cls(median, median, None, unit, "none", quartiles(values), extra)

    def to_json(self, row):
        first, third = self.quartiles
        spread = None if first is None else third - first
        values = {"ratio": self.ratio, "spread": spread, "quartiles": [first, third], "ours": self.ours,
                  "peer": self.peer, "unit": self.unit, "peer_name": self.peer_name, "what": row.what,
                  "at_least": row.at_least, "aim": row.aim, **self.extra}
        return {key: rounded(value) for key, value in values.items()}


def rounded(value):
    """Six significant digits are more than any figure here deserves."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return value
