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
AS_INSTALLED = ("glibc's default",)

AVX2 = {"SENTIMENT_ISA": "avx2", "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2"}

# As `sentiment` sets them for sentiment-train (src/cli/hand_over.cpp).
OUR_TRAINING = {"GOMP_SPINCOUNT": "2000", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128"}

# PyTorch's threads spin while they wait for each other, and a step becomes many times slower when another process
# takes a core. A bound of this size costs nothing on free cores (measured; that of ours would cost two per cent).
PEER_SPIN = {"GOMP_SPINCOUNT": "20000"}


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
        return {"OMP_NUM_THREADS": str(self.threads), **PEER_SPIN, **ALLOCATORS[allocator], **(more or {})}

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
