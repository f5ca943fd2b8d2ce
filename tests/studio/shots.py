"""Pages as people see them: axe finds nothing and nothing is wider than the window, light, dark and on a phone; with
CSWS_SHOTS=FOLDER there are pictures to look at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

_LOOKS = (("light", 1280), ("dark", 1280), ("light", 375))


def looked_at(page: Any, name: str) -> None:
    """For a page whose policy lets axe in (`bypass_csp`)."""
    for scheme, width in _shown(page):
        found = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == [], (name, scheme, width)
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
