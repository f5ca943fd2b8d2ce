"""A runbook in a real Chromium, opened as a file: ticks survive, values are copied, the command is
built. Without script the page is complete."""

from __future__ import annotations

from itertools import pairwise

import pytest

from csws.render import LANGUAGES, RUNBOOK_FORMATS, renderer
from csws.render.style import Style
from tests.render.tabs import violations
from tests.render.test_hostile_runbook import hostile_runbook
from tests.render.test_runbook import RUN, everything, text_of

COMMAND = f"csws --account acme apply --resume --run {RUN} --done"


@pytest.fixture(scope="module", params=sorted(set(LANGUAGES.values())))
def file(request, tmp_path_factory):
    path = tmp_path_factory.mktemp(request.param) / "acme.html"
    path.write_text(renderer(RUNBOOK_FORMATS, "html")(everything(request.param), Style()))
    return path


def test_a_score_and_the_records_to_test_it_on(tabs, tmp_path):
    path = tmp_path / "acme.html"
    path.write_text(renderer(RUNBOOK_FORMATS, "html")(hostile_runbook("L" * 200), Style()))
    for scheme, width in (("light", 1200), ("dark", 360)):
        with tabs.shown(path, scheme=scheme, width=width) as page:
            assert page.get_by_role("link", name="7100000021").is_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(tabs, path) == []


def tick(page, step):
    for box in page.locator(f'[data-step="{step}"] input').all():
        box.check()


def test_axe_finds_nothing(tabs, file):
    assert violations(tabs, file, lambda page: tick(page, 1)) == []


SIZES = """items => items.map(item => {
  const box = item.getBoundingClientRect();
  return item.getClientRects().length ? Math.min(box.width, box.height) : null;
})"""


@pytest.mark.parametrize("width", [320, 375, 800, 1600])
def test_nothing_is_wider_than_the_window_and_everything_is_large_enough(tabs, file, width):
    with tabs.shown(file, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        sizes = page.locator("input[type=checkbox], button").evaluate_all(SIZES)
        assert len(sizes) > 20
        assert all(size is None or size >= 24 for size in sizes)


def test_headings_are_in_order(tabs, file):
    with tabs.shown(file) as page:
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ticks_and_the_name_survive_a_reload(tabs, file):
    with tabs.shown(file) as page:
        tick(page, 1)
        page.locator("#by").fill("Kim")
        for _ in range(2):
            assert page.locator("input:checked").count() == page.locator('[data-step="1"] input').count()
            assert page.locator("#by").input_value() == "Kim"
            assert page.locator("progress").evaluate("bar => bar.value") == 1
            page.reload()


def test_ticks_belong_to_their_run(tabs, tmp_path):
    text = text_of(everything(), "html")
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    one.write_text(text)
    other.write_text(text.replace(RUN, "0123456789ab"))
    with tabs.shown(one) as page:
        tick(page, 1)
        page.goto(other.as_uri())
        assert page.locator("input:checked").count() == 0
        page.goto(one.as_uri())
        assert page.locator("input:checked").count() > 0
        page.goto(other.as_uri())


def test_the_command_is_built_from_what_is_ticked(tabs, file):
    with tabs.shown(file) as page:
        command, state = page.locator("#command"), page.locator('[data-step="1"] .state')
        assert not command.is_visible()
        assert page.locator("#none").is_visible()
        tick(page, 1)
        assert state.is_visible()
        assert command.inner_text() == f"{COMMAND} 1 --by NAME"
        tick(page, 2)
        tick(page, 4)
        page.locator("#by").fill("Kim Berg")
        assert command.inner_text() == f'{COMMAND} 1-2,4 --by "Kim Berg"'
        page.locator('[data-step="1"] input').first.uncheck()
        assert not state.is_visible()
        assert command.inner_text() == f'{COMMAND} 2,4 --by "Kim Berg"'


@pytest.mark.parametrize(
    ("name", "word"),
    [('Kim "K" Berg', "'Kim \"K\" Berg'"), ("O'Neill $HOME", "'O'\\''Neill $HOME'"), ("李伟", '"李伟"')],
)
def test_a_name_is_one_word_of_a_shell(tabs, file, name, word):
    with tabs.shown(file) as page:
        tick(page, 1)
        page.locator("#by").fill(name)
        assert page.locator("#command").inner_text() == f"{COMMAND} 1 --by {word}"


def test_a_click_copies_the_value(tabs, file):
    with tabs.shown(file, permissions=["clipboard-read", "clipboard-write"]) as page:
        for button in (page.locator("[data-copy]").first, page.locator("[data-copy]").last):
            before = button.inner_text()
            button.click()
            page.wait_for_function("document.getElementById('said').textContent !== ''")
            assert page.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")
            assert button.inner_text() != before


def test_without_script_the_page_is_complete(tabs, file):
    with tabs.shown(file, java_script_enabled=False) as page:
        assert page.locator("#command").inner_text() == f"{COMMAND} 1-4 --by NAME"
        assert page.locator("#command").is_visible()
        assert not page.locator("button").first.is_visible()
        assert not page.locator(".live").first.is_visible()
        box = page.locator("input[type=checkbox]").first
        box.check()
        assert box.is_checked()


def test_on_paper_it_has_boxes_the_whole_command_and_a_line_to_sign(tabs, file):
    with tabs.shown(file) as page:
        page.emulate_media(media="print")
        assert page.locator("input[type=checkbox]").first.is_visible()
        assert page.locator("#command").inner_text() == f"{COMMAND} 1-4 --by NAME"
        assert page.locator("#command").is_visible()
        assert page.locator(".sign").is_visible()
        assert not page.locator("button").first.is_visible()
