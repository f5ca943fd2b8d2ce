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
from csws.render.words import LOADER, words_of

_END = re.compile(r"(?<=[.?]) (?=[A-Z`])")  # between two sentences
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


@frozen(kw_only=False)
class Translation:
    """`laws` are those of the rules by code; `texts` are sentences by their English form; `words` are
    values that are words. `between` is what the language has between two sentences."""

    laws: Mapping[str, str]
    texts: Mapping[str, str]
    words: Mapping[str, str]
    between: str

    def text(self, english: str) -> str | None:
        """A sentence in the language, or several, each of which has its own; None where one is missing."""
        parts = [self._sentence(part) for part in _END.split(english)]
        if None in parts:
            return self._sentence(english)
        return self.between.join(part for part in parts if part)

    def _sentence(self, english: str) -> str | None:
        known = self.texts.get(english)
        if known is not None:
            return known
        for pattern, template in _patterns(self.texts):
            found = pattern.fullmatch(english)
            if found:
                return self._filled(template, found)
        return None

    def _filled(self, template: str, found: re.Match[str]) -> str:
        """With the values of the English sentence. What stands in backticks is a name, and not a word."""

        def value(name: re.Match[str]) -> str:
            is_name = template[name.start() - 1 : name.start()] == "`"
            return found[name[1]] if is_name else self.words.get(found[name[1]], found[name[1]])

        return _PLACEHOLDER.sub(value, template)


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
    data: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    between = words_of(language).plain("list.between", first="", rest="")
    return Translation(data["laws"], data["texts"], data["words"], between)
