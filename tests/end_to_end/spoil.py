"""Clean labelled texts, and known faults put into known rows of them."""

import csv
import random

WORDS = [a + b for a in ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li")
         for b in ("lan", "mer", "nis", "pod", "rut", "sak", "tev", "vol")]


def clean_rows(count, seed, words=60):
    """Texts of random words that have nothing in common, half of them of each label."""
    draw = random.Random(seed)
    return [[" ".join(draw.choices(WORDS, k=words)), ("neg", "pos")[row % 2]] for row in range(count)]


def exchange_words(text, count, draw):
    """The text with so many words replaced by others."""
    words = text.split()
    for at in draw.sample(range(len(words)), count):
        words[at] = draw.choice(WORDS) + "x"
    return " ".join(words)


def write(path, rows):
    """As bytes: a text may be given in bytes that are no UTF-8."""
    with open(path, "wb") as file:
        file.write(b"text,label\n")
        for text, label in rows:
            text = text if isinstance(text, bytes) else text.encode()
            file.write(b'"' + text.replace(b'"', b'""') + b'",' + label.encode() + b"\n")


def place(part, row):
    """Where `check` says a row is: the header is line 1."""
    return f"{part}.csv:{row + 2}"


class Spoiled:
    """A training, a validation and a test part with faults; `expected` says what `check` must find, as
    {(check, part): rows}."""

    def __init__(self, rows=1500, judging=400):
        self.parts = {"train": clean_rows(rows, 1), "valid": clean_rows(judging, 2), "test": clean_rows(judging, 3)}
        self.expected = {}
        self.draw = random.Random(4)
        self._next = {"train": 100, "valid": 50, "test": 50}  # rows from there on are still clean

    def take(self, part, count):
        """So many clean rows, in order."""
        begin = self._next[part]
        self._next[part] += count
        assert self._next[part] <= len(self.parts[part])
        return list(range(begin, begin + count))

    def spoil(self, check, part, count, change):
        """change(text, label, row) gives the new row."""
        rows = self.take(part, count)
        for row in rows:
            self.parts[part][row] = list(change(*self.parts[part][row], row))
        self.expected[check, part] = [place(part, row) for row in rows]
        return rows

    def write(self, folder):
        for part, rows in self.parts.items():
            write(folder / f"{part}.csv", rows)
        return {part: str(folder / f"{part}.csv") for part in self.parts}
