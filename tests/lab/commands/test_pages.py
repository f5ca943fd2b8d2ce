"""The pages of results in a real Chromium, in three languages; and comments within their length."""

from __future__ import annotations

import re
from html import unescape

import pytest

import csws.render
from tests.lab.commands.place import PROPERTIES, SCORE, Place
from tests.lab.commands.test_privacy import COMMANDS, ROWS, run
from tests.render.punctuation import half_width_in
from tests.render.tabs import violations

LANGUAGES = sorted(set(csws.render.LANGUAGES.values()))
NAMES = {"Account health", "Use of the product", "Active customers", *(found["label"] for found in PROPERTIES.values())}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    place = Place(
        tmp_path_factory.mktemp("pages"),
        SCORE.replace("object: companies", "object: companies\n    segments: [Active customers]"),
    )
    (place.folder / "old.yaml").write_text(SCORE.replace("at_most: 0, points: 40", "at_most: 0, points: 10"))
    place.write("lost.csv", ["id", "date"], [[row["hs_object_id"], "2027-01-01"] for row in ROWS[::2]])
    rows = [{**row, "last_login": "2027-03-01"} if at < 3 else row for at, row in enumerate(ROWS)]
    place.companies([*rows, {**ROWS[0], "logins": "many"}, {**ROWS[0], "hs_object_id": "9", "logins": "many"}])
    return place


@pytest.fixture(scope="module", params=[f"{command}.{language}" for command in COMMANDS for language in LANGUAGES])
def page_file(request, files, tmp_path_factory):
    command, _, language = request.param.partition(".")
    file = tmp_path_factory.mktemp(request.param) / "page.html"
    file.write_text(run(files, command, "html", "--language", language))
    return file


def test_axe_finds_nothing(tabs, page_file):
    assert violations(tabs, page_file) == []


def test_a_page_needs_nothing_and_fits_every_window(tabs, page_file):
    with tabs.shown(page_file) as opened:
        for width in (320, 800, 1600):
            opened.set_viewport_size({"width": width, "height": 900})
            assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    assert "<script" not in page_file.read_text()
    assert " style=" not in page_file.read_text()


OVER = """
() => [...document.querySelectorAll("svg:has(.curve)")].filter(svg => svg.checkVisibility()).flatMap(svg => {
  const names = [...svg.querySelectorAll(".halo")].map(text => [text.textContent, text.getBBox()]);
  const curve = svg.querySelector(".curve"), whole = curve.getTotalLength();
  const points = Array.from({length: 400}, (_, at) => curve.getPointAtLength(whole * at / 399));
  const on = names.filter(([, b]) => points.some(p => b.x < p.x && p.x < b.x + b.width && b.y + 3 < p.y && p.y < b.y + b.height - 3));
  const meet = names.filter(([, a], at) => names.some(([, b], other) => other > at && a.x < b.x + b.width
    && b.x < a.x + a.width && a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height));
  const out = names.filter(([, b]) => b.x < 0 || b.x + b.width > svg.viewBox.baseVal.width || b.y < 0);
  return [...on, ...meet, ...out].map(([text]) => text);
})
"""


@pytest.mark.parametrize("width", [1200, 375])
def test_the_names_on_a_curve_are_beside_it(browser, page_file, width):
    if page_file.parent.name.startswith("backtest"):
        opened = browser.new_page(viewport={"width": width, "height": 900})
        opened.goto(page_file.as_uri())
        assert opened.locator("svg .halo:visible").count() >= 2
        assert opened.evaluate(OVER) == []
        opened.close()


def test_every_id_is_there_once_and_every_picture_has_a_name_and_a_table(page_file):
    text = page_file.read_text()
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for names in re.findall(r'aria-labelledby="([^"]+)"', text):
        assert set(names.split()) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    pictures = re.split('<div class="picture">', text)[1:]
    assert [picture for picture in pictures if "<table" not in picture.partition("</section>")[0]] == []


def test_a_chinese_page_has_full_width_punctuation(page_file):
    if page_file.parent.name.split(".")[1].startswith("zh"):
        assert half_width_in(page_file.read_text()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_another_language_has_no_english_sentence(files, command):
    english, other = (unescape(run(files, command, "html", "--language", language)) for language in ("en", "nb"))
    texts = [{part.strip() for part in re.split("<[^>]*>", page.partition("<body>")[2])} for page in (english, other)]
    same = {text for text in texts[0] & texts[1] if re.search("[a-z]{4}.* [a-z]{2}", text)}
    assert same <= {"score " + command, *NAMES}, same


@pytest.mark.parametrize("command", COMMANDS)
def test_a_comment_is_never_too_long(files, command):
    whole = run(files, command, "markdown")
    assert whole.startswith("<!-- csws-score -->\n<h3>")
    assert "\n\n- " not in whole
    assert whole.count("<details>") == whole.count("</details>")
