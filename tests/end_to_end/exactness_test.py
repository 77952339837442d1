"""One config and one seed give one model: whoever trains, wherever, whenever, and in however many lives."""

import csv
import json
import os
import shutil
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment, small_config, tree
from run_folder import checkpoints, digest, events

STEPS_PER_EPOCH, EPOCHS = 14, 3
STEPS = STEPS_PER_EPOCH * EPOCHS
SECTIONS = {
    "a rate that falls": {
        "model": {"embedding_size": 12, "hidden_size": 8, "layers": 2, "layer_dropout": 0.2},
        "trainer": {"epochs": EPOCHS}},
    "a rate that is cut": {
        "trainer": {"epochs": EPOCHS, "patience": 2,
                    "optimizer": {"type": "sgd", "momentum": 0.9, "learning_rate": 0.5},
                    "schedule": {"type": "plateau", "patience": 0}}},
}


def experiment(folder, sections):
    """A config in a folder of its own with data beside it: a part to train on, another to validate."""
    with open(SAMPLE / "train.csv", newline="") as file:
        rows = list(csv.reader(file))[:32 * STEPS_PER_EPOCH]  # with the header: the last batch lacks one
    with open(folder / "train.csv", "w", newline="") as file:
        csv.writer(file).writerows(rows)
    shutil.copy(SAMPLE / "valid.csv", folder / "valid.csv")
    trainer = {"batch_size": 32, "log_every_steps": 1, **sections["trainer"]}
    return small_config(folder, "train.csv", data={"valid": "valid.csv"}, model=sections.get("model", {}),
                        trainer=trainer, checkpoint={"every_steps": 1, "keep": 1000})


def train(config, run, *more, **options):
    return sentiment("train", config, "-o", run, *more, check=0, **options)


@pytest.fixture(scope="module", params=SECTIONS, ids=lambda name: name)
def whole(request, tmp_path_factory):
    """A run that nobody disturbs, with a checkpoint of every step."""
    folder = tmp_path_factory.mktemp("whole")
    config = experiment(folder, SECTIONS[request.param])
    train(config, folder / "run")
    assert len(checkpoints(folder / "run")) == STEPS + 1
    return config, folder / "run"


def saved(checkpoint):
    """All that a checkpoint holds but the time that was spent."""
    state = json.loads((checkpoint / "state.json").read_text())
    del state["progress"]["seconds"]
    return [(checkpoint / name).read_bytes() for name in ("model.safetensors", "training.safetensors")], state


@pytest.mark.parametrize("step", [0, STEPS_PER_EPOCH, STEPS_PER_EPOCH + 1, STEPS - 1, STEPS])
def test_a_resumed_run_equals_one_that_was_not_stopped(whole, tmp_path, step):
    """Rows: D1 D5 H5. In every loss, and in all that the last checkpoint holds."""
    config, undisturbed = whole
    run = tmp_path / "run"
    run.mkdir()
    (run / "checkpoints").mkdir()
    for name in ("config.json", "config.input.json", "metrics.jsonl", ".lock"):
        shutil.copy(undisturbed / name, run / name)
    if step >= STEPS_PER_EPOCH:  # there is a best model
        shutil.copy(undisturbed / "model.safetensors", run)
    place = f"checkpoints/step-{step:06}"
    shutil.copytree(undisturbed / place, run / place)
    train(config, run, "--resume", "--threads", "2")
    assert digest(run) == digest(undisturbed)
    assert events(run) == events(undisturbed)
    assert saved(checkpoints(run)[-1]) == saved(checkpoints(undisturbed)[-1])


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A shorter run, with the config, the model's digest and the losses of it."""
    folder = tmp_path_factory.mktemp("short")
    config = experiment(folder, {"trainer": {"epochs": 1}})
    train(config, folder / "run", "--threads", "2")
    return folder, config, digest(folder / "run"), events(folder / "run")


def elsewhere(command, **variables):
    """The command in another folder, with other variables."""
    return command, {"cwd": "/", "env": {**os.environ, **variables}}


SURROUNDINGS = {
    "another folder, time zone and shell": lambda command: elsewhere(
        command, TZ="Asia/Kathmandu", OMP_NUM_THREADS="3", HOME="/nowhere", LANG="tr_TR.UTF-8"),
    "memory that is not zero": lambda command: elsewhere(command, MALLOC_PERTURB_="165"),
    "another host": lambda command: elsewhere(["unshare", "-u", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh", *command]),
    **{f"{threads} threads": lambda command, threads=threads: elsewhere([*command, "--threads", str(threads)])
       for threads in (1, 3, 4)},
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_a_run_has_the_same_bits_in_any_surroundings(short, tmp_path, name):
    """Rows: D7 D8 D10. A locale with a decimal comma: locale_test."""
    if name == "another host" and subprocess.run(["unshare", "-u", "true"], capture_output=True).returncode != 0:
        pytest.skip("this user may not give a process a host name of its own")
    _, config, expected, losses = short
    command, options = SURROUNDINGS[name]([SENTIMENT, "train", str(config), "-o", str(tmp_path / "run"), "--quiet"])
    subprocess.run(command, check=True, timeout=120, **options)
    assert digest(tmp_path / "run") == expected and events(tmp_path / "run") == losses


def test_a_run_has_the_same_bits_beside_others(short, tmp_path):
    """Rows: D7 D9. On cores that all have something else to do."""
    _, config, expected, losses = short
    busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(os.cpu_count())]
    try:
        for attempt in range(2):
            run = tmp_path / f"run{attempt}"
            train(config, run, "--threads", "2", "--quiet")
            assert digest(run) == expected and events(run) == losses
    finally:
        for process in busy:
            process.kill()
            process.wait()


def test_a_run_has_the_same_bits_wherever_its_data_is_and_others_of_another_seed(short, tmp_path):
    """Rows: D7."""
    folder, _, expected, losses = short
    for name in ("config.json", "train.csv", "valid.csv"):
        shutil.copy(folder / name, tmp_path / name)
    train(tmp_path / "config.json", tmp_path / "run", "--quiet")
    assert digest(tmp_path / "run") == expected and events(tmp_path / "run") == losses
    train(tmp_path / "config.json", tmp_path / "other", "--quiet", "--seed", "8")
    assert digest(tmp_path / "other") != expected and events(tmp_path / "other") != losses


@pytest.fixture
def stopped(short, tmp_path):
    """The short run as it was after its tenth step."""
    run = shutil.copytree(short[0] / "run", tmp_path / "run")
    for checkpoint in checkpoints(run)[11:]:
        shutil.rmtree(checkpoint)
    return run


def instruction_set(run):
    return json.loads((run / "meta.json").read_text())["environment"]["instruction_set"]


def test_other_instructions_are_said_by_name(short, stopped):
    """Rows: D8."""
    best = instruction_set(stopped)
    if best == "generic":
        pytest.skip("this processor has no other instructions")
    done = train(short[1], stopped, "--resume", env={**os.environ, "SENTIMENT_ISA": "generic"})
    warnings = [line for line in done.stderr.decode().splitlines() if line.startswith("warning: ")]
    assert warnings == [f'warning: resuming with another instruction_set ("{best}" before, "generic" now): the result '
                        "will differ in its last bits"]


def test_other_threads_are_said_only_where_they_matter(short, stopped, tmp_path):
    """Rows: D8. Our own kernels give the same bits on any number of them; libtorch's layers do not promise that."""
    _, config, expected, _ = short
    done = train(config, stopped, "--resume", "--threads", "3")
    assert b"warning" not in done.stderr and digest(stopped) == expected
    torch = ["--set", "trainer.backend=torch"]
    train(config, tmp_path / "torch", *torch, "--threads", "1", "--quiet")
    for checkpoint in checkpoints(tmp_path / "torch")[11:]:
        shutil.rmtree(checkpoint)
    done = train(config, tmp_path / "torch", *torch, "--threads", "2", "--resume")
    assert b"warning: resuming with another threads (1 before, 2 now): the result will differ" in done.stderr


def refused(run, config, *overrides, check):
    before = tree(run)
    done = sentiment("train", config, "-o", run, "--resume", *(f"--set={override}" for override in overrides), check=check)
    assert done.stdout == b"" and tree(run) == before
    return error_lines(done)


def changed_rows(rows, how):
    header, first, second, *rest = rows
    return {"a letter": [header, [first[0] + "x", *first[1:]], second, *rest],
            "the order": [header, second, first, *rest],
            "a row more": [*rows, first],
            "a row less": [header, first, *rest]}[how]


@pytest.mark.parametrize("part, how", [("train", "a letter"), ("train", "the order"), ("train", "a row more"),
                                       ("valid", "a row less"), ("valid", "the order")])
def test_other_data_is_refused_by_name(short, stopped, tmp_path, part, how):
    """Rows: D12."""
    folder, config, _, _ = short
    with open(folder / f"{part}.csv", newline="") as file:
        rows = list(csv.reader(file))
    with open(tmp_path / "changed.csv", "w", newline="") as file:
        csv.writer(file).writerows(changed_rows(rows, how))
    errors = refused(stopped, config, f"data.{part}={tmp_path / 'changed.csv'}", check=1)
    assert errors == [f"error: data.{part}: the {part} part has changed since the run was started; a resumed run needs "
                      "the same data"]


def test_other_settings_are_refused_by_name_all_at_once(short, stopped):
    """Rows: D12 D13."""
    overrides = {"seed": 9, "tokenizer.max_tokens": 50, "tokenizer.lowercase": False,
                 "vocabulary.min_count": 3, "model.hidden_size": 9, "model.dropout": 0.1, "model.pooling": "last",
                 "trainer.epochs": 5, "trainer.batch_size": 16, "trainer.optimizer.learning_rate": 0.1,
                 "trainer.schedule.type": "cosine", "trainer.clip_norm": None, "trainer.ema": 0.5}
    errors = refused(stopped, short[1], *(f"{name}={json.dumps(value)}" for name, value in overrides.items()), check=2)
    assert sorted(line.removeprefix("error: ").split(":")[0] for line in errors) == sorted(overrides)
    assert all("the run was started with" in line for line in errors)


def test_data_may_move_and_what_is_said_may_change(short, stopped, tmp_path):
    """Rows: D12. What does not touch the numbers."""
    folder, config, expected, _ = short
    shutil.copy(folder / "train.csv", tmp_path / "moved.csv")
    train(config, stopped, "--resume", "--set", f"data.train={tmp_path / 'moved.csv'}", "--set", "checkpoint.keep=1",
          "--set", "checkpoint.every_steps=2", "--set", "trainer.log_every_steps=3")
    assert digest(stopped) == expected and len(checkpoints(stopped)) == 1
