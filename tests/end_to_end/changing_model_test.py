"""A model file that somebody writes over while it is read: its old content, its new one, or a line of error."""

import threading
import time

from conftest import ROOT, error_lines, sentiment


def write_over(path, contents, done):
    """In place and by halves, as a copy does; what is new is not always as long as what was there."""
    while not done.is_set():
        for content in contents:
            with open(path, "wb", buffering=0) as file:  # cuts it to nothing first
                half = len(content) // 2
                file.write(content[:half])
                time.sleep(0.002)
                file.write(content[half:])
            time.sleep(0.01)


def test_a_model_that_changes_while_it_is_read(trained, tmp_path):
    """Rows: A14. Reading does not map the file, so that none of it can vanish under the reader."""
    other = tmp_path / "other"
    sentiment("train", ROOT / "configs/quick.json", "-o", other, "--set", "trainer.epochs=1", "--set", "model.hidden_size=48",
              "--quiet", check=0)
    models = [(folder / "model.safetensors").read_bytes() for folder in (trained, other)]
    lines = b"a fine film\nnot good at all\n"
    path = tmp_path / "model.safetensors"
    expected = []
    for model in models:
        path.write_bytes(model)
        expected.append(sentiment("predict", path, input=lines, check=0).stdout)
    assert expected[0] != expected[1]
    done = threading.Event()
    writer = threading.Thread(target=write_over, args=(path, models, done))
    writer.start()
    try:
        outcomes = [sentiment("predict", path, input=lines) for _ in range(200)]
    finally:
        done.set()
        writer.join()
    for outcome in outcomes:
        if outcome.returncode == 0:
            assert outcome.stdout in expected and outcome.stderr == b""
        else:
            assert outcome.returncode == 1 and outcome.stdout == b"" and len(error_lines(outcome)) == 1
    assert {outcome.returncode for outcome in outcomes} == {0, 1}
