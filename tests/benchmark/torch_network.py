"""The peer's network: embedding, torch.nn's recurrent layer, the state at the last token, output layer.

The same batch can be read in three ways. The reviews of a batch are prepared once, before any clock runs.
"""

import json

import torch
from safetensors import safe_open
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from torch_ways import PACKED, PADDED_BATCH_FIRST


class PreparedBatch:
    """A batch as tensors for one way of reading it."""

    def __init__(self, batch, way):
        batch = batch.sorted()
        self.tokens = batch.tokens
        self.reviews = len(batch.reviews)
        self.labels = torch.from_numpy(batch.labels)
        ids = torch.from_numpy(batch.padded())
        if way == PACKED:
            self.ids = pack_padded_sequence(ids, torch.from_numpy(batch.lengths), batch_first=True)
            return
        last, rows = torch.from_numpy(batch.lengths - 1), torch.arange(self.reviews)
        self.ids = ids if way == PADDED_BATCH_FIRST else ids.t().contiguous()
        self.last = (rows, last) if way == PADDED_BATCH_FIRST else (last, rows)


class Network(nn.Module):
    """Starts from the weights of a model file of ours."""

    def __init__(self, model, way):
        super().__init__()
        with safe_open(model, "pt") as file:
            config = json.loads(file.metadata()["config"])["model"]
            weights = {name: file.get_tensor(name) for name in file.keys() if name != "vocabulary"}
        if config["bidirectional"] or config["residual"] or config["pooling"] != "last":
            raise ValueError(f"{model}: expected one direction, pooling last and no residual")
        kind = config["type"]
        self.way = way
        self.embedding = nn.Embedding.from_pretrained(weights["embedding.weight"], freeze=False, padding_idx=0)
        layer = {"lstm": nn.LSTM, "gru": nn.GRU}[kind]
        self.recurrent = layer(config["embedding_size"], config["hidden_size"], config["layers"],
                               batch_first=way == PADDED_BATCH_FIRST)
        prefix = kind + "."
        self.recurrent.load_state_dict({name.removeprefix(prefix): value for name, value in weights.items()
                                        if name.startswith(prefix)})
        self.output = nn.Linear(*reversed(weights["output.weight"].shape))
        self.output.load_state_dict({"weight": weights["output.weight"], "bias": weights["output.bias"]})

    def forward(self, batch):
        """[reviews, classes] scores."""
        if self.way == PACKED:
            embedded = PackedSequence(self.embedding(batch.ids.data), batch.ids.batch_sizes)
            _, state = self.recurrent(embedded)
            hidden = state[0] if isinstance(state, tuple) else state
            return self.output(hidden[-1])
        states, _ = self.recurrent(self.embedding(batch.ids))
        return self.output(states[batch.last])
