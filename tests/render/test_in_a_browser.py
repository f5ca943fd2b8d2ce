"""The review page in a real Chromium: layout, keyboard, screen readers, print. It fetches nothing,
and there are no complaints."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from csws.render import PLAN_FORMATS, renderer
from csws.render.style import Style
from tests.render.hostile import TEXTS, hostile_plan
from tests.render.scenes import SCENES

SHOWN = ("review", "fleet", "standard", "invalid", "objects.nb", "swap.zh")


@pytest.fixture(scope="module", params=[*SHOWN, "hostile"])
def page_file(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    name, _, language = request.param.partition(".")
    plan = hostile_plan(" ".join(TEXTS.values())) if name == "hostile" else SCENES[name](folder / "acme")
    file = folder / "page.html"
    file.write_text(renderer(PLAN_FORMATS, "html")(plan, Style(language=language or "en")))
    return file


@pytest.fixture(params=["light", "dark"])
def page(browser, page_file, request):
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    said, asked = [], []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(page_file.as_uri())
    yield opened
    assert said == []
    assert [url for url in asked if not url.startswith(("data:", page_file.as_uri()))] == []
    context.close()


def test_axe_finds_nothing(browser, page_file):
    for scheme in ("light", "dark"):
        # axe is a script of the test, so the page's policy against scripts is switched off for it.
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        opened = context.new_page()
        opened.goto(page_file.as_uri())
        found = Axe().run(opened)
        assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []
        context.close()


def test_nothing_is_wider_than_the_window(page):
    for width in (360, 800, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def test_by_keyboard(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    fold = page.locator("details.workspace > summary").first
    if fold.count():
        before = fold.evaluate("item => item.parentElement.open")
        fold.focus()
        page.keyboard.press("Enter")
        assert fold.evaluate("item => item.parentElement.open") is not before


def test_headings_are_in_order(page):
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_print_shows_what_is_folded(page):
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = false)")
    sides = page.locator(".sides")
    if sides.count():
        assert not sides.first.is_visible()
        page.emulate_media(media="print")
        assert sides.first.is_visible()
