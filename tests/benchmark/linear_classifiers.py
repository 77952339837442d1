"""Peers that read n-grams: trained on one file of LABEL<TAB>TEXT lines, judged on another.

usage: linear_classifiers.py nbsvm|fasttext TRAIN VALID THREADS ANSWER
"""

import json
import re
import sys
from pathlib import Path

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")


def read(path):
    """-> labels, texts"""
    rows = [line.split("\t", 1) for line in Path(path).read_bytes().decode("utf-8").split("\n")[:-1]]
    return [label for label, _ in rows], [text for _, text in rows]


def nbsvm(train, valid, _threads):
    """Wang and Manning 2012 with trigrams: a linear SVM on binary counts weighted by their log-count ratios. Without
    their interpolation with the mean weight, which costs three points on long reviews.
    """
    import numpy
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.svm import LinearSVC

    labels, texts = train
    # The pattern has no capturing group, so findall gives whole matches, as token_pattern needs.
    vectorizer = CountVectorizer(ngram_range=(1, 3), binary=True, token_pattern=TOKEN.pattern, dtype=numpy.float32)
    counts = vectorizer.fit_transform(texts)
    positive = numpy.array(labels) == max(labels)
    p = 1.0 + numpy.asarray(counts[positive].sum(0)).ravel()
    q = 1.0 + numpy.asarray(counts[~positive].sum(0)).ravel()
    ratio = numpy.log((p / p.sum()) / (q / q.sum())).astype(numpy.float32)
    svm = LinearSVC(C=0.01).fit(counts.multiply(ratio).tocsr(), positive)
    answers = svm.predict(vectorizer.transform(valid[1]).multiply(ratio).tocsr())
    return [max(labels) if answer else min(labels) for answer in answers]


def fasttext(train, valid, threads):
    """Joulin et al. 2017 with bigrams, on lower-cased words and punctuation."""
    import tempfile

    import fasttext as library

    def plain(text):
        return " ".join(TOKEN.findall(text.lower()))

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        for label, text in zip(*train):
            file.write(f"__label__{label} {plain(text)}\n")
        file.flush()
        model = library.train_supervised(input=file.name, lr=0.5, epoch=10, wordNgrams=2, dim=20, minCount=2,
                                         thread=threads, verbose=0)
    # A list: for a single text the binding asks numpy for what numpy 2 refuses.
    labels, _ = model.predict([plain(text) for text in valid[1]])
    return [one[0].removeprefix("__label__") for one in labels]


def main(name, train, valid, threads, answer):
    valid = read(valid)
    predicted = {"nbsvm": nbsvm, "fasttext": fasttext}[name](read(train), valid, int(threads))
    right = sum(a == b for a, b in zip(predicted, valid[0], strict=True))
    Path(answer).write_text(json.dumps({"accuracy": right / len(predicted)}))


main(*sys.argv[1:])
