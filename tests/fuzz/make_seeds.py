#!/usr/bin/env python3
"""Writes the inputs that fuzzing starts from: make_seeds.py FOLDER makes FOLDER/TARGET/NAME."""

import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

TEXTS = ["", "I don't know: 7/10, 3.5 % !!!!! ???", "<br /><b>so&amp;so</b>&#x41;&bogus; :-) <3", "Stra\u00dfe \u201cquoted\u201d\u2026",
         "e\u0301\u00e9 \u4e2d\u6587 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u202eabc\u202c \ufeff", "a\0b\x1b[2Jc\x7f", "sooooooo good " * 40]
BAD_UTF8 = [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"caf\xe9", b"\xe2\x82", b"\x80" * 9]
CSV = [b"text,label\r\nfine,pos\r\n", b'text,label\n"a ""quoted"" one, with\nlines",neg\n', b"label,text\npos,a\nneg\npos,b,c\n",
       b'text,label\n"open,pos\n', b"text,label\rx,pos\ry,neg", b'text,label\nplain"quote,pos\n"closed"x,neg\n', b"text,text\n",
       b"\xef\xbb\xbftext,label\n,\n", b"text\tlabel\nx\tpos\n"]
JSONL = [b'{"text": "fine", "label": "pos"}\n', b'{"text": "\\ud83d\\ude00", "label": 3, "id": 18446744073709551616}\r\n',
         b'{"text": 1}\n{"label": null}\n[]\n{}\n', b'{"text":"a","text":"b"}', b"[" * 70 + b"]" * 70,
         b'{"text": "\\ud800", "label": "x"}', b'{"text": "a", "label": "b"} {"text": "c"}\n\n', b'{"id": [1, {"a": 1e999}]}']
FASTTEXT = [b"__label__pos fine\n__label__neg , poor !\n", b"no label\n", b"__label__\n", b"__label__a __label__b two\r\n", b"__label__x\ttab\n"]
FLOATS = struct.pack("<3f", 1.5, -0.25, 3e-9)
VECTORS = [b"good 1 2 3\nbad 4e-1 -5 6.\n", b"2 3\ngood 1 2 3 \n. . . 4 5 6 \n", b"2 3\ngood " + FLOATS + b"\nbad " + FLOATS + b"\n",
           b"2 3\ngood " + FLOATS + b"bad " + FLOATS[:7], b"1 3\ncaf\xe9 nan inf 1e99\n", b"9223372036854775807 3\nx " + FLOATS,
           b"\xba\x16\x4f\x2f\x0c\0\0\0", b"\xef\xbb\xbf1 3\r\nx 1 2 3\r\n", b"1 3\n" + b"x" * 5000 + b" " + FLOATS]
PATHS = ["a/b", "./a//b/", "/", "../../etc/passwd", "a/./b/.", "", ".", "a/../b", "\0/\n", "C:\\x"]
CONFIGS = ['{"data": {"train": "x.csv"}, "trainer": {"bptt": {"window": 20}}}', '{"seed": -1, "model": {"hidden_size": 1e3}}', "{}", "[]",
           '{"data": {"train": "a", "labels": ["x", "y"]}, "trainer": {"optimizer": {"type": "sgd"}, "ema": 0.99}}']


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def containers():
    tensor = {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]}
    yield safetensors({"a": tensor}, b"\0" * 8)
    yield safetensors({"__metadata__": {"format": "x", "\u00e9": ""}, "b": {**tensor, "dtype": "I64", "shape": [1]},
                       "s": {"dtype": "U8", "shape": [], "data_offsets": [8, 9]}}, b"12345678!")
    yield safetensors({"z": {"dtype": "F64", "shape": [0, 7], "data_offsets": [0, 0]}})
    yield safetensors({"a": {**tensor, "shape": [1 << 62, 4]}}, b"\0" * 8)
    yield safetensors({"a": tensor, "b": {**tensor, "data_offsets": [4, 12]}}, b"\0" * 12)
    yield safetensors(b'{"a":' * 80)
    yield struct.pack("<Q", 1 << 63)
    yield b"PK\3\4" + b"\0" * 40
    yield b""


def model_metadata():
    config = {"model": {"hidden_size": 4}, "tokenizer": {"max_tokens": 9}, "data": {"text_column": "t"}}
    golden = [{"text": "not bad", "tokens": ["not", "bad"]}]
    for labels in (["neg", "pos"], ["a", "a"], ["x"], "no"):
        yield "\0".join(map(json.dumps, (config, labels, golden))).encode()
    yield "\0".join(("{}", '["a","b"]', "[]")).encode()


BUNDLES = [[("classifier", 1)], [("classifier", 0.25), ("ngram", 0.75)], [("ngram", 1)], [("classifier", 1e-320), ("classifier", 1.0)],
           [("classifier", -1), ("classifier", 2)], [], [("\x1b[2J", 1)], [("classifier", 1 / 70)] * 70]


def all_seeds():
    texts = [text.encode() for text in TEXTS] + BAD_UTF8
    choices = [bytes([choice]) for choice in (0, 1, 2, 4, 255)]
    return {
        "safetensors": list(containers()),
        "model_metadata": list(model_metadata()),
        "bundle_metadata": [json.dumps([{"kind": k, "weight": w} for k, w in b]).encode() for b in BUNDLES] + [b"[[1]]", b"{}"],
        "config": [path.read_bytes() for path in sorted((ROOT / "configs").glob("*.json"))] + [c.encode() for c in CONFIGS],
        "csv": [c + rows for c in choices for rows in CSV + [b"text,label\n" + text + b",pos\n" for text in BAD_UTF8]],
        "jsonl": [c + rows for c in choices for rows in JSONL],
        "fasttext": [c + rows for c in choices for rows in FASTTEXT],
        "tokenizer": [c + text for c in choices for text in texts],
        "vectors": [bytes([numbers - 1]) + rows for numbers in (1, 3) for rows in VECTORS],
        "archive_path": [path.encode() for path in PATHS],
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    for target, seeds in all_seeds().items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds):
            (folder / target / f"{number:03}").write_bytes(seed)


if __name__ == "__main__":
    main()
