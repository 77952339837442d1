"""Training through the real binaries: what a run leaves, what it says, and what it reads."""

import json
import tarfile

import pytest
from conftest import ROOT, SAMPLE, sentiment, small_config

FILES = {"config.json", "config.input.json", "meta.json", "metrics.jsonl", "metrics.json", "train.log", "model.safetensors",
         "baseline.safetensors"}


def test_quick_config_learns_word_order(tmp_path):
    run = tmp_path / "run"
    sentiment("train", ROOT / "configs/quick.json", "-o", run, check=0)
    all_rows = json.loads(sentiment("evaluate", run, SAMPLE / "test.csv", "--json", "-", check=0).stdout)
    assert all_rows["accuracy"] >= all_rows["baselines"]["majority"]["accuracy"] + 0.15
    pairs = json.loads(sentiment("evaluate", run, SAMPLE / "order_pairs.csv", "--json", "-", check=0).stdout)
    assert pairs["examples"] >= 60
    assert pairs["accuracy"] >= 0.65


def test_run_leaves_its_files_and_keeps_standard_output_empty(tmp_path):
    run = tmp_path / "run"
    done = sentiment("train", small_config(tmp_path, SAMPLE / "train.csv"), "-o", run, check=0)
    assert done.stdout == b""
    assert FILES <= {path.name for path in run.iterdir()}
    assert b"\r" not in done.stderr and b"\x1b" not in done.stderr
    metrics = json.loads((run / "metrics.json").read_text())
    assert metrics["finished"] == "completed"
    assert 0.0 <= metrics["best"]["accuracy"] <= 1.0
    events = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert {event["event"] for event in events} == {"gradient_flow", "interval", "validation"}
    assert json.loads((run / "meta.json").read_text())["exit_reason"] == "completed"


def test_intervals_are_logged_with_everything(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"log_every_steps": 10})
    log = sentiment("train", config, "-o", tmp_path / "run", check=0).stderr.decode()
    line = next(line for line in log.splitlines() if "step 10/" in line)
    for word in ("loss", "accuracy", "lr", "gradient norm", "clipped", "tokens/s", "left"):
        assert word in line


def test_resolved_config_loads_and_says_the_same(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv", model={"type": "gru"})
    first = sentiment("train", config, "--print-config", check=0).stdout
    (tmp_path / "resolved.json").write_bytes(first)
    assert sentiment("train", tmp_path / "resolved.json", "--print-config", check=0).stdout == first


def test_overrides_win_over_the_file(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv")
    done = sentiment("train", config, "--print-config", "--set", "model.type=rnn", "--seed", "9", "--set", "trainer.epochs=7")
    resolved = json.loads(done.stdout)
    assert (resolved["model"]["type"], resolved["seed"], resolved["trainer"]["epochs"]) == ("rnn", 9, 7)


def test_dry_run_plans_and_writes_nothing(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv")
    before = set(tmp_path.iterdir())
    plan = sentiment("train", config, "-o", tmp_path / "run", "--dry-run", check=0).stdout.decode()
    for word in ("train:", "valid:", "parameters", "MB", "an epoch"):
        assert word in plan
    assert set(tmp_path.iterdir()) == before


def write_reviews(folder, unsup=True):
    """The official layout, with unlabelled reviews and stray files beside the labels."""
    words = {"pos": "good fine great", "neg": "bad dull awful"}
    for label, text in words.items():
        (folder / label).mkdir(parents=True)
        for i in range(30):
            (folder / label / f"{i}_{7 if label == 'pos' else 2}.txt").write_text(f"a {text} film number {i}")
    if unsup:
        (folder / "unsup").mkdir()
        for i in range(7):
            (folder / "unsup" / f"{i}_0.txt").write_text("an unlabelled film")
    (folder / "labeledBow.feat").write_text("stray")
    (folder / "urls_pos.txt").write_text("stray")


@pytest.mark.parametrize("kind", ["folder", "tar.gz", "tar.xz"])
def test_official_layout_trains_on_two_labels_and_counts_the_rest(tmp_path, kind):
    write_reviews(tmp_path / "aclImdb" / "train")
    source = tmp_path / "aclImdb" / "train"
    if kind != "folder":
        archive = tmp_path / f"reviews.{kind}"
        with tarfile.open(archive, "w:" + kind.split(".")[1]) as tar:
            tar.add(tmp_path / "aclImdb", "aclImdb")
        source = f"{archive}!/aclImdb/train"
    config = small_config(tmp_path, source, data={"train": str(source), "labels": ["neg", "pos"]})
    log = sentiment("train", config, "-o", tmp_path / "run", check=0).stderr.decode()
    train_line = next(line for line in log.splitlines() if line.startswith("train:"))
    assert "neg 27, pos 27" in train_line
    assert "7 skipped (label not in data.labels)" in train_line
    assert "2 skipped" in train_line  # the two stray files, with their reason


def test_five_labels(tmp_path):
    rows = "".join(f"{word} {word} item {i},{label}\n" for label, word in enumerate(["awful", "bad", "so so", "good", "superb"]) for i in range(20))
    (tmp_path / "five.csv").write_text("text,label\n" + rows)
    config = small_config(tmp_path, tmp_path / "five.csv", trainer={"epochs": 12, "class_weights": "balanced", "ema": None})
    sentiment("train", config, "-o", tmp_path / "run", check=0)
    report = json.loads(sentiment("evaluate", tmp_path / "run", tmp_path / "five.csv", "--json", "-", check=0).stdout)
    assert report["labels"] == ["0", "1", "2", "3", "4"]
    assert report["accuracy"] > 0.9


def test_divergence_ends_with_three_and_keeps_the_best(tmp_path):
    config = small_config(
        tmp_path,
        SAMPLE / "train.csv",
        trainer={"epochs": 9, "clip_norm": None, "ema": None, "optimizer": {"type": "sgd", "learning_rate": 1e38},
                 "schedule": {"type": "constant", "warmup_fraction": 0.0}},
    )
    done = sentiment("train", config, "-o", tmp_path / "run", check=3)
    assert b"diverged" in done.stderr
    assert json.loads((tmp_path / "run/meta.json").read_text())["exit_reason"] == "diverged"


def test_force_replaces_only_what_a_run_wrote(tmp_path):
    config = small_config(tmp_path, SAMPLE / "train.csv")
    run = tmp_path / "run"
    sentiment("train", config, "-o", run, check=0)
    (run / "notes.txt").write_text("mine")
    sentiment("train", config, "-o", run, "--force", "--set", "trainer.epochs=1", check=0)
    assert (run / "notes.txt").read_text() == "mine"
    assert json.loads((run / "metrics.json").read_text())["epochs"] == 1


def test_terminal_gets_a_progress_bar(tmp_path):
    import os
    import pty
    import subprocess
    from conftest import SENTIMENT

    leader, follower = pty.openpty()
    config = small_config(tmp_path, SAMPLE / "train.csv", trainer={"epochs": 6})
    process = subprocess.Popen(
        [SENTIMENT, "train", str(config), "-o", str(tmp_path / "run")],
        stderr=follower, stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"},
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    assert process.wait() == 0
    assert "█".encode() in seen or "░".encode() in seen
