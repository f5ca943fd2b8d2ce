"""Screenshots of pages, for people to look at: with CSWS_SHOTS=FOLDER."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_LOOKS = (("light", 1280), ("dark", 1280), ("light", 375))


def shot_of(page: Any, name: str) -> None:
    folder = os.environ.get("CSWS_SHOTS")
    if not folder:
        return
    before = page.viewport_size
    for scheme, width in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{scheme}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
