"""tests/README.md names tests that exist."""

import re

from conftest import ROOT

TESTS = ROOT / "tests"


def named():
    return re.findall(r"`(\w+(?:\.\w+)?)`", (TESTS / "README.md").read_text().split("## What is promised")[1])


def existing():
    """`Suite.Test` of C++; `file` and `file.function` of Python."""
    names = set()
    for path in TESTS.rglob("*_test.cpp"):
        names |= {path.stem} | {".".join(match) for match in re.findall(r"^(?:TYPED_)?TEST(?:_F|_P)?\((\w+), (\w+)\)", path.read_text(), re.MULTILINE)}
    for path in TESTS.rglob("*_test.py"):
        names |= {path.stem} | {f"{path.stem}.{name}" for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)}
    return names


def test_every_test_that_is_named_is_there():
    missing = set(named()) - existing() - {"asan", "tsan", "predict", "Suite.Test", "file.function"}
    assert not missing
    assert len(named()) > 100
