"""What all rows share: where things are, how often and how long to measure."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import machine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# glibc gives large blocks back to the system and gets them anew, page by page, in every training step. PyTorch
# trains half as fast again when it may keep them; sentiment-train does the same (src/core/heap.h).
HEAP_KEPT = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "9223372036854775807", "MALLOC_ARENA_MAX": "1"}
ALLOCATORS = {"heap kept": HEAP_KEPT, "glibc's default": {}}

AVX2 = {"SENTIMENT_ISA": "avx2", "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2"}

# Threads that wait spin for microseconds and then sleep: on free cores as fast as spinning on, and where another
# process takes a core, not many times slower. Ours has it from src/cli/hand_over.cpp, and so do the peers.
SPIN_BRIEFLY = {"GOMP_SPINCOUNT": "2000"}
OUR_TRAINING = {**SPIN_BRIEFLY, "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128"}


@dataclass
class Setup:
    build: Path
    reviews: str  # as data.train names them
    quick: bool = False
    whole_epoch: bool = False
    allocators: tuple = tuple(ALLOCATORS)
    threads: int = field(default_factory=machine.cores)
    pause: float = 0.2  # seconds
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="sentiment-benchmark-")))
    shared: dict = field(default_factory=dict)  # what one row has found out for others

    def __post_init__(self):
        self.backends = self._backends()

    @property
    def repetitions(self):
        return 3 if self.quick else 9

    def program(self, name):
        return [self.build / name]

    def script(self, name):
        return [sys.executable, HERE / name]

    def peer_settings(self, allocator, more=None):
        """The environment of a peer's process."""
        return {"OMP_NUM_THREADS": str(self.threads), **SPIN_BRIEFLY, **ALLOCATORS[allocator], **(more or {})}

    def file(self, name):
        return self.folder / name

    def _backends(self):
        """The values of trainer.backend; none if this version has no such setting."""
        schema = json.loads(subprocess.run([self.build / "sentiment", "init", "--schema"], check=True,
                                           capture_output=True, text=True).stdout)
        trainer = schema["properties"]["trainer"]["properties"]
        return trainer["backend"]["enum"] if "backend" in trainer else []

    @property
    def fused(self):
        return "fused" in self.backends
