"""The peers' side of the training and inference rows: a process of its own, because limits on instruction sets,
threads and the allocator must be set before it starts.

  ["train", THREADS, MODEL, BATCHES, LEARNING_RATE, WAY...]  prepares ways of training (torch_ways.py)
  ["steps", WAY, BEGIN, END]                                 -> seconds, useful tokens, losses
  ["load", MODEL, BATCHES, CANDIDATE...]                     prepares "LIBRARY|WAY|THREADS" for classifying
  ["infer", CANDIDATE, BEGIN, END]                           -> seconds, reviews, tokens
  ["answers", CANDIDATE, BATCH]                              -> probabilities, the longest review first
"""

import sys

import torch

from encoded_batches import read_batches
from workers import serve

prepared = {}


def train(threads, model, batches, learning_rate, *ways):
    from torch_training import TorchTraining

    torch.set_num_threads(int(threads))
    loaded = read_batches(batches)
    for way in ways:
        prepared[way] = TorchTraining(model, loaded, way, float(learning_rate))
    return {"torch": torch.__version__, "capability": torch.backends.cpu.get_cpu_capability()}


def load(model, batches, *candidates):
    from onnx_inference import OnnxInference
    from torch_inference import TorchInference

    loaded = read_batches(batches)
    for candidate in candidates:
        library, way, threads = candidate.split("|")
        prepared[candidate] = (OnnxInference(model, loaded, int(threads)) if library == "ONNX Runtime"
                               else TorchInference(model, loaded, way, int(threads)))
    return {"torch": torch.__version__}


serve({"train": train, "load": load,
       "steps": lambda way, begin, end: prepared[way].steps(int(begin), int(end)),
       "infer": lambda candidate, begin, end: prepared[candidate].infer(int(begin), int(end)),
       "answers": lambda candidate, batch: {"probabilities": prepared[candidate].answers(int(batch))}},
      sys.stdin, sys.stdout)
