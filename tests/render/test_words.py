"""Every language says everything, with the same values in it."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from csws.render.words import LANGUAGES, words_of

ENGLISH = words_of("en").sentences


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_key_and_placeholder(language):
    sentences = words_of(language).sentences
    assert list(sentences) == list(ENGLISH)
    for key, english in ENGLISH.items():
        mine = sentences[key]
        if isinstance(english, dict):
            assert set(mine) == {"one", "other"}
            assert {name for form in mine.values() for name in placeholders(form)} == {"n"}
        else:
            assert placeholders(mine) == placeholders(english), key
            assert mine.strip() == mine != ""


def test_every_sentence_is_used():
    from pathlib import Path

    import csws.render

    folder = Path(csws.render.__file__).parent
    text = "".join(path.read_text() for path in [*folder.rglob("*.py"), *folder.rglob("*.j2")])
    built = re.compile(r"(label|tab|ui|finding|title|reason|layout|worksheet)\.")
    unused = [key for key in ENGLISH if key not in text and not built.match(key)]
    assert unused == []
