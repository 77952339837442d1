"""The peer of `sentiment predict`: a text file to labels as one would write it in Python with PyTorch.

usage: python_predict.py MODEL FILE PROCESSES

Tokenises with `re` (in PROCESSES processes), sorts by length, reads padded batches with nn.LSTM and prints a
label and its probability for each line.
"""

import itertools
import json
import multiprocessing
import re
import sys

BATCH_SIZE = 64
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|([^\w\s])\1{0,2}|_")
TAG = re.compile(r"<[^<>]*>")


def ids_of(lines, numbers, config):
    """The kept ids of each line."""
    limit = config["max_tokens"]
    head = {"head": limit, "tail": 0, "both": limit // 4}[config["truncate"]]
    unknown, result = numbers["<unk>"], []
    for line in lines:
        words = [match.group() for match in TOKEN.finditer(TAG.sub(" ", line.lower()))]
        if len(words) > limit:
            words = words[:head] + words[len(words) - (limit - head):]
        result.append([numbers.get(word, unknown) for word in words])
    return result


def tokenized(lines, numbers, config, processes):
    if processes == 1:
        return ids_of(lines, numbers, config)
    size = -(-len(lines) // (4 * processes))
    chunks = [(lines[at : at + size], numbers, config) for at in range(0, len(lines), size)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        return list(itertools.chain.from_iterable(pool.starmap(ids_of, chunks)))


def main(model, path, processes):
    from safetensors.numpy import load_file
    from safetensors import safe_open

    with safe_open(model, "np") as file:
        metadata = file.metadata()
    config, labels = json.loads(metadata["config"]), json.loads(metadata["labels"])
    words = load_file(model)["vocabulary"].tobytes().decode("utf-8").split("\n")[:-1]
    numbers = {word: number for number, word in enumerate(words)}
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")[:-1]
    reviews = tokenized(lines, numbers, config["tokenizer"], processes)

    import numpy  # after the fork, so that the processes are small
    import torch

    from encoded_batches import Batch
    from torch_network import Network, PreparedBatch
    from torch_ways import PADDED

    network = Network(model, PADDED).eval()
    order = sorted(range(len(reviews)), key=lambda row: len(reviews[row]))
    answers = [None] * len(reviews)
    with torch.inference_mode():
        for begin in range(0, len(order), BATCH_SIZE):
            rows = order[begin : begin + BATCH_SIZE][::-1]
            ids = [reviews[row] or [0] for row in rows]
            lengths = numpy.array([len(one) for one in ids])
            batch = Batch(numpy.zeros(len(rows), numpy.int64), lengths, ids)
            best = torch.softmax(network(PreparedBatch(batch, PADDED)), 1).max(1)
            for row, label, probability in zip(rows, best.indices.tolist(), best.values.tolist()):
                answers[row] = f"{labels[label]}\t{probability:.6f}\n"
    sys.stdout.write("".join(answers))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
