"""A language model's training step in PyTorch at its best: nn.LSTM over streams that need no padding, the same
sampled softmax over shared candidates, fused Adam; the peer of `sentiment pretrain`.

  ["train", THREADS, VOCABULARY, EMBEDDING, HIDDEN, STREAMS, WINDOW, CANDIDATES]  makes the model; -> version
  ["steps", COUNT]                                                                -> seconds, tokens, loss
"""

import math
import sys
import time

import torch
from torch import nn
from workers import serve

CLIP_NORM = 1.0


class LanguageModel(nn.Module):
    def __init__(self, vocabulary, embedding, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.lstm = nn.LSTM(embedding, hidden)
        self.projection = nn.Linear(hidden, embedding)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, tokens, targets, candidates, log_expected, state):
        """Mean loss of `targets` [time, streams] against the candidates; logits are corrected by what is expected."""
        states, state = self.lstm(self.embedding(tokens), state)
        features = self.projection(states.flatten(0, 1))
        right = targets.flatten()
        offsets = self.bias - log_expected
        own = (features * self.embedding(right)).sum(1) + offsets[right]
        logits = torch.addmm(offsets[candidates], features, self.embedding(candidates).t())
        logits = logits.masked_fill(right[:, None] == candidates, -math.inf)
        all_logits = torch.cat([own[:, None], logits], 1)
        loss = nn.functional.cross_entropy(all_logits, all_logits.new_zeros(len(right), dtype=torch.long))
        return loss, tuple(part.detach() for part in state)


class Training:
    def __init__(self, threads, vocabulary, embedding, hidden, streams, window, candidates):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.shape = (window, streams)
        self.count = candidates
        self.model = LanguageModel(vocabulary, embedding, hidden)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.001, fused=True)
        ranks = torch.arange(1, vocabulary, dtype=torch.float64)
        self.shares = torch.cat([torch.zeros(1, dtype=torch.float64),
                                 torch.log1p(1 / ranks) / math.log(vocabulary)])
        self.state = tuple(torch.zeros(1, streams, hidden) for _ in range(2))

    def words(self, *shape):
        """As frequent as words are."""
        return torch.multinomial(self.shares, math.prod(shape), replacement=True).view(shape)

    def step(self, text):
        candidates = torch.multinomial(self.shares, self.count)
        log_expected = torch.log(-torch.expm1(3.0 * self.count * torch.log1p(-self.shares))).float()
        log_expected[0] = 0
        self.optimizer.zero_grad(set_to_none=True)
        loss, self.state = self.model(text[:-1], text[1:], candidates, log_expected, self.state)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP_NORM)
        self.optimizer.step()
        return loss.detach()

    def steps(self, count):
        window, streams = self.shape
        texts = [self.words(window + 1, streams) for _ in range(count)]
        start = time.perf_counter()
        losses = [self.step(text) for text in texts]
        return {"seconds": time.perf_counter() - start, "tokens": count * window * streams, "loss": float(losses[-1])}


training = {}


def train(*sizes):
    training["it"] = Training(*map(int, sizes))
    return {"torch": torch.__version__}


if __name__ == "__main__":
    serve({"train": train, "steps": lambda count: training["it"].steps(int(count))}, sys.stdin, sys.stdout)
