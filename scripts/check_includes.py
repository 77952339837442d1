#!/usr/bin/env python3
"""Checks what the compiler does not: that folders include only folders before them, that nothing before the line
sees libtorch, that fmt and libtorch never meet, that every source is built, and that no two headers define types of
one name, of which the linker would keep what both have under it.

usage: scripts/check_includes.py [--self-test]

One line per finding; exit status 1 if there are any. --self-test checks the checker on a tree with every fault.
"""

import re
import sys
import tempfile
from pathlib import Path

BEFORE_LIBTORCH = "core json text data metrics kernels model embedding config doctor baselines inference analysis checkpoint report".split()
AFTER_LIBTORCH = "nn training".split()
FOLDERS = BEFORE_LIBTORCH + AFTER_LIBTORCH + ["cli"]
LIBTORCH = ("torch/", "ATen/", "c10/")
OTHER_FMT = ("fmt/", "spdlog/")  # libtorch's wheel carries another fmt
FMT_OF_LIBTORCH = ("nn", "training")  # built with libtorch's folder in the search path, like the train commands

TYPE = re.compile(r"^(?:class|struct|enum class) (\w+)(?: final)?(?: :[^;{]*)?\s*\{", re.MULTILINE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def folder_of(path):
    """The source folder of a path relative to src; main programs belong to cli."""
    return path.split("/")[0] if "/" in path else "cli"


def is_train_command(path):
    return folder_of(path) == "cli" and path.split("/")[-1].startswith("train_")


def is_training_side(path):
    """Whether a file may see libtorch: a folder after the line, and the files of cli named train_*."""
    return folder_of(path) in AFTER_LIBTORCH or is_train_command(path)


class Tree:
    """The C++ files below src/ and tests/, by path relative to the root, and what each includes."""

    def __init__(self, root):
        self.root = Path(root)
        paths = sorted(p for top in ("src", "tests") for p in (self.root / top).rglob("*") if p.suffix in (".h", ".cpp"))
        texts = {str(p.relative_to(self.root)): p.read_text("utf-8") for p in paths}
        self.includes = {path: INCLUDE.findall(text) for path, text in texts.items()}
        self.types = {path: TYPE.findall(text) for path, text in texts.items() if re.match(r"src/.*\.h$", path)}

    def resolve(self, quoted):
        """The file that `#include "quoted"` means, or None."""
        return next((top + quoted for top in ("src/", "tests/") if top + quoted in self.includes), None)

    def seen_by(self, path):
        """Every name included by a file, directly or through headers of ours."""
        names, to_visit, visited = set(), [path], set()
        while to_visit:
            file = to_visit.pop()
            if file in visited:
                continue
            visited.add(file)
            for mark, name in self.includes[file]:
                names.add(name)
                header = self.resolve(name) if mark == '"' else None
                if header:
                    to_visit.append(header)
        return names


def missing_headers(tree):
    for path, includes in tree.includes.items():
        for mark, name in includes:
            if mark != '"':
                continue
            header = tree.resolve(name)
            if header is None or (path.startswith("src/") and header.startswith("tests/")):
                yield f'{path}: no such header below src: "{name}"'


def wrong_order(tree):
    for path, includes in tree.includes.items():
        top, _, inner = path.partition("/")
        if top != "src":
            continue
        folder = folder_of(inner)
        if folder not in FOLDERS:
            yield f"{path}: folder {folder} has no place in the order; add it to scripts/check_includes.py"
            continue
        for mark, name in includes:
            other = folder_of(name)
            if mark == '"' and "/" in name and other in FOLDERS and FOLDERS.index(other) > FOLDERS.index(folder):
                yield f'{path}: {folder} comes before {other} and may not include "{name}"'


def libtorch_before_the_line(tree):
    for path, includes in tree.includes.items():
        top, _, inner = path.partition("/")
        if top != "src" or is_training_side(inner):
            continue
        for mark, name in includes:
            if name.startswith(LIBTORCH) or (mark == '"' and "/" in name and is_training_side(name)):
                yield f"{path}: is built without libtorch and may not include {name}"


def two_fmts(tree):
    for path in tree.includes:
        top, _, inner = path.partition("/")
        seen = tree.seen_by(path)
        # Where libtorch's folder is searched, fmt is found there, even by a file that sees nothing else of it.
        searched = folder_of(inner) in FMT_OF_LIBTORCH or (top == "src" and is_train_command(inner))
        if searched or any(name.startswith(LIBTORCH) for name in seen):
            for name in sorted(n for n in seen if n.startswith(OTHER_FMT)):
                yield f"{path}: <{name}> would be the other one that libtorch carries; use core/concat.h, core/log.h"


def sources_not_built(tree):
    named = set()
    for top in ("src", "tests"):
        for lists in (tree.root / top).rglob("CMakeLists.txt"):
            words = re.sub(r"#.*", "", lists.read_text("utf-8")).replace("(", " ").replace(")", " ").split()
            here = lists.parent.relative_to(tree.root)
            named.update(str(here / word) for word in words if word.endswith(".cpp"))
    for path in tree.includes:
        if path.endswith(".cpp") and path not in named:
            yield f"{path}: no CMakeLists.txt names it, so it is never built"


def types_defined_twice(tree):
    first = {}
    for path, names in tree.types.items():
        for name in names:
            if first.setdefault(name, path) != path:
                yield f"{path}: {name} is also a type of {first[name]}"


def findings(root):
    tree = Tree(root)
    checks = (missing_headers, wrong_order, libtorch_before_the_line, two_fmts, sources_not_built, types_defined_twice)
    return [finding for check in checks for finding in check(tree)]


def self_test():
    """A sound tree has no findings; each fault added to it has exactly the ones given."""
    sound = {
        "src/CMakeLists.txt": "add_executable(sentiment main.cpp)\nadd_executable(sentiment-train train_main.cpp)",
        "src/core/CMakeLists.txt": "sentiment_folder(core SOURCES log.cpp)",
        "src/core/log.h": "class Log : public Base {\n};",
        "src/core/log.cpp": '#include "core/log.h"\n#include <fmt/format.h>',
        "src/text/tokenizer.h": '#include "core/log.h"',
        "src/nn/layer.h": '#include <torch/types.h>\n#include "core/log.h"',
        "src/cli/predict_command.h": '#include "text/tokenizer.h"',
        "src/cli/train_command.h": '#include "nn/layer.h"',
        "src/main.cpp": '#include "cli/predict_command.h"',
        "src/train_main.cpp": '#include "cli/train_command.h"',
        "tests/support/folder.h": "",
        "tests/core/CMakeLists.txt": "sentiment_test(core SOURCES log_test.cpp)",
        "tests/core/log_test.cpp": '#include "core/log.h"\n#include "support/folder.h"',
    }
    faults = [  # file, its text, the words of each finding
        ("src/core/log.h", '#include "core/lgo.h"', ["no such header"]),
        ("src/core/log.h", '#include "support/folder.h"', ["no such header"]),
        ("src/core/log.h", '#include "text/tokenizer.h"', ["core comes before text"]),
        ("src/util/strings.h", "", ["folder util has no place"]),
        ("src/text/tokenizer.h", "#include <ATen/core/Tensor.h>", ["built without libtorch"]),
        ("src/text/tokenizer.h", '#include "nn/layer.h"', ["text comes before nn", "built without libtorch"]),
        ("src/cli/predict_command.h", '#include "cli/train_command.h"', ["built without libtorch"]),
        ("src/main.cpp", '#include "nn/layer.h"', ["built without libtorch"]),
        ("src/train_main.cpp", '#include "nn/layer.h"\n#include <fmt/core.h>', ["libtorch carries"]),
        ("src/cli/train_command.h", "#include <fmt/format.h>", ["libtorch carries"]),
        ("src/train_main.cpp", '# include <c10/core/Device.h>\n#include <spdlog/spdlog.h>', ["libtorch carries"]),
        ("src/core/forgotten.cpp", "", ["never built"]),
        ("src/text/log.h", "struct Log {\n  int level;\n};", ["is also a type of src/core/log.h"]),
        ("src/text/log.h", "class Log;", []),
        ("tests/core/CMakeLists.txt", "# sentiment_test(core SOURCES log_test.cpp)", ["never built"]),
    ]
    for file, text, expected in [("src/core/log.h", "", [])] + faults:  # first the sound tree
        with tempfile.TemporaryDirectory() as root:
            for path, content in {**sound, file: text}.items():
                (Path(root) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(root) / path).write_text(content + "\n")
            found = findings(root)
        # Through an include that is itself a fault, files of other folders may come to see libtorch and fmt.
        direct = [line for line in found if line.startswith(f"{Path(file).parent}/")] if expected else found
        if len(direct) != len(expected) or not all(part in line for part, line in zip(expected, direct)):
            return [f"self-test: {file} with {text!r}: expected {expected}, found {found}"]
    return []


def main():
    if sys.argv[1:] not in ([], ["--self-test"]):
        print(__doc__, file=sys.stderr)
        return 2
    found = self_test() if sys.argv[1:] else findings(Path(__file__).resolve().parent.parent)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
