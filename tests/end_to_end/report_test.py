"""`report`, and the page it writes, as Chromium draws it."""

import html.parser
import http.server
import json
import os
import re
import shutil
import subprocess
import threading

import pytest

from conftest import SAMPLE, SENTIMENT, error_lines, sentiment, small_config

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: scripts/setup.sh --tests installs it on Debian")

HOSTILE = ['<script>document.title="owned"</script>', '"><img src=http://other.test/x onerror=alert(1)>']


def chromium(tmp_path, *arguments):
    """Runs Chromium without a window and without requests of its own; returns its output and its log."""
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--enable-logging=stderr", f"--user-data-dir={tmp_path}/profile",
         "--window-size=1280,900", *arguments],
        capture_output=True, timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode(), done.stderr.decode(errors="replace")


@pytest.fixture(scope="module")
def run(trained, tmp_path_factory):
    copy = tmp_path_factory.mktemp("reported") / "run"
    shutil.copytree(trained, copy)
    done = sentiment("report", copy, "--quiet", check=0)
    assert done.stdout.decode() == f"{copy}/report.html\n"
    assert done.stderr == b""
    return copy


@pytest.fixture(scope="module")
def page(run):
    return (run / "report.html").read_text()


class Elements(html.parser.HTMLParser):
    """The elements of a page with their attributes, in order."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def named(self, *tags):
        return [(tag, attributes) for tag, attributes in self.found if tag in tags]


def test_the_page_names_nothing_outside_itself(page):
    assert not re.search(r"https?:|url\(|@import|<script", page)
    elements = Elements(page)
    assert not elements.named("script", "img", "iframe", "object", "embed", "form", "base", "audio", "video")
    for tag, attributes in elements.found:
        assert "src" not in attributes and not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert attributes.get("href", "#")[:1] == "#" or attributes["href"] == "data:,", (tag, attributes)
    targets = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    assert {attributes["href"][1:] for _, attributes in elements.named("a")} <= targets


def test_every_section_is_there(page):
    sections = ["training", "gradient", "validation", "suspicious", "explained", "data", "provenance"]
    assert [attributes["id"] for tag, attributes in Elements(page).named("h2")] == sections
    for words in ("Confusion matrix", "Reliability", "Accuracy by length", "Learning rate", "Gradient norm",
                  "validation texts are labelled correctly", "What each token adds", "trainer.optimizer.type"):
        assert words in page


def test_headings_are_in_order_and_figures_have_names_and_tables(page):
    levels = [int(tag[1]) for tag, _ in Elements(page).named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) > 15
    for figure in figures:
        assert "<figcaption>" in figure
        assert "<table" in figure or 'class="note"' in figure, figure
        for drawing in re.findall(r"<svg[^>]*role=.*?</svg>", figure, re.DOTALL):
            assert re.search(r'role="img">\s*<title>[^<]+</title>\s*<desc>[^<]+</desc>', drawing), drawing[:300]


@pytest.fixture(scope="module")
def pretrained_pages(tmp_path_factory):
    """The pages of one run of each objective, whose data and folder have markup for names."""
    folder = tmp_path_factory.mktemp("pretrained <b>")
    data = folder / "<img src=x onerror=alert(1)>.txt"
    rows = (SAMPLE / "train.csv").read_text().splitlines()[1:600]
    data.write_text("".join(f"{HOSTILE[i % 2]} {row}\n" for i, row in enumerate(rows)) + "\n")
    pages = {}
    for objective in ("language_model", "vectors"):
        config = {"objective": objective, "data": {"train": str(data), "valid_fraction": 0.2},
                  "model": {"embedding_size": 8}, "trainer": {"log_every_steps": 2}}
        if objective == "language_model":
            config["model"]["hidden_size"] = 12
            config |= {"language_model": {"streams": 8, "window": 20, "candidates": 50}}
            config["trainer"]["epochs"] = 2
        else:
            config["vectors"] = {"epochs": 2, "subsample": 0}
            config["data"]["train"] = [str(data)] * 8  # a step is 32,000 words, and epochs of several have curves
        (folder / "config.json").write_text(json.dumps(config))
        sentiment("pretrain", folder / "config.json", "-o", folder / objective, "--quiet", check=0)
        pages[objective] = (folder / objective / "report.html").read_text()
    return pages, folder


@pytest.mark.parametrize("objective, sections, words", [
    ("language_model", ["training", "gradient", "data", "provenance"],
     ["The perplexity of the kept model", "of the tokens. It ", "a model that counts 3 words", "Perplexity against counting",
      "nats per token", "Next word right", "Learning rate", "Gradient norm", "Clipped steps", "tokens per second",
      "Gradient against distance, layer 0", "layer0.forget", "of the texts, set aside at random", "language_model.window",
      "The kept model is that of epoch"]),
    ("vectors", ["training", "data", "provenance"],
     ["the loss of the kept vectors", "nats per pair of words", "words per second", "vectors.negatives"]),
])
def test_a_pretraining_run_has_a_page_of_what_applies_to_it(pretrained_pages, objective, sections, words):
    page = pretrained_pages[0][objective]
    assert [attributes["id"] for tag, attributes in Elements(page).named("h2")] == sections
    assert [word for word in words if word not in page] == []
    for other in ("is not one of this version", "labelled correctly", "Confusion", "This run has no"):
        assert other not in page
    if objective == "vectors":
        assert "erplexity" not in page and "Gradient" not in page


@pytest.mark.parametrize("objective", ["language_model", "vectors"])
def test_a_pretraining_page_stands_alone_and_markup_in_it_stays_text(pretrained_pages, objective):
    page = pretrained_pages[0][objective]
    test_the_page_names_nothing_outside_itself(page)
    assert "onerror=alert(1)&gt;.txt" in page
    assert not Elements(page).named("script", "img", "b", "i")
    levels = [int(tag[1]) for tag, _ in Elements(page).named("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_report_writes_the_page_of_a_pretraining_run_again(pretrained_pages, tmp_path):
    pages, folder = pretrained_pages
    shutil.copytree(folder / "language_model", tmp_path / "language_model")
    (tmp_path / "language_model/report.html").unlink()
    sentiment("report", tmp_path / "language_model", "--quiet", check=0)
    assert (tmp_path / "language_model/report.html").read_text() == pages["language_model"]
    for name in ("meta.json", "metrics.json", "metrics.jsonl"):
        (tmp_path / "language_model" / name).unlink()
    sentiment("report", tmp_path / "language_model", "--quiet", check=0)
    bare = (tmp_path / "language_model/report.html").read_text()
    assert "meta.json is missing or cannot be read." in bare and "This run has no model yet" in bare


MEASURE = """<script>
const box = e => { const r = e.getBoundingClientRect(); return [e.tagName, r.width, r.height]; };
const seen = {
  figures: [...document.querySelectorAll("figure")].map(box),
  drawings: [...document.querySelectorAll("figure svg[role=img]")].map(box),
  letters: [...document.querySelectorAll("figure.chart > svg[role=img]")].map(
      svg => 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width),
  right: Math.max(...[...document.querySelectorAll("body *:not(.scroll *)")].map(e => e.getBoundingClientRect().right)),
  ground: getComputedStyle(document.body).backgroundColor};
document.body.innerHTML = ""; document.body.append(JSON.stringify(seen));
</script>"""


def measured(page, tmp_path, *arguments, width=390):
    """Sizes as drawn in `width` pixels: of a copy that may run a script, as the page itself may not."""
    copy = tmp_path / "measured.html"
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy.write_text(without_policy.replace("</body>", f"<style>html {{ width: {width}px }}</style>{MEASURE}</body>"))
    dom, _ = chromium(tmp_path, *arguments, "--dump-dom", f"file://{copy}")
    return json.loads(re.search(r"<body>(.*)</body>", dom, re.DOTALL)[1])


@needs_chromium
def test_every_figure_is_drawn_and_readable_on_a_phone(page, tmp_path):
    for width in (390, 1280):
        seen = measured(page, tmp_path, width=width)
        assert len(seen["drawings"]) > 15
        for name, wide, high in seen["figures"] + seen["drawings"]:
            assert wide > 100 and high > 40, (name, wide, high)
        assert seen["right"] <= width  # nothing but what scrolls in its own box is wider than the page
        assert min(seen["letters"]) > 10


@needs_chromium
@pytest.mark.parametrize("objective", ["language_model", "vectors"])
def test_a_pretraining_page_is_drawn_readable_in_the_dark_and_asks_for_nothing(pretrained_pages, objective, tmp_path):
    page = pretrained_pages[0][objective]
    for width in (390, 1280):
        seen = measured(page, tmp_path, "--blink-settings=preferredColorScheme=0", width=width)
        assert len(seen["drawings"]) == (10 if objective == "language_model" else 3)
        assert all(wide > 100 and high > 40 for _, wide, high in seen["figures"] + seen["drawings"])
        assert seen["right"] <= width and min(seen["letters"]) > 10
        assert seen["ground"] == "rgb(21, 24, 27)"
    urls, log = requests_of(page, tmp_path)
    assert urls == ["http://report.test/"] and "CONSOLE" not in log


@needs_chromium
def test_it_is_dark_for_those_who_want_it_dark(page, tmp_path):
    assert measured(page, tmp_path)["ground"] == "rgb(255, 255, 255)"
    assert measured(page, tmp_path, "--blink-settings=preferredColorScheme=0")["ground"] == "rgb(21, 24, 27)"


class Counter(http.server.BaseHTTPRequestHandler):
    """A proxy that answers every request itself, and keeps its URL."""

    def do_GET(self):
        self.server.urls.append(self.path)
        body = self.server.page if self.path == "http://report.test/" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        self.server.urls.append(self.path)
        self.send_error(403)

    def log_message(self, *_):
        pass


def requests_of(page, tmp_path):
    """What is asked for when the page is opened, and Chromium's log."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    server.urls, server.page = [], page.encode()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        _, log = chromium(tmp_path, f"--proxy-server=127.0.0.1:{server.server_port}", "--dump-dom",
                          "--virtual-time-budget=2000", "http://report.test/")
    finally:
        server.shutdown()
    own = ("google.com", "googleapis.com", "gvt1.com", "gstatic.com")  # what Chromium may ask for itself
    return [url for url in server.urls if not any(host in url for host in own)], log


@needs_chromium
def test_nothing_is_asked_of_the_network_and_nothing_complains(page, tmp_path):
    urls, log = requests_of(page, tmp_path)
    assert urls == ["http://report.test/"]
    assert "CONSOLE" not in log


@needs_chromium
def test_the_count_of_requests_would_notice_one(tmp_path):
    urls, log = requests_of('<img src="http://other.test/x.png"><script>console.error("oh")</script>', tmp_path)
    assert "http://other.test/x.png" in urls
    assert "CONSOLE" in log


@needs_chromium
def test_it_is_drawn_under_its_own_policy_which_forbids_scripts(run, page, tmp_path):
    assert "default-src 'none'" in page
    picture = tmp_path / "page.png"
    chromium(tmp_path, f"--screenshot={picture}", f"file://{run}/report.html")
    assert picture.read_bytes()[:4] == b"\x89PNG" and picture.stat().st_size > 10_000


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory):
    """A run whose labels and texts are markup."""
    folder = tmp_path_factory.mktemp("hostile <b>")
    def quoted(text):
        return '"' + text.replace('"', '""') + '"'

    words = ("dreadful", "splendid")
    lines = [f"{quoted(f'{words[i]} {HOSTILE[i]} film {n}')},{quoted(HOSTILE[i])}\n" for n in range(60) for i in (0, 1)]
    (folder / "<i>data.csv").write_text("text,label\n" + "".join(lines))
    config = small_config(folder, folder / "<i>data.csv")
    sentiment("train", config, "-o", folder / "run", "--quiet", check=0)
    sentiment("report", folder / "run", "--quiet", check=0)
    return folder / "run"


def test_markup_in_labels_texts_and_paths_stays_text(hostile_run):
    page = (hostile_run / "report.html").read_text()
    assert "owned" in page and "other.test" in page
    elements = Elements(page)
    assert not elements.named("script", "img", "b", "i")
    assert not [a for _, a in elements.found if any(name.startswith("on") for name in a)]


@needs_chromium
def test_hostile_markup_does_nothing_even_where_scripts_may_run(hostile_run, tmp_path):
    page = (hostile_run / "report.html").read_text()
    open_page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    urls, log = requests_of(open_page, tmp_path)
    assert urls == ["http://report.test/"]
    assert "CONSOLE" not in log


def test_data_that_moved_or_changed_has_a_sentence_in_place_of_its_figures(hostile_run, tmp_path):
    data = hostile_run.parent / "<i>data.csv"
    run = tmp_path / "run"
    shutil.copytree(hostile_run, run)
    content = data.read_text()
    try:
        label = '"' + HOSTILE[0].replace('"', '""') + '"'
        data.write_text(content + f"another text,{label}\n")
        sentiment("report", run, "--quiet", check=0)
        changed = (run / "report.html").read_text()
        data.rename(data.with_suffix(".gone"))
        sentiment("report", run, "--quiet", check=0)
        gone = (run / "report.html").read_text()
    finally:
        data.write_text(content)
    assert "The train data has changed since the run." in changed
    assert "cannot both be read" in gone
    for page in (changed, gone):
        assert "of the validation texts correctly" in page and "Learning rate" in page
        assert "Confusion matrix" not in page


def test_data_from_a_pipe_is_not_waited_for(tmp_path):
    pipe = tmp_path / "train.csv"
    os.mkfifo(pipe)
    config = small_config(tmp_path, pipe, trainer={"epochs": 1})
    process = subprocess.Popen([SENTIMENT, "train", str(config), "-o", str(tmp_path / "run")], stderr=subprocess.DEVNULL)
    pipe.write_bytes((SAMPLE / "train.csv").read_bytes())
    assert process.wait(timeout=60) == 0
    assert "The data came from a pipe" in (tmp_path / "run/report.html").read_text()


def test_a_run_that_lost_its_files_still_has_a_page(trained, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    for name in ("meta.json", "metrics.json", "metrics.jsonl", "model.safetensors"):
        (run / name).unlink()
    sentiment("report", run, "--quiet", check=0)
    page = (run / "report.html").read_text()
    assert "meta.json is missing or cannot be read." in page
    assert "There are no numbers to draw." in page


def test_a_folder_without_a_run_is_refused_by_name(tmp_path):
    done = sentiment("report", tmp_path, check=1)
    assert error_lines(done) == [
        f"error: {tmp_path}: expected the folder of a run, found no config.json in it; give the folder named by train's -o"]
    assert not (tmp_path / "report.html").exists()
