"""Model files that are damaged, foreign or hostile: each command says so in a line, soon, and without much memory."""

import os
import random
import re
import socket
import stat
import subprocess

import pytest
from conftest import BUILD, ROOT, SAMPLE, SENTIMENT, error_lines, sentiment
from measured import expect_refused, measured
from model_corpus import CASES, file_of, joined, parts, u64

COMMANDS = {
    "predict": lambda model: ["predict", model],
    "evaluate": lambda model: ["evaluate", model, SAMPLE / "test.csv"],
    "inspect": lambda model: ["inspect", model],
}
MORE_MB = 200  # than a run that refuses a small file takes


@pytest.fixture(scope="module")
def sound(trained):
    return (trained / "model.safetensors").read_bytes()


@pytest.fixture(scope="module")
def idle_mb(tmp_path_factory):
    """The peak memory of a run that has nothing to read."""
    path = tmp_path_factory.mktemp("idle") / "empty.safetensors"
    path.write_bytes(b"")
    return min(measured("inspect", path).peak_mb for _ in range(3))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_files_are_refused(tmp_path, sound, idle_mb, case):
    """Rows: A1 A2 A3 A4 A5 A6 A7 A10 A11 A12"""
    path = tmp_path / "wrong.safetensors"
    path.write_bytes(case.make(sound))
    for command in COMMANDS.values():
        done = measured(*command(path), input=b"good\n")
        expect_refused(done, "wrong.safetensors", case.word)
        assert done.seconds < 2 and done.peak_mb < idle_mb + MORE_MB, done
    assert [file.name for file in tmp_path.iterdir()] == ["wrong.safetensors"]


@pytest.mark.parametrize("size", [2**64 - 1, 2**63, 100_000_001, 1001])
def test_the_size_of_a_header_costs_nothing_before_it_is_believed(tmp_path, idle_mb, size):
    """Rows: A2"""
    path = tmp_path / "sparse.safetensors"
    path.write_bytes(u64(size) + b"{")
    os.truncate(path, 1008 if size == 1001 else 100_000_009)
    done = measured("inspect", path)
    expect_refused(done, f"a header size of {size}")
    assert done.peak_mb < idle_mb + 10


def test_a_sparse_file_with_a_sound_header_is_not_read(tmp_path, idle_mb):
    """Rows: A2 A11"""
    path = tmp_path / "sparse.safetensors"
    header = f'{{"t":{{"dtype":"U8","shape":[{1 << 32}],"data_offsets":[0,{1 << 32}]}}}}'
    path.write_bytes(file_of(header))
    os.truncate(path, path.stat().st_size + (1 << 32))
    done = measured("inspect", path)
    expect_refused(done, "its metadata has no format")
    assert done.peak_mb < idle_mb + 10


def test_a_cut_file_is_noticed_wherever_it_is_cut(tmp_path, sound):
    """Rows: A9"""
    path = tmp_path / "cut.safetensors"
    for length in random.Random(9).sample(range(len(sound)), 150) + [len(sound) - 1]:
        path.write_bytes(sound[:length])
        done = sentiment("inspect", path, check=1)
        assert len(error_lines(done)) == 1 and done.stdout == b"", length


def test_a_flipped_bit_is_noticed_wherever_it_is(tmp_path, sound):
    """Rows: A8"""
    path = tmp_path / "flipped.safetensors"
    for bit in random.Random(8).sample(range(8 * len(sound)), 150):
        wrong = bytearray(sound)
        wrong[bit // 8] ^= 1 << bit % 8
        path.write_bytes(wrong)
        done = sentiment("predict", path, input=b"good\n", check=1)
        assert len(error_lines(done)) == 1 and done.stdout == b"", bit


def refuse_special(path, *words):
    for command in COMMANDS.values():
        done = measured(*command(path), input=b"good\n", seconds=10)
        expect_refused(done, path.name, *words)
        assert done.seconds < 2


def test_files_that_are_none_are_refused_without_waiting(tmp_path):
    """Rows: A13"""
    os.mkfifo(tmp_path / "pipe")
    refuse_special(tmp_path / "pipe", "expected a file")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    refuse_special(tmp_path / "socket")
    (tmp_path / "dangling").symlink_to("nowhere")
    refuse_special(tmp_path / "dangling")
    (tmp_path / "folder").mkdir()
    refuse_special(tmp_path / "folder", "expected a run folder with model.safetensors in it")
    for device in ("zero", "null"):
        (tmp_path / device).symlink_to(f"/dev/{device}")
        refuse_special(tmp_path / device, "expected a file")
    listening.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become someone who may not read the file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path, sound):
    """Rows: A13"""
    path = tmp_path / "secret.safetensors"
    path.write_bytes(sound)
    path.chmod(0)
    for folder in [tmp_path, *tmp_path.parents][:-2]:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    nobody = ["setpriv", "--reuid=65534", "--clear-groups"]
    if subprocess.run([*nobody, SENTIMENT, "--version"], capture_output=True).returncode != 0:
        pytest.skip("the build folder is closed to other users")
    expect_refused(subprocess.run([*nobody, SENTIMENT, "inspect", path], capture_output=True), path.name, "Permission denied")


def test_a_file_written_by_pythons_safetensors_is_read(tmp_path, sound):
    """Rows: A15 A7"""
    from safetensors import safe_open
    from safetensors.numpy import load_file, save_file

    (tmp_path / "ours.safetensors").write_bytes(sound)
    tensors = load_file(tmp_path / "ours.safetensors")
    with safe_open(tmp_path / "ours.safetensors", "np") as file:
        metadata = file.metadata()
    save_file(dict(reversed(tensors.items())), tmp_path / "theirs.safetensors", metadata)
    header, data = parts(sound)
    backwards = dict(reversed(header.items()))
    (tmp_path / "backwards.safetensors").write_bytes(joined(backwards, data))
    spaced = b" \n" + sound[8:len(sound) - len(data)]
    (tmp_path / "spaced.safetensors").write_bytes(file_of(spaced, data))
    text = b"a fine film\nnot good at all\n\n"
    expected = sentiment("predict", tmp_path / "ours.safetensors", input=text, check=0).stdout
    for name in ("theirs", "backwards", "spaced"):
        assert sentiment("predict", tmp_path / f"{name}.safetensors", input=text, check=0).stdout == expected, name


def test_no_program_can_read_a_pickle():
    """Rows: K6"""
    forbidden = re.compile(r"torch::load|jit::load|pickle_load|InputArchive|[Uu]npickle")
    for program in ("sentiment", "sentiment-train"):
        symbols = subprocess.run(["nm", "-DC", BUILD / program], capture_output=True, text=True, check=True).stdout
        assert "malloc" in symbols or "memcpy" in symbols
        assert not forbidden.search(symbols), program
    assert "torch" not in subprocess.run(["nm", "-DC", BUILD / "sentiment"], capture_output=True, text=True).stdout
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".h", ".cpp")]
    assert len(sources) > 100
    assert not [path for path in sources if forbidden.search(path.read_text())]
