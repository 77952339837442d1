"""`explain` on the real binaries: it agrees with `predict`, adds up, and writes pages that need nothing else."""

import csv
import html.parser
import json
import os
import select
import shutil
import subprocess

import pytest
from conftest import SAMPLE, SENTIMENT, error_lines, sentiment

CHROMIUM = shutil.which("chromium")
TEXTS = ["I expected a masterpiece and got a disappointment.", "Not good at all, but not so bad!",
         "A film <script>alert(1)</script> & \"more\" splendidissimo", "good", ""]


def records(*arguments, texts=TEXTS, check=0):
    source = "".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(texts)).encode()
    done = sentiment(*arguments, "--input-format", "jsonl", "--format", "jsonl", input=source, check=check)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sample_texts():
    with open(SAMPLE / "test.csv", newline="", encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file)][:200]


def test_the_running_probability_is_what_predict_says_of_the_beginning(trained):
    for explained in records("explain", trained):
        tokens = explained["tokens"]
        beginnings = [" ".join(tokens[:end]) for end in range(1, len(tokens) + 1)]
        predicted = records("predict", trained, texts=beginnings)
        assert [p["tokens"] for p in predicted] == list(range(1, len(tokens) + 1))
        expected = [p["probabilities"][explained["label"]] for p in predicted]
        assert explained["running_probability"] == pytest.approx(expected, abs=1e-5)


def test_the_answer_is_that_of_predict(trained):
    for explained, predicted in zip(records("explain", trained), records("predict", trained), strict=True):
        assert explained["label"] == predicted["label"]
        assert explained["probability"] == pytest.approx(predicted["probability"], abs=1e-9)
        assert explained["total_tokens"] == predicted["tokens"]
        assert explained["running_probability"][-1:] == [explained["probability"]][: len(explained["tokens"])]


def test_attributions_add_up_but_for_the_error_that_is_printed(trained):
    errors = []
    for explained in records("explain", trained, texts=sample_texts()):
        gained = explained["logit_difference"] - explained["baseline_logit_difference"]
        assert sum(explained["attributions"]) - gained == pytest.approx(explained["completeness_error"], abs=1e-9)
        errors.append(abs(explained["completeness_error"]) / max(abs(explained["logit_difference"]), 0.1))
    assert sorted(errors)[int(0.95 * len(errors))] < 0.01


def test_lines_are_answered_before_the_next_one(trained):
    process = subprocess.Popen([SENTIMENT, "explain", str(trained)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in (b"first\n", b"second\n"):
        process.stdin.write(line)
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 20.0)[0], "no answer within twenty seconds"
        assert line.strip() in os.read(process.stdout.fileno(), 4096)
    process.stdin.close()
    assert process.wait() == 0


def test_no_terminal_means_no_colours_and_hostile_text_stays_visible(trained):
    source = '{"id": "\\u001b[31m\\u202e", "text": "good \\u001b[31m \\u202e bad\\u0007"}\n'.encode()
    done = sentiment("explain", trained, "--input-format", "jsonl", input=source, check=0)
    assert done.stdout.startswith(b"\\x1b[31m\\u{202e}: ")
    assert all(c == "\n" or c.isprintable() for c in done.stdout.decode())


def test_gates_have_a_value_for_each_token_and_unit(trained):
    explained = records("explain", trained, "--gates", texts=["not so bad"])[0]
    for trace in explained["gates"]:
        assert trace["direction"] in ("forward", "backward") and trace["layer"] >= 0
        for name, signal in trace["signals"].items():
            assert [len(units) for units in signal["units"]] == [trace["hidden_size"]] * 3
            for low, median, high in zip(signal["low"], signal["median"], signal["high"], strict=True):
                assert low <= median <= high
                assert name == "cell" or -1.0 <= low <= high <= 1.0


@pytest.mark.parametrize("arguments", [["--gates"], ["--text-column", "x"], ["--format", "csv"]])
def test_options_without_effect_are_refused(trained, arguments):
    assert len(error_lines(sentiment("explain", trained, *arguments, input=b"good\n", check=2))) == 1


def test_a_full_disk_is_an_error(trained):
    for form in ("text", "jsonl", "html"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([SENTIMENT, "explain", str(trained), "--format", form], input=b"good\n", stdout=full,
                                  stderr=subprocess.PIPE)
        assert done.returncode == 1 and len(error_lines(done)) == 1


class Page(html.parser.HTMLParser):
    """Tags, and addresses that a browser would load."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.loads = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.loads += [v for k, v in attributes if k in ("src", "href", "srcset", "data") and not v.startswith("data:")]


def page_of(trained, texts=TEXTS):
    source = "".join(json.dumps({"id": "</title><script>", "text": text}) + "\n" for text in texts).encode()
    return sentiment("explain", trained, "--input-format", "jsonl", "--format", "html", "--gates", input=source,
                     check=0).stdout.decode()


def test_the_page_needs_nothing_else_and_each_figure_has_a_table(trained):
    page = Page(page_of(trained))
    assert page.loads == [] and "script" not in page.tags
    assert page.tags.count("figure") == page.tags.count("table") > 4 * 4


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
@pytest.mark.parametrize("width", [400, 1200])
def test_chromium_draws_the_page(trained, tmp_path, width):
    # The page forbids scripts; a copy that allows one says how large its drawings are.
    page = page_of(trained)
    probe = ("<script>document.title = JSON.stringify({sizes: [...document.querySelectorAll('figure > *:first-child, svg')]"
             ".map(e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height)),"
             "wide: document.documentElement.scrollWidth - document.documentElement.clientWidth})</script></body>")
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "probed.html").write_text(page.replace("default-src 'none'", "script-src 'unsafe-inline'").replace("</body>", probe))
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile",
               "--enable-logging=stderr", f"--window-size={width},900", "--dump-dom"]
    plain = subprocess.run([*command, f"file://{tmp_path}/page.html"], capture_output=True, text=True, timeout=120)
    assert plain.returncode == 0 and "CONSOLE" not in plain.stderr
    probed = subprocess.run([*command, f"file://{tmp_path}/probed.html"], capture_output=True, text=True, timeout=120)
    seen = json.loads(html.unescape(probed.stdout.split("<title>")[1].split("</title>")[0]))
    assert len(seen["sizes"]) > 16 and min(seen["sizes"]) > 0
    assert seen["wide"] <= 0, "the page scrolls sideways"
