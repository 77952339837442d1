"""The text path on one core, in megabytes (10^6 bytes) a second; the figure is its own ratio."""

import json
import os
import subprocess

from result import Result


def text_row(benchmark):
    def measure(setup):
        command = [setup.build / "text_benchmark", f"--benchmark_filter=^{benchmark}/", "--benchmark_format=json",
                   f"--benchmark_repetitions={setup.repetitions}", "--benchmark_min_time=0.2"]
        done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True,
                              env={**os.environ, "SENTIMENT_REVIEWS": setup.reviews})
        runs = [run for run in json.loads(done.stdout)["benchmarks"] if run["run_type"] == "iteration"]
        return Result.of_figures([run["bytes_per_second"] / 1e6 for run in runs], "MB/s")
    return measure
