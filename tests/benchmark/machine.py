"""What the figures were taken on, and whether somebody else was using it."""

import os
import time


BUSY = 0.1  # share of all cores used by others: ratios bear it, figures do not


def processor_name():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def best_instruction_set():
    """As src/core/cpu_features.cpp names them."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        flags = next((set(line.split()) for line in file if line.startswith("flags")), set())
    if {"avx512f", "avx512bw", "avx512vl", "avx512dq"} <= flags:
        return "avx512"
    return "avx2" if {"avx2", "fma"} <= flags else "generic"


def cores():
    return len(os.sched_getaffinity(0))


def cpu_ticks():
    """Ticks of all processors since boot: (busy, stolen by the hypervisor, all)."""
    with open("/proc/stat", encoding="utf-8") as file:
        user, nice, system, idle, iowait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    busy = user + nice + system + irq + softirq
    return busy, steal, busy + steal + idle + iowait


def busy_share(seconds=1.0):
    """Share of all processors that others use or the hypervisor takes, while we sleep (in ticks of 10 ms)."""
    busy_before, stolen_before, all_before = cpu_ticks()
    time.sleep(seconds)
    busy, stolen, total = cpu_ticks()
    return (busy - busy_before + stolen - stolen_before) / max(total - all_before, 1)
