"""Findings and notes in the reader's language. The rules speak English; here are their laws, and the
sentences that a reviewer meets most, by their English text.

A sentence that is missing here stays English, under the law of its rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from csws.model.frozen import frozen

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


@frozen(kw_only=False)
class Translation:
    """`laws` are those of the rules by code; `texts` are sentences by their English form."""

    laws: Mapping[str, str]
    texts: Mapping[str, str]

    def text(self, english: str) -> str | None:
        """A sentence in the language; None where it is missing."""
        known = self.texts.get(english)
        if known is not None:
            return known
        for pattern, template in _patterns(self.texts):
            found = pattern.fullmatch(english)
            if found:
                return _filled(template, found)
        return None


def _filled(template: str, found: re.Match[str]) -> str:
    return _PLACEHOLDER.sub(lambda name: found[name[1]], template)


def _patterns(texts: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """The sentences with placeholders; braces in code are none."""
    return [(pattern_of(text), texts[text]) for text in texts if _PLACEHOLDER.search(text)]


@cache
def pattern_of(english: str) -> re.Pattern[str]:
    """What a sentence with placeholders matches."""
    parts = _PLACEHOLDER.split(english)
    text = "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(text, re.DOTALL)


@cache
def translation_of(language: str) -> Translation | None:
    """The translation of a language; None for English, in which everything is said already."""
    file = resources.files(__package__) / f"{language}.yaml"
    if not file.is_file():
        return None
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Translation(data["laws"], data["texts"])
