"""Every language has every sentence, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from csws.kinds import LATER
from csws.model.address import OBJECTS as OBJECTS_ADDRESS
from csws.model.change import Action, Change, FieldChange
from csws.model.diagnostic import Severity
from csws.model.fields import OBJECTS, TABS, WORKSPACE
from csws.render import LANGUAGES
from csws.render.review.sentences import change_sentences
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


def written_keys():
    """Every key that the source code spells out; the keys of section titles are in the sections."""
    files = [*RENDER.rglob("*.py"), *RENDER.rglob("*.j2"), RENDER.parent / "model/field.py"]
    groups = "|".join({key.partition(".")[0] for key in ENGLISH})
    found = {key for file in files for key in re.findall(rf'"((?:{groups})(?:\.[a-z_]+)+)"', file.read_text())}
    return found - {path.name for path in RENDER.rglob("*")}


def made_keys():
    """Every key that is built from a field, a tab, or a severity."""
    fields = (*OBJECTS, *WORKSPACE, *(field for kind in LATER for field in kind.fields))
    labels = {field.label for field in fields}
    choices = {field.words_of(choice) for field in fields for choice in field.choices}
    kinds = {f"kind.{kind.name}" for kind in LATER}
    return labels | choices | kinds | {f"tab.{tab}" for tab in TABS} | {f"finding.{item.value}" for item in Severity}


def test_every_sentence_is_used_and_no_used_one_is_missing():
    assert set(ENGLISH) == written_keys() | made_keys()


def test_every_language_is_in_the_table():
    assert sorted(set(LANGUAGES.values())) == FILES


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_command_line_accepts_every_language_of_the_table(tmp_path, name):
    assert csws(tmp_path, "init").code == 0
    page = csws(tmp_path, "plan", "--format", "html", "--language", name)
    assert (page.code, f'<html lang="{LANGUAGES[name]}">' in page.out) == (0, True)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, "services", "Services will use services, account-wide; it was not set."),
        ("services", None, "Services will no longer use services, account-wide; it will not be set."),
        ("services", "licences", "Services will use licences instead of services, account-wide."),
    ],
)
def test_a_change_of_objects_is_a_sentence(before, after, sentence):
    fields = (FieldChange(path="services", before=before, after=after),)
    change = Change(address=OBJECTS_ADDRESS, action=Action.UPDATE, fields=fields)
    (first, _), *_ = change_sentences(change, words_of("en"))
    assert first.striptags() == sentence
