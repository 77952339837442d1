"""Data files, good and bad, and what becomes of each: the tables of src/data/FORMATS.md, case by case.

`evaluate` is the count of rows used and those skipped by reason, or words of the error. `predict` is the count of records
given, or that and words of the error that follows them; plain lines where the format is fastText."""

import bz2
import gzip
import lzma
import typing


class Case(typing.NamedTuple):
    name: str
    file: str
    content: bytes
    evaluate: typing.Union[tuple[int, dict], str, None]
    predict: typing.Union[int, tuple[int, str], None]


def csv(name, content, evaluate, predict):
    content = content if isinstance(content, bytes) else content.encode()
    return Case("csv " + name, "data.csv", content, evaluate, predict)


def jsonl(name, content, evaluate, predict):
    content = content if isinstance(content, bytes) else content.encode()
    return Case("jsonl " + name, "data.jsonl", content, evaluate, predict)


def fasttext(name, content, evaluate, predict):
    return Case("fasttext " + name, "data.ft", content.encode("latin-1"), evaluate, predict)


def lines(name, content, predict):
    return Case("lines " + name, "data.txt", content, None, predict)


def used(count, **skipped):
    return count, {reason.replace("_", " "): number for reason, number in skipped.items()}


HEAD = "text,label\n"
GOOD = '{"text":"fine","label":"pos"}\n'

CASES = [
    csv("plain", HEAD + "fine,pos\nbad,neg\n", used(2), 2),
    csv("without a last line end", HEAD + "fine,pos\nbad,neg", used(2), 2),
    csv("CRLF", "text,label\r\nfine,pos\r\nbad,neg\r\n", used(2), 2),
    csv("CR", "text,label\rfine,pos\rbad,neg\r", used(2), 2),
    csv("mixed line ends", "text,label\r\nfine,pos\nbad,neg\rgood,pos", used(3), 3),
    csv("comma in quotes", HEAD + '"fine, really",pos\n', used(1), 1),
    csv("quotes in quotes", HEAD + '"a ""fine"" film",pos\n', used(1), 1),
    csv("line ends in quotes", HEAD + '"a\nfine\r\nfilm\r",pos\nbad,neg\n', used(2), 2),
    csv("only quotes in quotes", HEAD + '"""",pos\n', used(1), 1),
    csv("empty text in quotes", HEAD + '"",pos\n', used(1), 1),
    csv("empty text", HEAD + ",pos\nfine,pos\n", used(2), 2),
    csv("quoted header", '"text","label"\nfine,pos\n', used(1), 1),
    csv("other order", "label,text\npos,fine\n", used(1), 1),
    csv("other columns", "id,text,note,label\n1,fine,,pos\n2,bad,x,neg\n", used(2), 2),
    csv("header alone", HEAD, "found none usable (read 0, skipped 0)", 0),
    csv("header without line end", "text,label", "found none usable (read 0, skipped 0)", 0),
    csv("header with CRLF alone", "text,label\r\n", "found none usable (read 0", 0),
    csv("empty file", "", "empty; expected a header row", (0, "empty; expected a header row")),
    csv("byte order mark", "\ufeff" + HEAD + "fine,pos\n", used(1), 1),
    csv("byte order mark and quotes", '\ufeff"text","label"\nfine,pos\n', used(1), 1),
    csv("byte order mark alone", "\ufeff", "empty; expected a header row", (0, "empty")),
    csv("byte order mark in a text", HEAD + "\ufefffine,pos\n", used(1), 1),
    csv("UTF-16, little-endian", "\ufeff".encode("utf-16-le") + HEAD.encode("utf-16-le"), "found UTF-16", (0, "UTF-16")),
    csv("UTF-16, big-endian", "\ufeff".encode("utf-16-be") + HEAD.encode("utf-16-be"), "found UTF-16", (0, "UTF-16")),
    csv("UTF-16 without mark", HEAD.encode("utf-16-le"), 'expected a column "text"', (0, 'expected a column "text"')),
    csv("Latin-1", HEAD.encode() + b"caf\xe9,pos\n", used(1), 1),
    csv("Shift-JIS", HEAD.encode() + "面白い映画,pos\n".encode("shift-jis"), used(1), 1),
    csv("surrogates in UTF-8", HEAD.encode() + b"a\xed\xa0\x80b,pos\n", used(1), 1),
    csv("invalid UTF-8 elsewhere", b"x,text,label\n\xff,fine,pos\n", used(1), 1),
    csv("invalid UTF-8 in a label", HEAD.encode() + b"fine,p\xffs\nbad,neg\n", used(1, label_not_known_to_the_model=1), 2),
    csv("NUL in a text", HEAD + "fi\0ne,pos\n", used(1), 1),
    csv("NUL in a label", HEAD + "fine,po\0s\nbad,neg\n", used(1, label_not_known_to_the_model=1), 2),
    csv("NUL in the header", "te\0xt,label\nfine,pos\n", 'found the header "te\\x00xt"', (0, 'expected a column "text"')),
    csv("nothing but NUL", "\0" * 4096, 'expected a column "text"', (0, 'expected a column "text"')),
    csv("padded with NUL", HEAD + "fine,pos\n" + "\0" * 100, ":3: expected 2 columns, found 1", (1, ":3: ")),
    csv("empty lines", "\n".join(["text,label", "", "fine,pos", "", ""]) + "\n", used(1, empty_line=3), 1),
    csv("a thousand empty lines", HEAD + "fine,pos\n" + "\r\n" * 1000, used(1, empty_line=1000), 1),
    csv("empty lines before the header", "\n" + HEAD + "fine,pos\n", 'expected a column "text"', (0, 'expected a column')),
    csv("a blank line", HEAD + "fine,pos\n \nbad,neg\n", ":3: expected 2 columns, found 1", (1, ":3: ")),
    csv("a cell too few", HEAD + "fine,pos\nbad\n", ":3: expected 2 columns, found 1", (1, ":3: expected 2")),
    csv("a cell too many", HEAD + "fine, really,pos\n", ":2: expected 2 columns, found 3", (0, ":2: expected 2")),
    csv("a comma at the end", HEAD + "fine,pos,\n", ":2: expected 2 columns, found 3", (0, ":2: ")),
    csv("a quote left open", HEAD + 'fine,pos\n"bad,neg\nmore,neg\n', ":3: expected a cell as RFC 4180 allows", (1, ":3: ")),
    csv("a quote at the end", HEAD + 'fine,pos\n"', ":3: ", (1, "a quote that is open to the end of the file")),
    csv("a quote in a cell", HEAD + 'fine,pos\nfi"ne,pos\n', ":3: ", (1, "quote inside an unquoted cell")),
    csv("text behind a quote", HEAD + '"fine"ly,pos\n', ":2: ", (0, "text after a closing quote")),
    csv("a blank behind a quote", HEAD + '"fine" ,pos\n', ":2: ", (0, "text after a closing quote")),
    csv("a blank before a quote", HEAD + ' "fine",pos\n', ":2: ", (0, "quote inside an unquoted cell")),
    csv("quotes behind backslashes", HEAD + '"a \\"fine\\" film",pos\n', ":2: ", (0, "text after a closing quote")),
    csv("a fault behind line ends in quotes", HEAD + '"a\n\nb",pos\nbad\n', ":5: expected 2 columns", (1, ":5: ")),
    csv("columns without name", "text,label,,\nfine,pos,1,2\n", used(1), 1),
    csv("columns of one name", "x,text,label,x\n1,fine,pos,2\n", used(1), 1),
    csv("two text columns", "text,label,text\na,pos,b\n", 'expected one column "text"', (0, 'expected one column "text"')),
    csv("two label columns", "text,label,label\na,pos,neg\n", 'expected one column "label"', 1),
    csv("no label column", "text\nfine\n\n", 'expected a column "label"', 2),
    csv("no text column", "txt,label\nfine,pos\n", 'did you mean "txt"?', (0, 'did you mean "txt"?')),
    csv("blanks in the header", " text,label\nfine,pos\n", 'expected a column "text"', (0, 'expected a column "text"')),
    csv("capitals in the header", "Text,Label\nfine,pos\n", 'expected a column "text"', (0, 'expected a column "text"')),
    csv("semicolons", "text;label\nfine;pos\n", 'found the header "text;label"', (0, 'expected a column "text"')),
    csv("tabs", "text\tlabel\nfine\tpos\n", 'found the header "text\\tlabel"', (0, 'expected a column "text"')),
    csv("too many columns", "," * 10_000 + "\n", "at most 10000 columns, found 10001", (0, "at most 10000 columns")),
    csv("unknown labels", HEAD + "fine,pos\nso so,mixed\nx,POS\ny, pos\n", used(1, label_not_known_to_the_model=3), 4),
    csv("nothing but unknown labels", HEAD + "a,x\nb,y\n", "found none usable (read 2, skipped 2)", 2),
    csv("an empty label", HEAD + "fine,pos\nbad,\n", ':3: expected a label in column "label"', 2),
    csv("NEL and line separators", HEAD + "a\u0085fine\u2028film\u2029,pos\n", used(1), 1),
    csv("vertical tabs and form feeds", HEAD + "a\vfine\ffilm,pos\n", used(1), 1),
    csv("a cell of a megabyte", HEAD + "fine " * 200_000 + ",pos\n", used(1), 1),
    csv("quotes across pieces", HEAD + '"' + 'a""' * 50_000 + '",pos\nbad,neg\n', used(2), 2),
    csv("a row of 17 MB", HEAD + "fine,pos\n" + "x" * (17 << 20) + ",pos\n", ":3: expected rows of at most 16 MB", (1, ":3: ")),
    Case("tsv plain", "data.tsv", b"text\tlabel\nfine, really\tpos\nbad\tneg\n", used(2), 2),
    Case("tsv quotes", "data.tsv", b'text\tlabel\r\n"a\tfine ""film"""\tpos\r\n', used(1), 1),
    Case("tsv cell too few", "data.tsv", b"text\tlabel\nfine\n", ":2: expected 2 columns, found 1", (0, ":2: ")),
    Case("tsv commas", "data.tsv", b"text,label\nfine,pos\n", 'found the header "text,label"', (0, "expected a column")),
    jsonl("plain", GOOD + '{"label":"neg","text":"bad"}\n', used(2), 2),
    jsonl("without a last line end", GOOD + GOOD.strip(), used(2), 2),
    jsonl("CRLF", GOOD.replace("\n", "\r\n") * 2, used(2), 2),
    jsonl("CR alone", GOOD.replace("\n", "\r") * 2, ":1:31: invalid JSON", (0, ":1:31: ")),
    jsonl("blank lines", "\n" + GOOD + " \t\r\n\n", used(1, empty_line=3), 1),
    jsonl("nothing but blanks", "  \n\t\n", "found none usable (read 2, skipped 2)", 0),
    jsonl("empty file", "", "found none usable (read 0", 0),
    jsonl("byte order mark", "\ufeff" + GOOD, used(1), 1),
    jsonl("byte order mark within", GOOD + "\ufeff" + GOOD, ":2:1: invalid JSON", (1, ":2:1: ")),
    jsonl("UTF-16", "\ufeff".encode("utf-16-le") + GOOD.encode("utf-16-le"), "found UTF-16", (0, "UTF-16")),
    jsonl("a quote left open", GOOD + '{"text":"bad\n', ":2:", (1, "invalid JSON")),
    jsonl("text behind an object", GOOD + GOOD.strip() + " x\n", ":2:", (1, "invalid JSON")),
    jsonl("two objects on a line", GOOD.strip() + " " + GOOD, ":1:31: invalid JSON", (0, ":1:31: ")),
    jsonl("an object over lines", '{"text":\n"fine","label":"pos"}\n', ":1:", (0, "invalid JSON")),
    jsonl("a key twice", '{"text":"a","text":"b","label":"pos"}\n', 'duplicate key "text"', (0, ":1:13: ")),
    jsonl("a list", GOOD + '["fine","pos"]\n', ":2: expected a JSON object, found array", (1, ":2: ")),
    jsonl("null", GOOD + "null\n", ":2: expected a JSON object, found null", (1, ":2: ")),
    jsonl("a number", "1\n", ":1: expected a JSON object, found number", (0, ":1: ")),
    jsonl("no text", '{"txt":"fine","label":"pos"}\n', 'did you mean "txt"?', (0, ":1: expected the key")),
    jsonl("text that is a number", '{"text":1,"label":"pos"}\n', "found number", (0, "found number")),
    jsonl("text that is null", '{"text":null,"label":"pos"}\n', "found null", (0, "found null")),
    jsonl("an empty text", '{"text":"","label":"pos"}\n', used(1), 1),
    jsonl("labels of other types", GOOD + '{"text":"a","label":1}\n{"text":"a","label":true}\n',
          used(1, label_not_known_to_the_model=2), 3),
    jsonl("a label that is null", GOOD + '{"text":"a","label":null}\n', ":2: ", 2),
    jsonl("no label", GOOD + '{"text":"a"}\n', ':2: expected the key "label"', 2),
    jsonl("escaped keys and texts", '{"te\\u0078t":"f\\u00efne \\ud83d\\ude00","label":"pos"}\n', used(1), 1),
    jsonl("an escaped NUL", '{"text":"a\\u0000b","label":"pos"}\n', used(1), 1),
    jsonl("a NUL", '{"text":"a\0b","label":"pos"}\n', ":1:11: invalid JSON: a zero byte", (0, "a zero byte")),
    jsonl("half a surrogate pair", '{"text":"\\ud800","label":"pos"}\n', "invalid JSON", (0, "invalid JSON")),
    jsonl("invalid UTF-8", b'{"text":"caf\xe9","label":"pos"}\n', used(1), 1),
    jsonl("a tab in a string", '{"text":"a\tb","label":"pos"}\n', ":1:11: invalid JSON", (0, ":1:11: ")),
    jsonl("nested 64 deep", '{"text":"a","label":"pos","x":' + "[" * 63 + "]" * 63 + "}\n", used(1), 1),
    jsonl("nested 65 deep", '{"text":"a","label":"pos","x":' + "[" * 64 + "]" * 64 + "}\n", "deeper than 64", (0, "deeper")),
    jsonl("a million brackets", GOOD + "[" * 1_000_000 + "\n", ":2:65: invalid JSON: nested deeper than 64", (1, ":2:65: ")),
    jsonl("an id beyond 64 bits", GOOD + '{"id":18446744073709551616,"text":"a","label":"pos"}\n',
          ":2:7: invalid JSON: an integer beyond 64 bits", (1, "write it as a string")),
    jsonl("a number beyond a double", '{"x":1e400,"text":"a","label":"pos"}\n', ":1:6: invalid JSON", (0, ":1:6: ")),
    jsonl("a comment", "// none\n" + GOOD, ":1:1: invalid JSON", (0, "invalid JSON")),
    jsonl("a comma too many", '{"text":"a","label":"pos",}\n', ":1:27: invalid JSON", (0, "invalid JSON")),
    jsonl("other quotes", "{'text':'a','label':'pos'}\n", ":1:2: invalid JSON", (0, "invalid JSON")),
    jsonl("NaN", '{"text":"a","label":"pos","x":NaN}\n', "invalid JSON", (0, "invalid JSON")),
    jsonl("a line of 17 MB", GOOD + '{"text":"' + "x" * (17 << 20) + '","label":"pos"}\n', ":2: expected text in lines", (1, ":2: ")),
    fasttext("plain", "__label__pos a fine film\n__label__neg bad\n", used(2), 2),
    fasttext("CRLF", "__label__pos a fine film\r\n__label__neg bad\r\n", used(2), 2),
    fasttext("a label alone", "__label__pos\n__label__neg \n", used(2), 2),
    fasttext("a tab behind the label", "__label__pos\ta fine film\n", used(1), 1),
    fasttext("blanks in front", " \t __label__pos  fine\n", used(1), 1),
    fasttext("no label", "__label__pos fine\nbad\n", ":2: expected one label", 2),
    fasttext("two labels", "__label__pos __label__neg so so\n", "found 2", 1),
    fasttext("the label at the end", "__label__pos fine\na fine film __label__pos\n", ":2: expected one label", 2),
    fasttext("a label without name", "__label__ fine\n", ":1: expected a label after __label__", 1),
    fasttext("another prefix", "__label__pos fine\n__LABEL__pos fine\n", ":2: expected one label", 2),
    fasttext("no label on the first line", "fine\n__label__pos fine\n", "cannot tell the format", 2),
    fasttext("blank lines", "\n__label__pos fine\n \t\n", used(1, empty_line=2), 3),
    fasttext("unknown labels", "__label__pos fine\n__label__mixed so so\n", used(1, label_not_known_to_the_model=1), 2),
    fasttext("byte order mark", "\xef\xbb\xbf__label__pos fine\n", used(1), 1),
    fasttext("invalid UTF-8", "__label__pos caf\xe9\n", used(1), 1),
    fasttext("NUL", "__label__pos fi\0ne\n", used(1), 1),
    lines("none", b"", 0),
    lines("a line end alone", b"\n", 1),
    lines("without a last line end", b"fine\nbad", 2),
    lines("CRLF and blanks", b"fine\r\n \r\n\r\n", 3),
    lines("CR alone", b"fine\rbad\r", 1),
    lines("nothing but NUL", b"\0" * 1000 + b"\n\0", 2),
    lines("invalid UTF-8", b"\xff\xc0\n\xed\xa0\x80\n", 2),
    lines("byte order mark", b"\xef\xbb\xbffine\n", 1),
    lines("NEL and line separators", "a\u0085b\u2028c\n".encode(), 1),
    lines("a line of 17 MB", b"fine\n" + b"x" * (17 << 20) + b"\nbad\n", (1, ":2: expected text in lines")),
]

ROWS = (HEAD + "fine,pos\nbad,neg\n").encode()
PACKED = gzip.compress(ROWS, mtime=0)
CASES += [
    Case("gzip plain", "data.csv.gz", PACKED, used(2), 2),
    Case("gzip of two members", "data.csv.gz", PACKED + gzip.compress(b"good,pos\n"), used(3), 3),
    Case("gzip of nothing", "data.csv.gz", gzip.compress(b""), "empty; expected a header row", (0, "empty")),
    Case("gzip of no bytes", "data.csv.gz", b"", "truncated", (0, "truncated")),
    Case("gzip with bytes behind", "data.csv.gz", PACKED + b"tail", "other bytes after its end", None),
    Case("gzip with NUL behind", "data.csv.gz", PACKED + bytes(512), "other bytes after its end", None),
    Case("gzip with a wrong checksum", "data.csv.gz", PACKED[:-8] + bytes([PACKED[-8] ^ 1]) + PACKED[-7:],
         "incorrect data check", None),
    Case("gzip with a wrong length", "data.csv.gz", PACKED[:-1] + b"\x01", "incorrect length check", None),
    Case("gzip that is none", "data.csv.gz", ROWS, "expected sound gzip data", (0, "expected sound gzip data")),
    Case("xz plain", "data.csv.xz", lzma.compress(ROWS), used(2), 2),
    Case("xz that is gzip", "data.csv.xz", PACKED, "expected compressed data as the name says", (0, "as the name says")),
    Case("bzip2 plain", "data.csv.bz2", bz2.compress(ROWS), used(2), 2),
    Case("bzip2 of two streams", "data.csv.bz2", bz2.compress(ROWS) + bz2.compress(b"good,pos\n"), used(3), 3),
    Case("bzip2 with bytes behind", "data.csv.bz2", bz2.compress(ROWS) + b"tail", "get the file again", None),
    Case("gzip of jsonl", "data.jsonl.gz", gzip.compress(GOOD.encode()), used(1), 1),
    Case("gzip of fasttext", "data.ft.gz", gzip.compress(b"__label__pos fine\n"), used(1), 1),
]
