"""Each mistake: one clear line, the right exit status, nothing on standard output, no file touched."""

import json

import pytest
from conftest import SAMPLE, error_lines, sentiment, small_config, tree

GOOD_ROWS = "text,label\n" + "".join(f"good film {i},pos\nbad film {i},neg\n" for i in range(20))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "train.csv").write_text(GOOD_ROWS)
    return tmp_path


def refuse(folder, *arguments, status, words, lines=1):
    before = tree(folder)
    done = sentiment(*arguments, check=status)
    assert done.stdout == b""
    errors = error_lines(done)
    assert len(errors) == lines, done.stderr.decode()
    for word in words:
        assert word in "\n".join(errors)
    assert tree(folder) == before
    assert not (folder / "run").exists()


def train(folder, config, *more):
    return ("train", config, "-o", folder / "run", *more)


def test_misspelt_key(folder):
    config = small_config(folder, folder / "train.csv", trainer={"epohcs": 3})
    refuse(folder, *train(folder, config), status=2, words=["trainer.epohcs", 'did you mean "epochs"?', "config.json:1:"])


def test_duplicate_key(folder):
    (folder / "config.json").write_text('{"seed": 1,\n "seed": 2}')
    refuse(folder, *train(folder, folder / "config.json"), status=2, words=["duplicate key", "seed", ":2:"])


def test_fraction_for_a_count(folder):
    config = small_config(folder, folder / "train.csv", trainer={"epochs": 5.5})
    refuse(folder, *train(folder, config), status=2, words=["trainer.epochs", "an integer", "5.5"])


def test_all_config_mistakes_at_once(folder):
    config = small_config(folder, folder / "train.csv", trainer={"epochs": 5.5, "bach_size": 2}, model={"dropout": 1.5})
    refuse(folder, *train(folder, config), status=2, words=["epochs", "bach_size", "model.dropout"], lines=3)


def test_setting_without_effect(folder):
    config = small_config(folder, folder / "train.csv", model={"residual": True})
    refuse(folder, *train(folder, config), status=2, words=["model.residual", "no effect"])


def test_missing_config(folder):
    refuse(folder, *train(folder, folder / "none.json"), status=2, words=["none.json"])


def test_missing_data(folder):
    config = small_config(folder, folder / "none.csv")
    refuse(folder, *train(folder, config), status=1, words=["none.csv", "no such file"])


def test_invalid_json(folder):
    (folder / "config.json").write_text('{"seed": 1,\n "trainer": {,}}')
    refuse(folder, *train(folder, folder / "config.json"), status=2, words=["invalid JSON", "config.json:2:"])


def test_open_quote(folder):
    (folder / "train.csv").write_text(GOOD_ROWS + '"never closed,pos\nmore,neg\n')
    config = small_config(folder, folder / "train.csv")
    refuse(folder, *train(folder, config), status=1, words=["train.csv:42", "quote"])


def test_label_seen_only_in_validation(folder):
    (folder / "valid.csv").write_text("text,label\nfine,pos\nodd,mixed\n")
    config = small_config(folder, folder / "train.csv", data={"valid": str(folder / "valid.csv")})
    refuse(folder, *train(folder, config), status=1, words=["valid.csv:3", '"mixed"'])


@pytest.mark.parametrize("content", ["", "text,label\n"])
def test_empty_training_file(folder, content):
    (folder / "train.csv").write_text(content)
    config = small_config(folder, folder / "train.csv")
    refuse(folder, *train(folder, config), status=1, words=["train.csv"])


def test_one_label_only(folder):
    (folder / "train.csv").write_text("text,label\ngood,pos\nfine,pos\n")
    config = small_config(folder, folder / "train.csv")
    refuse(folder, *train(folder, config), status=1, words=["at least two labels"])


def test_folder_that_already_holds_a_run(folder, trained):
    config = small_config(folder, folder / "train.csv")
    before = tree(trained)
    done = sentiment("train", config, "-o", trained, check=2)
    assert len(error_lines(done)) == 1 and b"already holds a run" in done.stderr
    assert tree(trained) == before


def test_force_with_unreadable_data_keeps_the_old_run(folder, trained):
    config = small_config(folder, folder / "none.csv")
    before = tree(trained)
    sentiment("train", config, "-o", trained, "--force", check=1)
    assert tree(trained) == before


def test_resume_of_nothing(folder):
    config = small_config(folder, folder / "train.csv")
    refuse(folder, *train(folder, config, "--resume"), status=2, words=["nothing to resume"])


def test_model_cut_short(folder, trained):
    whole = (trained / "model.safetensors").read_bytes()
    (folder / "cut.safetensors").write_bytes(whole[: len(whole) // 2])
    for command in (["evaluate", folder / "cut.safetensors", SAMPLE / "test.csv"], ["predict", folder / "cut.safetensors"],
                    ["inspect", folder / "cut.safetensors"]):
        refuse(folder, *command, status=1, words=["cut.safetensors"])


@pytest.mark.parametrize("way", ["config", "option"])
def test_cuda_where_there_is_none(folder, way):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    config = small_config(folder, folder / "train.csv", trainer={"device": "cuda"} if way == "config" else {})
    more = ["--device", "cuda:0"] if way == "option" else []
    refuse(folder, *train(folder, config, *more), status=2, words=["trainer.device", "cuda"])


@pytest.mark.parametrize("arguments", [[], ["trian"], ["train"], ["predict"], ["evaluate", "x"], ["predict", "m", "--threads", "x"],
                                       ["predict", "m", "--threads", "0"], ["train", "c.json", "--frob"], ["inspect", "a", "b"]])
def test_command_lines_that_make_no_sense(tmp_path, arguments):
    done = sentiment(*arguments, check=2, cwd=tmp_path)
    assert done.stdout == b""
    assert done.stderr.strip()


def test_a_single_bad_value_of_set(folder):
    config = small_config(folder, folder / "train.csv")
    refuse(folder, *train(folder, config, "--set", "trainer.epochs=many"), status=2, words=["--set trainer.epochs", "many"])
    refuse(folder, *train(folder, config, "--set", "epochs"), status=2, words=["NAME=VALUE"])


def test_check_reports_the_same_config_mistakes(folder):
    config = small_config(folder, folder / "train.csv", trainer={"epochs": 0})
    done = sentiment("check", config, check=2)
    assert b"trainer.epochs" in done.stderr and done.stdout == b""


def test_check_calls_sound_data_sound(folder):
    config = json.loads((small_config(folder, SAMPLE / "train.csv")).read_text())
    config["data"]["valid"] = str(SAMPLE / "valid.csv")
    (folder / "config.json").write_text(json.dumps(config))
    assert sentiment("check", folder / "config.json", check=0).stdout
