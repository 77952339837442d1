"""Checkpoints that their manifests vouch for, and whose files are wrong all the same: --resume refuses them in a line and
changes nothing."""

import json
import os
import shutil

import pytest
from conftest import SAMPLE, error_lines, sentiment, small_config, tree
from model_corpus import CASES, CONTAINERS, NO_MODEL, joined, parts
from run_folder import checkpoints, copy_of, cut_back, edit_json, fit_manifest


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """A run with one checkpoint, of the first epoch's end, and the arguments that resume it."""
    folder = tmp_path_factory.mktemp("stopped")
    config = small_config(folder, SAMPLE / "train.csv", checkpoint={"keep": 2})
    sentiment("train", config, "-o", folder / "run", "--quiet", check=0)
    cut_back(folder / "run")
    return folder / "run", ["train", config, "--resume"]


def refused(run, arguments):
    """Ends with one line of error and changes no byte; what it said."""
    before = tree(run)
    done = sentiment(*arguments, "-o", run, check=1)
    assert done.stdout == b"" and len(error_lines(done)) == 1, done.stderr
    assert not [c for c in done.stderr if c < 0x20 and c != 0x0A]
    assert tree(run) == before
    return done.stderr.decode().splitlines()


def refused_one_by_one(run, arguments, name, cases):
    """As many checkpoints as there are cases: each is passed over with what is wrong with its file `name`."""
    sound = checkpoints(run)[0]
    for step, (_, content, _) in enumerate(cases, 1000):
        folder = sound.with_name(f"step-{step:06}")
        folder.mkdir()
        for other in sound.iterdir():
            if other.name != name:
                (folder / other.name).write_bytes(other.read_bytes())
        (folder / name).write_bytes(content)
        fit_manifest(folder)
    shutil.rmtree(sound)
    *warnings, last = refused(run, arguments)
    assert f"none of the {len(cases)} checkpoints is sound; nothing was changed" in last
    for line, (step, (case, _, word)) in zip(warnings, reversed(list(enumerate(cases, 1000))), strict=True):
        assert line.startswith(f"warning: {run}/checkpoints/step-{step:06}/{name}: ") and word in line, case


def test_models_that_are_wrong(stopped, tmp_path):
    """Rows: A1 A7 A10 B5 C9."""
    run, arguments = stopped
    sound = (checkpoints(run)[0] / "model.safetensors").read_bytes()
    cases = [(case.name, case.make(sound), case.word) for case in CASES]
    refused_one_by_one(copy_of(run, tmp_path), arguments, "model.safetensors", cases)


def test_states_that_are_wrong(stopped, tmp_path):
    """Rows: A1 A12 C9. The file of the optimizer's moments is a container as well; foreign files (4, 59) are named only
    where a model is expected, and sound containers are of no run."""
    run, arguments = stopped
    cases = [case for case in CONTAINERS if case[2] != NO_MODEL and not case[0].startswith(("4 ", "59 "))]
    refused_one_by_one(copy_of(run, tmp_path), arguments, "training.safetensors", cases)


def with_another_tensor(content):
    header, data = parts(content)
    header["average.extra"] = {"dtype": "F32", "shape": [1], "data_offsets": [len(data), len(data) + 4]}
    return joined(header, data + bytes(4))


def with_a_tensor_renamed(content):
    header, data = parts(content)
    header["optimizer.exp_avg.output.weights"] = header.pop("optimizer.exp_avg.output.weight")
    return joined(header, data)


def with_a_tensor_transposed(content):
    header, data = parts(content)
    header["optimizer.exp_avg.output.weight"]["shape"].reverse()
    return joined(header, data)


def with_a_number_that_is_none(content):
    header, data = parts(content)
    begin, _ = header["average.output.bias"]["data_offsets"]
    return joined(header, data[:begin] + b"\0\0\xc0\x7f" + data[begin + 4:])


TENSORS = {
    "another tensor": (with_another_tensor, 'the run has no tensor "average.extra"'),
    "a tensor renamed": (with_a_tensor_renamed, 'the run has no tensor "optimizer.exp_avg.output.weights"'),
    "a tensor transposed": (with_a_tensor_transposed, "exp_avg.output.weight is missing or has another shape"),
    "NaN": (with_a_number_that_is_none, 'tensor "average.output.bias": expected numbers, found NaN'),
}


@pytest.mark.parametrize("name", TENSORS)
def test_tensors_that_are_not_the_runs(stopped, tmp_path, name):
    """Rows: A7 A10."""
    run = copy_of(stopped[0], tmp_path)
    change, word = TENSORS[name]
    file = checkpoints(run)[0] / "training.safetensors"
    file.write_bytes(change(file.read_bytes()))
    fit_manifest(file.parent)
    assert word in refused(run, stopped[1])[-1]


STATES = {
    "another step": (lambda state: state["progress"].update(step=10**9), "expected step"),
    "an end without a best epoch": (lambda state: state["progress"].update(finished="completed", best=None), "best epoch"),
    "a number for a text": (lambda state: state["progress"].update(finished=1), "not what this program writes"),
    "no progress": (lambda state: state.pop("progress"), "expected an object progress"),
    "data of another kind": (lambda state: state.update(data=[]), "expected an object data"),
}


@pytest.mark.parametrize("name", STATES)
def test_progress_that_cannot_be(stopped, tmp_path, name):
    """Rows: C9 D12."""
    run = copy_of(stopped[0], tmp_path)
    change, word = STATES[name]
    edit_json(checkpoints(run)[0] / "state.json", change)
    fit_manifest(checkpoints(run)[0])
    assert word in refused(run, stopped[1])[-1]


def test_the_checkpoint_of_another_run(stopped, trained, tmp_path):
    """Rows: A7 D12. Whole, and with the step of the one in whose place it is."""
    run = copy_of(stopped[0], tmp_path)
    place = checkpoints(run)[0]
    for file in checkpoints(trained)[-1].iterdir():
        (place / file.name).write_bytes(file.read_bytes())
    edit_json(place / "state.json", lambda state: (
        state["progress"].update(step=int(place.name.removeprefix("step-")), finished=""),
        state.update(data=json.loads((run / "meta.json").read_text())["data"])))
    fit_manifest(place)
    assert "is it the checkpoint of another run?" in refused(run, stopped[1])[-1]


def test_a_checkpoint_reached_through_a_link(stopped, tmp_path):
    """Rows: B5. Neither a file nor the folder of one may be elsewhere."""
    for name in ("model.safetensors", "manifest.json", ""):
        folder = tmp_path / f"case {name}"
        run = copy_of(stopped[0], folder)
        inside, outside = checkpoints(run)[0] / name, folder / "elsewhere"
        os.rename(inside, outside)
        inside.symlink_to(outside)
        assert "symbolic link" in refused(run, stopped[1])[0]
