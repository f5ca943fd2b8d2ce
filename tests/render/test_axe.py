"""What is wrong in one scheme of colors only is found there, and each other fault once."""

from __future__ import annotations

import pytest

from tests.render.axe import DARK, LIGHT, schemes, violations

PAGE = """<!doctype html><html lang=en><title>faults</title><style>
  p { color: #000; background: #fff; }
  @media (prefers-color-scheme: dark) { p { color: #222; background: #000; } }
</style><main><h1>Faults</h1><p>Text</p><img src="data:,"></main></html>"""


@pytest.mark.parametrize(
    ("colors", "rules"),
    [
        ((LIGHT,), ["image-alt"]),
        ((DARK,), ["color-contrast", "image-alt"]),
        ((LIGHT, DARK), ["image-alt", "color-contrast"]),
    ],
)
def test_what_is_wrong_is_found(browser, colors, rules):
    page = browser.new_page()
    page.set_content(PAGE)
    assert [rule for rule, _ in violations(page, *colors)] == rules
    page.close()


def test_pages_take_turns():
    assert {scheme for name in "abcdef" for scheme in schemes(name)} == {LIGHT, DARK}
