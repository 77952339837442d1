"""What `cmake --install` and CPack make is whole: unpacked somewhere else, it labels text, and shells and man read their files."""

import json
import pathlib
import re
import shutil
import subprocess
import tarfile

import pytest
from conftest import BUILD, SENTIMENT

KEPT = pathlib.Path(__file__).parent / "kept/0.1.0"


def output_of(*command, **options):
    return subprocess.run([*map(str, command)], capture_output=True, check=True, timeout=120, **options).stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    output_of("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder)
    return folder


def the_file(folder, pattern):
    (found,) = folder.glob(pattern)
    return found


def unpacked(packages, kind, folder):
    """The folder with bin/ and share/ in it."""
    if kind == "install":
        output_of("cmake", "--install", BUILD, "--prefix", folder)
        return folder
    if kind == "deb":
        output_of("dpkg-deb", "-x", the_file(packages, "*.deb"), folder)
        return folder / "usr"
    with tarfile.open(the_file(packages, "*.tar.gz")) as archive:
        archive.extractall(folder)
    return the_file(folder, "*")


@pytest.mark.parametrize("kind", ["install", "deb", "tar.gz"])
def test_labels_text_from_wherever_it_is(packages, tmp_path, kind):
    place = unpacked(packages, kind, tmp_path / "a folder")
    expected = [json.loads(line) for line in (KEPT / "predictions.jsonl").read_text().splitlines()]
    command = [place / "bin/sentiment", "predict", KEPT / "model.safetensors", KEPT / "lines.txt", "--format", "jsonl"]
    found = [json.loads(line) for line in output_of(*command, cwd="/", env={}).splitlines()]
    assert [record["label"] for record in found] == [record["label"] for record in expected]
    assert {path.name for path in (place / "bin").iterdir()} == {"sentiment"}
    documents = place / "share/doc/sentiment"
    assert "MIT License" in (documents / "copyright").read_text()
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (documents / "README.md").read_text())
    assert len(links) > 10 and [link for link in links if not (documents / link).exists()] == []
    for licence in (documents / "licences").iterdir():
        assert licence.stat().st_size > 500 and not licence.is_symlink()


@pytest.mark.parametrize("kind", ["install", "deb", "tar.gz"])
def test_carries_the_reference_of_its_own_program(packages, tmp_path, kind):
    share = unpacked(packages, kind, tmp_path / "folder") / "share"
    for name, path in {"man": "man/man1/sentiment.1", "bash": "bash-completion/completions/sentiment",
                       "zsh": "zsh/vendor-completions/_sentiment",
                       "fish": "fish/vendor_completions.d/sentiment.fish"}.items():
        assert (share / path).read_bytes() == output_of(SENTIMENT, "--generate", name), name


def test_training_is_refused_by_name(packages, tmp_path):
    program = unpacked(packages, "deb", tmp_path) / "bin/sentiment"
    done = subprocess.run([program, "train", "config.json"], capture_output=True, timeout=60)
    assert done.returncode == 1 and b"expected sentiment-train beside" in done.stderr


def test_the_debian_package_says_what_it_needs(packages):
    control = output_of("dpkg-deb", "-f", the_file(packages, "*.deb")).decode()
    fields = dict(line.split(": ", 1) for line in control.splitlines() if line.strip() == line != "")
    assert fields["Package"] == "sentiment" and fields["Depends"].startswith("libc6")
    assert "libarchive13" in fields["Recommends"] and "torch" not in fields["Depends"]


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff")
def test_the_manual_page_is_sound_roff():
    page = output_of(SENTIMENT, "--generate", "man")
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", "-k"], input=page, capture_output=True, check=True)
    assert done.stderr == b""
    shown = output_of("groff", "-man", "-Tascii", "-P-cbou", "-k", input=page).decode()
    for command in ("train", "pretrain", "predict", "evaluate", "explain", "inspect", "init"):
        assert f"\n   sentiment {command}\n" in shown
        assert output_of(SENTIMENT, command, "--help")
    own = shown.split("\n   sentiment pretrain\n")[1].split("\n   sentiment ")[0]
    assert all(option in own for option in ("--resume\n", "--dry-run\n", "--set A.B=VALUE\n", "--threads N\n"))
    assert "--label-column NAME" in shown and "EXIT STATUS" in shown


def completed(line, cwd):
    """What bash offers at the end of a line, as it calls the function: words cut also at '='."""
    words = line.replace("=", " = ").split(" ") if "=" in line else line.split(" ")
    words = [word for place, word in enumerate(words) if word or place == len(words) - 1]
    script = ('source /dev/stdin <<<"$SCRIPT"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sentiment 2>/dev/null;'
              'printf "%s\\n" "${COMPREPLY[@]}"')
    env = {"SCRIPT": output_of(SENTIMENT, "--generate", "bash").decode(), "PATH": "/usr/bin:/bin"}
    return output_of("bash", "-uc", script, "bash", *words, cwd=cwd, env=env).decode().split()


def test_bash_completes_commands_options_and_choices(tmp_path):
    assert completed("sentiment ins", tmp_path) == ["inspect"]
    assert {"train", "predict", "--version"} <= set(completed("sentiment ", tmp_path))
    assert completed("sentiment predict --inp", tmp_path) == ["--input-format"]
    assert completed("sentiment predict --format ", tmp_path) == ["text", "jsonl", "csv"]
    assert completed("sentiment predict --format=j", tmp_path) == ["jsonl"]
    assert completed("sentiment predict --format=", tmp_path) == ["text", "jsonl", "csv"]
    assert completed("sentiment train config.json --dev", tmp_path) == ["--device"]
    assert completed("sentiment pretrain config.json --dr", tmp_path) == ["--dry-run"]
    assert completed("sentiment --generate z", tmp_path) == ["zsh"]


def test_bash_leaves_paths_to_its_own_completion(tmp_path):
    for line in ("sentiment predict mod", "sentiment evaluate runs/a --json f", "sentiment nonsense x"):
        assert completed(line, tmp_path) == [], line
