"""Every shipped config runs, and its documentation is what the declarations say."""

import json
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, error_lines, sentiment

ALL = sorted((ROOT / "configs").glob("*.json"))
PRETRAINING = [path for path in ALL if path.name.startswith("pretrain-")]
CONFIGS = [path for path in ALL if path not in PRETRAINING]


def short(config):
    """The sample stands in for data that has to be fetched; all else is as shipped but for the length."""
    epochs = "vectors.epochs=1" if "vectors" in config.name and config in PRETRAINING else "trainer.epochs=1"
    sample = ["--set", f"data.train={SAMPLE / 'train.csv'}", "--set", epochs]
    return sample + (["--set", "data.format=csv"] if config.name.startswith("mr-") else [])


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory):
    """Runs of the shipped pretraining configs by name."""
    folder = tmp_path_factory.mktemp("pretrained")
    for config in PRETRAINING:
        sentiment("pretrain", config, "-o", folder / config.stem, *short(config), check=0)
    return {config.stem: folder / config.stem for config in PRETRAINING}


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_config_trains(config, pretrained, tmp_path):
    start = []
    source = json.loads(config.read_text()).get("model", {}).get("initialize_from")
    if source:
        kind = Path(source).name.removesuffix("-pretraining")
        start = ["--set", f"model.initialize_from={pretrained[f'pretrain-imdb-{kind}']}"]
    sentiment("train", config, "-o", tmp_path / "run", *short(config), *start, check=0)
    assert (tmp_path / "run/model.safetensors").exists()


@pytest.mark.parametrize("config", PRETRAINING, ids=lambda path: path.stem)
def test_config_pretrains(config, pretrained):
    assert (pretrained[config.stem] / "model.safetensors").exists()


@pytest.mark.parametrize("config", ALL, ids=lambda path: path.stem)
def test_config_is_described(config):
    assert f"| `{config.name}` |" in (ROOT / "configs/README.md").read_text()


def test_there_is_one_for_each_idea():
    resolved = [json.loads(sentiment("train", path, "--print-config", check=0).stdout) for path in CONFIGS]
    assert any(c["trainer"]["clip_value"] == 2.0 for c in resolved)
    assert any(c["trainer"]["bptt"]["window"] for c in resolved)
    assert {"lstm", "gru", "rnn"} == {c["model"]["type"] for c in resolved}
    assert any(c["model"]["residual"] and c["model"]["layers"] == 2 for c in resolved)


def test_table_of_settings_is_current():
    for kind in ([], ["--pretrain"]):
        table = sentiment("init", *kind, "--table", check=0).stdout.decode()
        assert table in (ROOT / "configs/README.md").read_text()


@pytest.mark.parametrize("command", [["check"], ["train", "--dry-run"], ["train", "--print-config"]])
@pytest.mark.parametrize("config", PRETRAINING, ids=lambda path: path.name)
def test_a_pretraining_config_is_sent_to_its_own_command(config, command):
    done = sentiment(*command, config, check=2)
    assert error_lines(done) == [
        f"error: {config}: expected the config of a classifier, found one of sentiment pretrain; "
        f"sentiment pretrain {config} --dry-run looks at it and its texts"]
