"""What a run says of its gradients, through the real binaries."""

import json

from conftest import SAMPLE, sentiment, small_config


def train(folder, **trainer):
    config = small_config(folder, SAMPLE / "train.csv", model={"type": "gru", "bidirectional": False}, trainer=trainer)
    log = sentiment("train", config, "-o", folder / "run", check=0).stderr.decode()
    events = [json.loads(line) for line in (folder / "run/metrics.jsonl").read_text().splitlines()]
    return log, events, json.loads((folder / "run/metrics.json").read_text())


def test_gradients_are_in_the_events_the_metrics_and_the_log(tmp_path):
    log, events, metrics = train(tmp_path, clip_norm=0.01, clip_value=0.001, log_every_steps=10)
    interval = next(event for event in events if event["event"] == "interval")
    assert set(interval["gradient_norms"]) == {"embedding", "layer0.reset", "layer0.update", "layer0.new", "head"}
    assert interval["gradient_norm_max"] >= interval["gradient_norm"] > 0
    assert interval["clipped_steps"] == 10 and interval["clipped_elements"] > 0
    gradient = metrics["gradient"]
    assert gradient["steps"] == metrics["steps"]
    assert gradient["norm_median"] <= gradient["norm_p95"] <= gradient["norm_max"]
    assert set(gradient["norms"]) == set(interval["gradient_norms"])
    assert any(s.startswith("clip_norm 0.01 cut ") and s.endswith("it acts as a learning rate") for s in gradient["sentences"])
    assert all(sentence in log for sentence in gradient["sentences"])
    assert [flow["epoch"] for flow in metrics["gradient_flow"]] == [0, 1, 2]
    for flow in metrics["gradient_flow"]:
        assert (flow["layer"], flow["direction"]) == (0, "forward")
        assert len(flow["distances"]) == len(flow["norms"]) == len(flow["texts"]) > 3


def test_a_gradient_cut_off_by_the_window_is_exactly_zero(tmp_path):
    _, _, metrics = train(tmp_path, bptt={"window": 5})
    for flow in metrics["gradient_flow"]:
        for distance, norm in zip(flow["distances"], flow["norms"]):
            assert (norm > 0) == (distance < 5)


def test_without_diagnostics_the_model_is_the_same_and_nothing_is_said(tmp_path):
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    train(tmp_path / "with")
    log, events, metrics = train(tmp_path / "without", diagnostics=False)
    assert {event["event"] for event in events} == {"interval", "validation"}
    assert "gradient" not in metrics and "gradient_flow" not in metrics
    assert "gradient_norms" not in events[0] and "it acts as" not in log and "tokens from the end" not in log
    models = [(tmp_path / name / "run/model.safetensors").read_bytes() for name in ("with", "without")]
    assert models[0] == models[1]
