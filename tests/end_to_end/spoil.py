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

    def __init__(self, parts=None):
        self.parts = parts or {"train": clean_rows(1500, 1), "valid": clean_rows(400, 2), "test": clean_rows(400, 3)}
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


def spoil_everything(data):
    """Faults that `check` finds in single rows, each in as many rows as `data.expected` then says."""
    train = data.parts["train"]
    flip = {"neg": "pos", "pos": "neg"}
    data.spoil("duplicates_across", "valid", 9, lambda text, label, row: train[row])
    data.spoil("near_duplicates_across", "test", 11,
               lambda text, label, row: (exchange_words(train[row + 1000][0], 2, data.draw), label))
    data.spoil("duplicates", "train", 7, lambda text, label, row: train[row - 90])
    data.spoil("near_duplicates", "train", 8,
               lambda text, label, row: (exchange_words(train[row - 60][0], 2, data.draw), train[row - 60][1]))
    flipped = data.spoil("two_labels", "train", 16, lambda text, label, row: (train[row - 40][0], flip[train[row - 40][1]]))
    data.expected["two_labels", "train"] = [place("train", row - 40) for row in flipped] + data.expected["two_labels", "train"]
    data.expected["duplicates", "train"] += [place("train", row) for row in flipped]
    data.spoil("empty", "train", 5, lambda text, label, row: (" ", label))
    data.spoil("empty", "test", 3, lambda text, label, row: ("", label))
    data.spoil("mojibake", "train", 21, lambda text, label, row: (text + " café naïve".encode().decode("cp1252"), label))
    data.spoil("replacement_characters", "valid", 6, lambda text, label, row: (text + " caf\ufffd", label))
    data.spoil("html_remnants", "train", 19, lambda text, label, row: (text + " &lt;br /&gt; more", label))
    data.spoil("invalid_utf8", "train", 4, lambda text, label, row: (text.encode() + b" caf\xe9", label))
    data.spoil("short", "train", 17, lambda text, label, row: (f"word{row}", label))
    leaked = [row for row in data.take("train", 120) if train[row][1] == "pos"]
    for row in leaked:
        train[row][0] += " 9/10"
    data.expected["giveaway", "train"] = [place("train", row) for row in leaked]
    return data
