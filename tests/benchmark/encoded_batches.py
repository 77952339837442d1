"""Reads the batches that our workers write (encoded_batches.h)."""

from dataclasses import dataclass

import numpy


@dataclass
class Batch:
    labels: numpy.ndarray  # [reviews]
    lengths: numpy.ndarray  # [reviews], in tokens
    reviews: list  # of arrays [tokens]

    @property
    def tokens(self):
        return int(self.lengths.sum())

    def sorted(self):
        """The same reviews, the longest first."""
        order = numpy.argsort(-self.lengths, kind="stable")
        return Batch(self.labels[order], self.lengths[order], [self.reviews[i] for i in order])

    def padded(self):
        """[reviews, longest] ids, zero behind each review."""
        ids = numpy.zeros((len(self.reviews), int(self.lengths.max())), numpy.int64)
        for row, review in zip(ids, self.reviews):
            row[: len(review)] = review
        return ids


def read_batches(path):
    values = numpy.fromfile(path, "<i4")
    batches, at = [], 1
    for _ in range(values[0]):
        size = values[at]
        labels = values[at + 1 : at + 1 + size]
        lengths = values[at + 1 + size : at + 1 + 2 * size]
        at += 1 + 2 * size
        ends = at + numpy.cumsum(lengths)
        batches.append(Batch(labels.astype(numpy.int64), lengths.astype(numpy.int64),
                             [values[end - length : end] for end, length in zip(ends, lengths)]))
        at = ends[-1]
    if at != len(values):
        raise ValueError(f"{path}: expected {at} values, found {len(values)}")
    return batches
