"""Measures ours against its peers and writes benchmark.json; scripts/benchmark.sh sets up what it needs.

A row that is missed is no failure of the program; one that cannot be measured is.
"""

import argparse
import json
import shutil
import sys
import time
import traceback
from pathlib import Path

import machine
from rows import ROWS
from setup import ALLOCATORS, AS_INSTALLED, ROOT, Setup
from table import COLUMNS, line_of, verdict
from workers import WorkerError

def parse_arguments():
    parser = argparse.ArgumentParser(prog="scripts/benchmark.sh", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="rows to measure (default: all; see --list)")
    parser.add_argument("--quick", action="store_true", help="a few repetitions on little data: is all in order?")
    parser.add_argument("--whole-epoch", action="store_true", help="train_bilstm_epoch on a whole epoch")
    parser.add_argument("--peer-allocator", choices=["best", "default"], default="best",
                        help="default: PyTorch as it comes, not with a heap that is kept")
    parser.add_argument("--list", action="store_true", help="print the names of all rows and stop")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help=argparse.SUPPRESS)
    parser.add_argument("--reviews", required=True, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "benchmark.json", help="default: %(default)s")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {row.name for row in ROWS}
    if unknown:
        parser.error(f"expected names of rows, found {', '.join(sorted(unknown))}; --list prints them")
    return arguments


def chosen_rows(arguments):
    if arguments.names:
        return [row for row in ROWS if row.name in arguments.names]
    return [row for row in ROWS if not (arguments.quick and row.only_by_name)]


def measure(rows, setup, conditions, output):
    """Writes `output` anew after each row; -> results by name, names of the rows that could not be measured"""
    results, failed = {}, []
    for row in rows:
        start = time.perf_counter()
        try:
            result = row.measure(setup)
        except Exception as error:  # of whatever kind: the other rows took an hour
            print(f"{row.name}: not measured: {error}", file=sys.stderr)
            if not isinstance(error, WorkerError):
                traceback.print_exc()
            failed.append(row.name)
            continue
        results[row.name] = {**result.to_json(row), **conditions}
        output.write_text(json.dumps(results, indent=2) + "\n")
        print(line_of(row.name, results[row.name]), f" {time.perf_counter() - start:.0f} s", flush=True)
    return results, failed


def main():
    arguments = parse_arguments()
    if arguments.list:
        print(*(f"{row.name:30} {row.what}" for row in ROWS), sep="\n")
        return 0
    allocators = tuple(ALLOCATORS) if arguments.peer_allocator == "best" else AS_INSTALLED
    setup = Setup(arguments.build, arguments.reviews, arguments.quick, arguments.whole_epoch, allocators)
    busy = machine.busy_share()
    print(f"{machine.processor_name()}, {setup.threads} cores, {machine.best_instruction_set()}; "
          f"{busy:.0%} in use by others; {setup.repetitions} repetitions{', quick' if setup.quick else ''}")
    if busy > machine.BUSY:
        print("warning: others use this machine: trust the ratios a little and the figures not at all",
              file=sys.stderr)
    print(COLUMNS, flush=True)
    conditions = {"processor": f"{machine.processor_name()}, {setup.threads} cores",
                  "repetitions": setup.repetitions}
    try:
        results, failed = measure(chosen_rows(arguments), setup, conditions, arguments.output)
    finally:
        shutil.rmtree(setup.folder)
    print(verdict(results, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
