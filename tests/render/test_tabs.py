"""One window for many pages hides nothing of what a page does, and keeps nothing of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error


@pytest.mark.parametrize(
    "does",
    [
        "<script>console.log('said')</script>",
        "<script>throw new Error('broken')</script>",
        "<img src='https://elsewhere.example/a.png'>",
        "<link rel=stylesheet href=beside.css>",
        "<meta http-equiv=refresh content='0;url=https://elsewhere.example'>",
    ],
)
def test_what_a_page_says_or_fetches_is_noticed(tabs, tmp_path, does):
    (tmp_path / "page.html").write_text(f"<!doctype html>{does}")
    with pytest.raises((AssertionError, Error)), tabs.shown(tmp_path / "page.html") as page:
        page.wait_for_timeout(50)


def test_each_file_begins_as_if_alone(tabs, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><details><summary>a</summary></details>")
    begun = "[innerWidth, matchMedia('print').matches, matchMedia('(prefers-color-scheme: dark)').matches, localStorage.length]"
    opened = "document.querySelectorAll('details[open]').length"
    with tabs.shown(file, "dark", 400) as page:
        assert page.evaluate(begun) == [400, False, True, 0]
        page.evaluate(
            "localStorage.setItem('a', 'b'); document.querySelector('details').open = true; location.hash = 'x'"
        )
        page.emulate_media(media="print")
    with tabs.shown(file) as page:
        assert page.evaluate(begun) == [1280, False, False, 0]
        assert page.evaluate(opened) == 0
        assert page.evaluate("location.hash") == ""
