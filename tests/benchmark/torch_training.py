"""A training step in PyTorch at its best: fused Adam, nothing masked that need not be."""

import time

import torch
from torch import nn

from torch_network import Network, PreparedBatch

CLIP_NORM = 1.0


class TorchTraining:
    """One way of training on given batches, with its own weights and moments."""

    def __init__(self, model, batches, way, learning_rate):
        self.batches = [PreparedBatch(batch, way) for batch in batches]
        self.network = Network(model, way)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=learning_rate, fused=True)

    def step(self, batch):
        self.optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.network(batch), batch.labels)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM)
        self.optimizer.step()
        return loss.detach()

    def steps(self, begin, end):
        batches = self.batches[begin:end]
        start = time.perf_counter()
        losses = [self.step(batch) for batch in batches]
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "tokens": sum(batch.tokens for batch in batches),
                "losses": [float(loss) for loss in losses]}
