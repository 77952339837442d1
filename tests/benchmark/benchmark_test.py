"""The arithmetic of the benchmark itself: what it would make of known measurements."""

import json
import sys

import pytest

from contest import contest, quartiles
from flops import inference_flops, training_flops
from result import Result
from rows import ROWS
from table import line_of, verdict
from workers import Worker, WorkerError


class Rates:
    """Gives a rate after another, and the last one for ever."""

    def __init__(self, *values):
        self.values = list(values)

    def __call__(self):
        return self.values.pop(0) if len(self.values) > 1 else self.values[0]


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    monkeypatch.setattr("machine.busy_share", lambda seconds: 0.0)


def result_of(ours, candidates, repetitions=3):
    return Result.of(contest(ours, candidates, repetitions, pause=0.001), "tokens/s")


def test_the_ratio_is_the_median_of_the_ratios_of_repetitions():
    # The first call of each is not counted: ours warms up, the peer's is the look at the candidates.
    result = result_of(Rates(1, 30, 20, 20), {"peer": Rates(10, 10, 10, 40)})
    assert result.ratio == 2.0
    assert result.quartiles == (1.25, 2.5)


def test_the_peer_is_the_fastest_candidate():
    result = result_of(Rates(30), {"slow": Rates(5), "fast": Rates(10)})
    assert (result.ratio, result.peer_name, result.peer) == (3.0, "fast", 10)


def test_candidates_that_are_close_are_decided_by_the_contest():
    # "first" looks a little faster, but is slower when it counts.
    result = result_of(Rates(30), {"first": Rates(10, 10, 6), "second": Rates(9.8)})
    assert result.peer_name == "second"
    assert set(result.extra["candidates"]) == {"first", "second"}


def test_times_are_shown_as_times():
    outcome = contest(Rates(50), {"peer": Rates(5)}, 3, pause=0.001)
    result = Result.of_times(outcome, "ms", 1e3)
    assert (result.ratio, result.ours, result.peer) == (10.0, 20.0, 200.0)


def test_quartiles_of_one_value_are_that_value():
    assert quartiles([4.0]) == (4.0, 4.0)


def test_arithmetic_is_that_of_the_six_products():
    # E 128, H 256: 24 H (E + H) and 8 H (E + H) for each token.
    assert training_flops(tokens=1, projected=1, embedding=128, hidden=256) == 2_359_296
    assert inference_flops(tokens=1, projected=1, embedding=128, hidden=256) == 786_432
    assert inference_flops(tokens=1, projected=0, embedding=128, hidden=256) == 524_288


def test_a_row_below_its_gate_is_marked_and_named():
    row = ROWS[0]
    missed = Result(1.5, 15, 10, "tokens/s", "peer", (1.4, 1.6)).to_json(row)
    assert "1.50!" in line_of(row.name, missed)
    assert verdict({row.name: missed}, []).endswith("missed: train_lstm_b32")
    reached = Result(2.5, 25, 10, "tokens/s", "peer", (2.4, 2.6)).to_json(row)
    assert "2.50*" in line_of(row.name, reached)
    assert verdict({row.name: reached}, []).startswith("1 of 1 gates reached")


def test_the_file_holds_the_ratio_and_its_spread():
    values = json.loads(json.dumps(Result(1.5, 15.0, None, "MB/s", "none", (1.25, 1.75)).to_json(ROWS[0])))
    assert (values["ratio"], values["spread"], values["peer"], values["at_least"]) == (1.5, 0.5, None, 1.6)


def test_what_is_never_reached_has_no_ratio():
    values = Result(None, None, 40.0, "s", "peer", (None, None)).to_json(ROWS[-1])
    assert (values["ratio"], values["spread"]) == (None, None)
    assert " - " in line_of("seconds", values)


def test_names_of_rows_are_unique():
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)


def test_a_worker_that_ends_is_an_error_and_not_a_hang():
    with Worker([sys.executable, "-c", "input(); raise SystemExit(3)"]) as worker:
        with pytest.raises(WorkerError, match="ended with status 3"):
            worker.ask("steps")


def test_a_workers_error_names_the_command():
    answer = "import json; input(); print(json.dumps({'error': 'no such file'}))"
    with Worker([sys.executable, "-c", answer]) as worker:
        with pytest.raises(WorkerError, match=r'\["load", "7"\]: no such file'):
            worker.ask("load", 7)
