"""What the linker and the compiler were to build in, read from the programs and from our own object files."""

import re
import subprocess

import pytest
from conftest import BUILD, ROOT

PROGRAMS = [name for name in ("sentiment", "sentiment-train") if (BUILD / name).exists()]
CACHE = (BUILD / "CMakeCache.txt").read_text()
IS_OPTIMISED = "CMAKE_BUILD_TYPE:STRING=Debug" not in CACHE
HOT = ("inference", "kernels", "text")  # without the checks at each call or index (SENTIMENT_HOT)
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def output_of(*command):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout


def dynamic(program, tag):
    """Values of one tag of the dynamic section."""
    return re.findall(rf"\({tag}\)\s+(.*)", output_of("readelf", "-Wd", BUILD / program))


def undefined_symbols(folder):
    """What the object files of one folder of ours ask of others."""
    archive = BUILD / f"src/{folder}/libsentiment_{folder}.a"
    return set(output_of("nm", "--undefined-only", "--format=just-symbols", archive).split())


@pytest.mark.parametrize("program", PROGRAMS)
def test_loads_anywhere_and_binds_at_once(program):
    """Rows: K1. Position independent; what the loader fills in is read-only before the first line runs."""
    assert re.search(r"Type:\s+DYN", output_of("readelf", "-Wh", BUILD / program))
    flags = " ".join(dynamic(program, "FLAGS_1"))
    assert "PIE" in flags and "NOW" in flags
    assert "GNU_RELRO" in output_of("readelf", "-Wl", BUILD / program)


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_memory_is_both_written_and_run(program):
    """Rows: K1."""
    headers = output_of("readelf", "-Wl", BUILD / program)
    segments = re.findall(r"^\s+(LOAD|GNU_STACK)\s+(?:0x\w+\s+){5}([RWE ]{3})", headers, re.MULTILINE)
    assert {"LOAD", "GNU_STACK"} <= {kind for kind, _ in segments}
    assert not any("W" in flags and "E" in flags for _, flags in segments)
    assert not any("E" in flags for kind, flags in segments if kind == "GNU_STACK")
    assert not dynamic(program, "TEXTREL")


def test_our_own_code_checks_stack_and_indices():
    """Rows: K1 K2. Not only the archives that are linked in; and not where it would cost speed."""
    archives = BUILD.glob("src/*/libsentiment_*.a")
    folders = {path.parent.name for path in archives if path.stem == f"libsentiment_{path.parent.name}"}
    assert {"cli", "core", "data", "json", "model", *HOT} <= folders
    for folder in ("cli", "core", "data", "json", "model"):
        assert "__stack_chk_fail" in undefined_symbols(folder), folder
    asserting = {folder for folder in folders if "__glibcxx_assert_fail" in " ".join(undefined_symbols(folder))}
    assert {"cli", "data", "json", "model"} <= asserting
    for folder in HOT:
        assert folder not in asserting and "__stack_chk_fail" not in undefined_symbols(folder), folder


@pytest.mark.skipif(not IS_OPTIMISED, reason="the library checks sizes only in optimised builds")
def test_our_own_code_calls_checking_functions():
    """Rows: K1."""
    assert {"__fprintf_chk", "__snprintf_chk"} & undefined_symbols("core")


def test_sentiment_needs_little_and_looks_nowhere_else():
    """Rows: K1. Without a search path of its own, nobody can slip a library in beside the data."""
    assert dynamic("sentiment", "RUNPATH") == dynamic("sentiment", "RPATH") == []
    needed = {re.search(r"\[(.*)\]", value)[1] for value in dynamic("sentiment", "NEEDED")}
    assert all(re.match(r"lib(c|m|fmt|utf8proc|xxhash|crypto|z)\.so\.|ld-linux", name) for name in needed), needed


@pytest.mark.skipif("sentiment-train" not in PROGRAMS, reason="built without training")
def test_sentiment_train_looks_only_where_libtorch_is():
    """Rows: K1. libtorch is used where it is installed: the one folder in the search path."""
    paths = dynamic("sentiment-train", "RUNPATH") + dynamic("sentiment-train", "RPATH")
    folders = [folder for path in paths for folder in re.search(r"\[(.*)\]", path)[1].split(":")]
    assert len(set(folders)) == 1 and list((ROOT / folders[0]).glob("libtorch_cpu.so"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_cannot_run_what_a_file_says(program):
    """Rows: K6. No pickle, no TorchScript: a model is numbers and text."""
    symbols = output_of("nm", "-C", BUILD / program) + output_of("nm", "-DC", BUILD / program)
    assert "sentiment::" in symbols  # the names are there to be found
    for name in ("pickle", "Unpickler", "InputArchive", "torch::load", "torch::jit::load", "jit::Module", "jit::import"):
        assert name.lower() not in symbols.lower(), name


@pytest.mark.parametrize("program", PROGRAMS)
def test_sentiment_has_nothing_of_libtorch(program):
    symbols = output_of("nm", "-DC", BUILD / program)
    assert ("at::" in symbols) == (program == "sentiment-train")


def test_the_sources_hide_nothing():
    """Rows: K8. No bidirectional marks and no controls in what is compiled, run or read as instruction."""
    kinds = (".h", ".cpp", ".py", ".sh", ".txt", ".cmake", ".md", ".json")
    tops = [ROOT / top for top in ("src", "scripts", "tests", "configs")]
    sources = [path for top in tops for path in top.rglob("*") if path.suffix in kinds]
    assert len(sources) > 200
    for path in sources:
        found = HIDDEN.search(path.read_text("utf-8"))
        assert not found, (path, found)
