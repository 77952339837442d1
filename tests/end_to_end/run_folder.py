"""What tests do with the folder of a run: read it, change it, and make its checkpoints pass for whole."""

import hashlib
import json
import shutil

from conftest import ROOT, sentiment

EPOCHS = 3  # of the fixture `trained`
CHECKPOINT_FILES = ("model.safetensors", "training.safetensors", "state.json")


def resume(run, *more, check=0):
    """Continues a copy of the fixture `trained`, or another run of its config."""
    config = ROOT / "configs/quick.json"
    return sentiment("train", config, "-o", run, "--resume", "--set", f"trainer.epochs={EPOCHS}", *more, check=check)


def copy_of(run, folder):
    return shutil.copytree(run, folder / "run")


def checkpoints(run):
    """Oldest first."""
    return sorted((run / "checkpoints").iterdir())


def cut_back(run):
    """Takes away the newest checkpoint: the run is then one that was killed before it."""
    shutil.rmtree(checkpoints(run)[-1])


def edit_json(path, change):
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content, indent=2) + "\n")


def fit_manifest(checkpoint):
    """Writes the manifest that belongs to what the files hold now."""
    def fit(manifest):
        manifest["step"] = int(checkpoint.name.removeprefix("step-"))
        for name in CHECKPOINT_FILES:
            content = (checkpoint / name).read_bytes()
            manifest["files"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    edit_json(checkpoint / "manifest.json", fit)


def digest(run):
    return hashlib.sha256((run / "model.safetensors").read_bytes()).hexdigest()


def events(run):
    """The lines of metrics.jsonl without what a clock has measured, and without those on a loss that is stuck: they look
    back no further than to the start of the process."""
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    measured = ("tokens_per_second", "time")
    return [{name: value for name, value in line.items() if name not in measured} for line in lines
            if line["event"] != "stuck"]
