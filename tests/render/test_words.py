"""Every language says everything, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from csws.render import LANGUAGES
from csws.render.words import words_of
from tests.cli.console import csws

RENDER = Path(__file__).parents[2] / "csws/render"
FILES = sorted(path.stem for path in (RENDER / "words").glob("*.yaml"))
ENGLISH = words_of("en").sentences


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", FILES)
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
    text = "".join(path.read_text() for path in [*RENDER.rglob("*.py"), *RENDER.rglob("*.j2")])
    built = re.compile(r"(label|tab|ui|finding|title|reason|layout|worksheet)\.")
    unused = [key for key in ENGLISH if key not in text and not built.match(key)]
    assert unused == []


def test_every_language_is_in_the_table():
    assert sorted(set(LANGUAGES.values())) == FILES


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_command_line_takes_every_language_of_the_table(tmp_path, name):
    assert csws(tmp_path, "init").code == 0
    page = csws(tmp_path, "plan", "--format", "html", "--language", name)
    assert (page.code, f'<html lang="{LANGUAGES[name]}">' in page.out) == (0, True)
