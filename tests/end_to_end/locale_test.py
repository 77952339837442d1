"""A locale with a decimal comma changes nothing, even if some library switches the C library to it."""

import os
import shutil
import subprocess

import pytest
from conftest import SAMPLE, sentiment, small_config

# Loaded before the program: what a careless library would do. It leaves the decimal point it got in the file WITNESS.
SWITCH_LOCALE = r"""
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void switch_locale(void) {
  setlocale(LC_ALL, "");
  FILE* witness = fopen(getenv("WITNESS"), "a");
  fputs(localeconv()->decimal_point, witness);
  fclose(witness);
}
"""


@pytest.fixture(scope="module", params=["de_DE", "tr_TR"])
def comma(request, tmp_path_factory):
    """An environment in which printf writes 0,5; in Turkish the small letter of I has no dot, too."""
    folder = tmp_path_factory.mktemp(request.param)
    if shutil.which("localedef") is None:
        pytest.skip("no localedef (Debian's package locales)")
    name = f"{request.param}.UTF-8"
    subprocess.run(["localedef", "-i", request.param, "-f", "UTF-8", folder / name], check=True, capture_output=True)
    (folder / "switch.c").write_text(SWITCH_LOCALE)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "switch.so", folder / "switch.c"], check=True)
    return {**os.environ, "LC_ALL": name, "LOCPATH": str(folder),
            "LD_PRELOAD": str(folder / "switch.so"), "WITNESS": str(folder / "witness")}


def witness(environment):
    with open(environment["WITNESS"]) as file:
        return file.read()


TEST_PART = SAMPLE / "test.csv"
COMMANDS = [
    ["predict", "RUN"], ["predict", "RUN", "--format", "jsonl", "--echo"], ["predict", "RUN", "--format", "csv"],
    ["evaluate", "RUN", TEST_PART], ["evaluate", "RUN", TEST_PART, "--json", "-"],
    ["explain", "RUN"], ["explain", "RUN", "--format", "jsonl", "--gates"], ["explain", "RUN", "--format", "html", "--gates"],
    ["compare", "RUN", "RUN", TEST_PART], ["compare", "RUN", "RUN", TEST_PART, "--json", "-"],
    ["inspect", "RUN"], ["inspect", "RUN", "--json"], ["init"], ["init", "--schema"],
    ["check", "CONFIG"], ["check", "CONFIG", "--json", "-"],
    ["train", "CONFIG", "--print-config", "--set", "trainer.optimizer.learning_rate=0.125"]]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(map(str, arguments[::2])))
def test_results_have_the_same_bytes(trained, comma, tmp_path, arguments):
    """Rows: G14 F7."""
    config = small_config(tmp_path, SAMPLE / "train.csv", data={"valid": str(SAMPLE / "valid.csv")})
    arguments = [{"RUN": trained, "CONFIG": config}.get(argument, argument) for argument in arguments]
    lines = "A good FILM, IN İstanbul.\n\n3.5 or 3,5 of 5\n".encode()
    plain = sentiment(*arguments, input=lines, check=0).stdout
    assert plain
    assert sentiment(*arguments, input=lines, check=0, env=comma).stdout == plain
    assert set(witness(comma)) == {","}


def test_files_have_the_same_bytes(trained, comma, tmp_path):
    """Rows: G14."""
    contents = []
    for name, environment in (("plain", None), ("comma", comma)):
        folder = tmp_path / name
        folder.mkdir()
        sentiment("report", trained, check=0, env=environment)
        sentiment("export", trained, "--onnx", folder / "onnx", "--vocabulary", folder / "vocabulary", check=0,
                  env=environment)
        contents.append([path.read_bytes() for path in
                         (trained / "report.html", folder / "onnx", folder / "vocabulary")])
    assert contents[0] == contents[1] and all(contents[0])
    assert set(witness(comma)) == {","}


def test_a_run_has_the_same_model(comma, tmp_path):
    """Rows: G14 D7."""
    config = small_config(tmp_path, SAMPLE / "train.csv")
    for name, environment in (("plain", None), ("comma", comma)):
        sentiment("train", config, "-o", tmp_path / name, "--quiet", check=0, env=environment)
    for name in ("model.safetensors", "config.json"):
        assert (tmp_path / "comma" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    assert set(witness(comma)) == {","}
