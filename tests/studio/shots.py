"""Pages as people see them: axe finds nothing and nothing is wider than the window, light, dark and on a phone; with
CSWS_SHOTS=FOLDER there are pictures to look at. In an ordinary run, axe looks in one of these ways, and pages take turns."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.effort import part
from tests.render.axe import DARK, LIGHT, turn, violations

_LOOKS = ((LIGHT, 1280), (DARK, 1280), (LIGHT, 375))


def looked_at(page: Any, name: str) -> None:
    """For a page whose policy lets axe in (`bypass_csp`)."""
    asked = part(_LOOKS, turn(name))
    for scheme, width in _shown(page):
        if (scheme, width) in asked:
            assert violations(page, scheme) == [], (name, scheme, width)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)
        _shot(page, f"{name}-{scheme}-{width}")


def shot_of(page: Any, name: str) -> None:
    if os.environ.get("CSWS_SHOTS"):
        for scheme, width in _shown(page):
            _shot(page, f"{name}-{scheme}-{width}")


def _shown(page: Any) -> Any:
    before = page.viewport_size
    for scheme, width in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        yield scheme, width
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def _shot(page: Any, name: str) -> None:
    if folder := os.environ.get("CSWS_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
