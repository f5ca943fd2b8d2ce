"""The sentences of the studio beside those of pages and runbooks: a folder for each area, in it a file for each
language, each with the same keys."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from csws.render.words import LOADER, Words, words_of


@cache
def words_in(language: str) -> Words:
    """The words of a language. Raises ValueError where two areas have one key."""
    found: dict[str, Any] = dict(words_of(language).sentences)
    for area in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        file = area / f"{language}.yaml"
        if not (area.is_dir() and file.is_file()):
            continue
        own = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER) or {}
        doubled = own.keys() & found.keys()
        if doubled:
            raise ValueError(f"{area.name}/{language}.yaml has a key of another area: {', '.join(sorted(doubled))}")
        found |= own
    return Words(language=language, sentences=found)
