"""Model files that are wrong, each in a way of its own: the list of section A of the safetensors corpus, then those that
only a model can be. Each case has a name, a function of a sound model's bytes, and a word of its refusal.

Containers that the format allows (`NO_MODEL`) are refused as well, but as models: nothing in them says that they are
one."""

import json
import typing

NO_MODEL = "its metadata has no format"
LIMIT = 16 << 20  # bytes of header


class Case(typing.NamedTuple):
    name: str
    make: typing.Callable[[bytes], bytes]
    word: str


def u64(value):
    return value.to_bytes(8, "little")


def file_of(header, data=b""):
    header = header if isinstance(header, bytes) else header.encode()
    return u64(len(header)) + header + (b"d" * data if isinstance(data, int) else data)


def entry(name="t", dtype="F32", shape="[2,2]", offsets="[0,16]"):
    return f'"{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}}}'


def tensor(shape="[2,2]", offsets="[0,16]", data=16, dtype="F32", name="t"):
    """A file of one tensor."""
    return file_of("{" + entry(name, dtype, shape, offsets) + "}", data)


def two(first, second, data):
    return file_of("{" + entry("a", offsets=first) + "," + entry("b", offsets=second) + "}", data)


def with_empty(shape, offsets):
    parts = [entry("a"), entry("b", offsets="[16,32]"), entry("e", shape=shape, offsets=offsets)]
    return file_of("{" + ",".join(parts) + "}", 32)


def many(count, step):
    names = (entry(f"t{i}", "U8", "[1]", f"[{i * step},{i * step + 1}]") for i in range(count))
    return file_of("{" + ",".join(names) + "}", count)


T = "{" + entry() + "}"
GOOD = entry("t", shape="[4]")

CONTAINERS = [
    ("1 empty file", b"", "a file of 0 bytes"),
    ("2 seven bytes", b"1234567", "a file of 7 bytes"),
    ("3 size alone", u64(60), "a header size of 60 in a file of 8 bytes"),
    ("4 size zero", u64(0), "a file of zeros"),
    ("4 size zero with data", u64(0) + b"data", "a file of zeros"),
    ("5 no UTF-8", file_of(b"\xff"), "invalid JSON"),
    ("6 open brace", file_of("{"), "invalid JSON"),
    ("7 no tensors", file_of("{}"), NO_MODEL),
    ("8 largest size", u64(2**64 - 1) + T.encode(), "a header size of 18446744073709551615"),
    ("8 half of it", u64(2**63) + T.encode(), "a header size of 9223372036854775808"),
    ("9 size that wraps", u64(2**64 - 8) + T.encode(), "a header size of"),
    ("11 padded to the limit", file_of(T.ljust(LIMIT), 16), NO_MODEL),
    ("11 above the limit", file_of(T.ljust(LIMIT + 1), 16), "the limit is 16777216"),
    ("12 size one too many", u64(len(T) + 17) + T.encode() + b"d" * 16, "in a file of"),
    ("12 a byte of data in the header", u64(len(T) + 1) + T.encode() + b"d" * 16, "invalid JSON"),
    ("12 a byte of the header missing", u64(len(T) - 1) + T.encode() + b"d" * 16, "invalid JSON"),
    *((f"13 {text}", file_of(text), "expected a JSON object") for text in ("[]", "null", "1", '"x"')),
    ("14 zero bytes behind", file_of(T + "\0\0", 16), "a zero byte"),
    ("15 whitespace behind", file_of(T + " \t\r\n", 16), NO_MODEL),
    ("16 whitespace before", file_of(" \t\n" + T, 16), NO_MODEL),
    ("16 byte order mark", file_of("\ufeff" + T, 16), "byte order mark"),
    ("17", tensor("[2,18446744073709551614]"), "from 0 to 2^63 - 1"),
    ("18", tensor("[2,9223372036854775807]"), "more bytes than 64 bits count"),
    ("19 product of nothing", tensor("[4294967296,4294967296]", "[0,0]", 0), "more bytes"),
    ("19", tensor("[4294967296,4294967296]"), "more bytes"),
    ("20 zero first", tensor("[0,9223372036854775808,4]", "[0,0]", 0), "from 0 to 2^63 - 1"),
    ("20 zero last", tensor("[9223372036854775808,4,0]", "[0,0]", 0), "from 0 to 2^63 - 1"),
    ("21 begin", tensor(offsets="[18446744073709551600,18446744073709551615]"), "data_offsets"),
    ("21 end", tensor(offsets="[0,18446744073709551615]"), "data_offsets"),
    ("22 two", file_of("{" + ",".join(entry(name, "U8", "[9223372036854775744]", offsets) for name, offsets in [
        ("a", "[0,9223372036854775744]"), ("b", "[9223372036854775744,18446744073709551488]")]) + "}", 16),
     "from 0 to 2^63 - 1"),
    ("22 nine", file_of("{" + ",".join(entry(
        str(i), "U8", f"[{2**61 - 1}]", f"[{i * (2**61 - 1)},{(i + 1) * (2**61 - 1)}]") for i in range(9)) + "}", 16),
     "an integer beyond 64 bits"),
    ("23 reversed", tensor(offsets="[16,0]"), "a begin and an end not before it"),
    ("24 leading hole", tensor(offsets="[4,20]", data=20), "to begin at 0"),
    ("25 hole", two("[0,16]", "[24,40]", 40), "to begin at 16"),
    ("26 overlap", two("[0,16]", "[15,31]", 31), "to begin at 16"),
    ("27 ten in one place", file_of("{" + ",".join(entry(str(i)) for i in range(10)) + "}", 16), "to begin at 16"),
    ("28 one byte behind", tensor(data=17), "expected 16 bytes of tensors, found 17"),
    ("28 text behind", tensor(data=b"d" * 16 + b"extra_bogus_data"), "found 32"),
    ("28 archive behind", tensor(data=b"d" * 16 + b"PK\x03\x04"), "found 20"),
    ("29 short by one", tensor(data=15), "it was cut short"),
    ("29 short by all", tensor(data=0), "it was cut short"),
    ("30 no tensors but data", file_of("{}", 16), "expected 0 bytes of tensors, found 16"),
    ("31 empty tensor first", with_empty("[0]", "[0,0]"), NO_MODEL),
    ("31 empty tensor between", with_empty("[3,0]", "[16,16]"), NO_MODEL),
    ("31 empty tensor last", with_empty("[0,7]", "[32,32]"), NO_MODEL),
    ("32 empty tensor inside another", with_empty("[0]", "[8,8]"), "to begin at"),
    ("33 rank 0", tensor("[]", "[0,4]", 4), NO_MODEL),
    ("34 rank 8", tensor("[1,1,1,1,1,1,1,1]", "[0,4]", 4), NO_MODEL),
    ("34 rank 8 beyond the file", tensor("[1,1,1,1,1,1,1,4]", "[16,32]"), "to begin at 0"),
    ("35 rank 9", tensor("[1,1,1,1,1,1,1,1,1]", "[0,4]", 4), "rank of at most 8, found 9"),
    ("35 rank 1000", tensor("[" + "1," * 999 + "1]", "[0,4]", 4), "rank of at most 8, found 1000"),
    *((f"36 offsets {offsets}", tensor("[4]", offsets), "data_offsets")
      for offsets in ("[0]", "[0,16,16]", "[]", "[[0,16]]", "16", "{}")),
    *((f"37 to 39 shape {size}", tensor(f"[{size}]"), "shape: expected whole numbers")
      for size in ("-1", "1.0", "1e0", "1e2", "16.5", "true", '"16"', "null", "-0")),
    *((f"37 to 39 offset {size}", tensor("[4]", f"[0,{size}]"), "data_offsets: expected")
      for size in ("-1", "16.0", "1e1", "true", '"16"', "null")),
    ("40 shape of 2^64", tensor("[18446744073709551616]"), "an integer beyond 64 bits"),
    ("40 offset of 2^64", tensor("[4]", "[0,18446744073709551616]"), "an integer beyond 64 bits"),
    ("41 exact above 2^53", tensor("[9007199254740993]", "[0,9007199254740992]", dtype="U8"),
     "needs 9007199254740993 bytes"),
    *((f"42 type {dtype}", tensor("[4]", dtype=dtype), "unsupported dtype") for dtype in ("f32", "F31", "")),
    ("42 type is a number", file_of('{"t":{"dtype":7,"shape":[4],"data_offsets":[0,16]}}', 16), "dtype"),
    ("42 no type", file_of('{"t":{"shape":[4],"data_offsets":[0,16]}}', 16), "dtype is missing"),
    ("43 type of another size", tensor("[4]", dtype="F64"), "needs 32 bytes, data_offsets gives 16"),
    ("43 one more", tensor("[4]", "[0,17]", 17), "data_offsets gives 17"),
    ("43 one less", tensor("[4]", "[0,15]", 15), "data_offsets gives 15"),
    *((f"44 type {dtype}", tensor("[4]", dtype=dtype), "unsupported dtype") for dtype in ("F8_E4M3", "F4", "BF16")),
    ("45 no shape", file_of('{"t":{"dtype":"F32","data_offsets":[0,16]}}', 16), "shape is missing"),
    ("45 no offsets", file_of('{"t":{"dtype":"F32","shape":[4]}}', 16), "data_offsets is missing"),
    ("45 another field", file_of('{"t":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}}', 16), 'found "x"'),
    ("46 twice", file_of("{" + GOOD + "," + entry("t", shape="[4]", offsets="[16,32]") + "}", 32), "duplicate key"),
    ("47 twice the same", file_of("{" + GOOD + "," + GOOD + "}", 16), "duplicate key"),
    ("48 a field twice", file_of('{"t":{"dtype":"F32","dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
     "duplicate key"),
    ("48 metadata twice", file_of('{"__metadata__":{},"__metadata__":{},' + GOOD + "}", 16), "duplicate key"),
    *((f"49 metadata {value}", file_of('{"__metadata__":' + value + "}"), "__metadata__")
      for value in ('{"a":1}', "[]", '"x"', '{"a":{"b":"c"}}')),
    ("50 metadata null", file_of('{"__metadata__":null}'), NO_MODEL),
    ("50 metadata empty", file_of('{"__metadata__":{}}'), NO_MODEL),
    ("51 tensor named __metadata__", tensor(name="__metadata__"), "__metadata__"),
    ("52 no name", tensor(name=""), "a name of 1 to 256 bytes, found 0"),
    ("52 name of a megabyte", tensor(name="n" * 1_000_000), "found 1000000"),
    ("52 names equal up to NUL", file_of("{" + entry("a\\u0000b") + "," + entry("a\\u0000c", offsets="[16,32]") + "}", 32),
     NO_MODEL),
    ("53 lone surrogate", tensor(name="\\ud800"), "invalid JSON"),
    ("53 overlong", file_of(b'{"\xc0\xaf":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16), "invalid JSON"),
    ("53 control byte", tensor(name="\x01"), "invalid JSON"),
    ("54 path", tensor(name="../../etc/x"), NO_MODEL),
    ("54 escape codes", tensor(name="\\u001b]0;x\\u0007", dtype="F31"), r'tensor "\x1b]0;x\x07"'),
    *((f"55 nested {depth}", file_of('{"t":' + "[" * depth + "]" * depth + "}"), "nested deeper than 64")
      for depth in (128, 129, 100_000, 1_000_000)),
    ("55 nested objects", file_of('{"t":' * 100_000), "nested deeper than 64"),
    ("56 tensors up to the limit", many(10_000, 1), NO_MODEL),
    ("56 overlapping", many(10_000, 0), "to begin at 1"),
    ("56 too many", many(10_001, 1), "at most 10000 tensors"),
    ("56 far too many", many(200_000, 1), "at most 170017 values"),
    ("57 other order", file_of("{" + entry("b", offsets="[16,32]") + "," + entry("a") + "}", 32), NO_MODEL),
    ("59 pickle", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j" + b"x" * 100, "a Python pickle"),
    ("59 zip", b"PK\x03\x04\x14\0\0\0" + b"x" * 100, "a ZIP archive (PyTorch's .pt files are)"),
    ("59 gguf", b"GGUF\x03\0\0\0" + b"x" * 100, "a GGUF model"),
    ("59 gzip", b"\x1f\x8b\x08" + bytes(100), "a gzip file"),
    ("59 html", b"<!DOCTYPE html><html>" + b"x" * 100, "an HTML page"),
    ("60 big-endian size", len(T).to_bytes(8, "big") + T.encode() + b"d" * 16, "a header size of"),
]


def parts(model):
    """The header of a model file, and its data."""
    size = int.from_bytes(model[:8], "little")
    return json.loads(model[8:8 + size]), model[8 + size:]


def joined(header, data):
    return file_of(json.dumps(header, ensure_ascii=False), data)


def edited(change):
    """A model whose header `change` edits."""
    def make(model):
        header, data = parts(model)
        change(header)
        return joined(header, data)
    return make


def with_metadata(key, value):
    return edited(lambda header: header["__metadata__"].update({key: value}))


def renamed(header):
    header["lstm.bias_xx_l0"] = header.pop("lstm.bias_hh_l0")


def without_a_tensor(model):
    header, data = parts(model)
    begin, end = header.pop("output.bias")["data_offsets"]
    for name, tensor in header.items():
        if name != "__metadata__" and tensor["data_offsets"][0] >= end:
            tensor["data_offsets"] = [offset - (end - begin) for offset in tensor["data_offsets"]]
    return joined(header, data[:begin] + data[end:])


def with_one_tensor_more(model):
    header, data = parts(model)
    header["extra"] = {"dtype": "U8", "shape": [1], "data_offsets": [len(data), len(data) + 1]}
    return joined(header, data + b"x")


def with_an_empty_tensor(model):
    header, data = parts(model)
    header["extra"] = {"dtype": "F32", "shape": [0], "data_offsets": [len(data), len(data)]}
    return joined(header, data)


def transposed(header):
    header["lstm.weight_ih_l0"]["shape"].reverse()


def poisoned(model):
    header, data = parts(model)
    begin, end = header["lstm.weight_hh_l0"]["data_offsets"]
    return joined(header, data[:begin] + b"\x01\x00\xa0\x7f" * ((end - begin) // 4) + data[end:])  # signalling NaN


LABELS = json.dumps([str(i) for i in range(100_000)])
NESTED = "[" * 500_000

MODELS = [
    ("behind it NUL", lambda model: model + b"\0", "the rest belongs to none"),
    ("behind it ZIP", lambda model: model + b"PK\x05\x06" + bytes(18), "the rest belongs to none"),
    ("behind it HTML", lambda model: model + b"<script>alert(1)</script>", "the rest belongs to none"),
    ("a tensor missing", without_a_tensor, 'tensor "output.bias": expected by the config, found none'),
    ("a tensor more", with_one_tensor_more, 'tensor "extra": the config has no place for it'),
    ("an empty tensor more", with_an_empty_tensor, 'tensor "extra": the config has no place for it'),
    ("a tensor renamed", edited(renamed), 'tensor "lstm.bias_hh_l0": expected by the config, found none'),
    ("a tensor transposed", edited(transposed), 'tensor "lstm.weight_ih_l0": expected shape'),
    ("a tensor of type I32", edited(lambda header: header["output.bias"].update({"dtype": "I32"})),
     'tensor "output.bias": expected F32, found I32'),
    ("58 numbers that are none", poisoned, "expected finite numbers"),
    ("another version", with_metadata("format_version", "2"), "expected format version 1"),
    ("another hash", with_metadata("content_hash", "0" * 32), "expected content with hash"),
    ("another key", with_metadata("path", "../../etc/passwd"), 'found "path"'),
    ("config nested", with_metadata("config", NESTED[:60_000]), "nested deeper than 64"),
    ("config of a long key with many members",
     with_metadata("config", '{"' + "k" * 500_000 + '":{' + ",".join(f'"{i}":0' for i in range(80_000)) + "}}"),
     "metadata config: expected at most 65536 bytes"),
    ("config of a long key", with_metadata("config", '{"' + "k" * 60_000 + '":0}'), "unknown setting"),
    ("config of huge sizes", with_metadata("config", '{"model":{"hidden_size":99999999999}}'), "hidden_size"),
    ("labels without end", with_metadata("labels", LABELS), "at most 1000 labels, found 100000"),
    ("labels of megabytes", with_metadata("labels", "[" + '"",' * 3_000_000 + '""]'), "expected at most 2097152 bytes"),
    ("labels nested", with_metadata("labels", NESTED), "nested deeper than 64"),
    ("golden sentences of megabytes", with_metadata("golden", "[" + "[]," * 3_000_000 + "[]]"),
     "expected at most 1048576 bytes"),
    ("golden sentences nested", with_metadata("golden", NESTED), "nested deeper than 64"),
]

CASES = [Case(name, lambda _, content=content: content, word) for name, content, word in CONTAINERS]
CASES += [Case(*case) for case in MODELS]
