"""Every language has every sentence, with the same values in it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Formatter

import pytest

from csws.kinds import LATER
from csws.kinds.health_scores.conditions import COUNTS
from csws.kinds.health_scores.score import Comparison
from csws.model.address import OBJECTS as OBJECTS_ADDRESS
from csws.model.change import Action, Change, FieldChange
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.fields import OBJECTS, TABS, WORKSPACE
from csws.render import LANGUAGES, PLAN_FORMATS, renderer
from csws.render.review.findings import shown_findings
from csws.render.review.sayings import TAGS
from csws.render.review.sentences import change_sentences
from csws.render.review.tally import Tally
from csws.render.style import Style
from csws.render.words import words_of
from csws.render.words.findings import translation_of
from csws.rules import all_rules
from tests.cli.console import csws
from tests.render.punctuation import half_width_in
from tests.render.scenes import SCENES

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
    cli = (RENDER.parent / "cli").rglob("*.py")
    files = [*RENDER.rglob("*.py"), *RENDER.rglob("*.j2"), *cli, RENDER.parent / "model/field.py"]
    groups = "|".join({key.partition(".")[0] for key in ENGLISH})
    found = {key for file in files for key in re.findall(rf"[\"']((?:{groups})(?:\.[a-z_]+)+)[\"']", file.read_text())}
    return found - {path.name for path in RENDER.rglob("*")}


def made_keys():
    """Every key that is built from a field, a tab, a severity, or a comparison of a score."""
    fields = (*OBJECTS, *WORKSPACE, *(field for kind in LATER for field in kind.fields))
    labels = {field.label for field in fields} | {"label.health_score.edited"}  # csws's own note, in no file
    choices = {field.words_of(choice) for field in fields for choice in field.choices}
    kinds = {f"kind.{kind.name}" for kind in LATER}
    things = {f"object.{name}" for field in OBJECTS for name in field.standard}
    compared = {f"score.{item.value}" for item in Comparison} | {f"score.event_{item.value}" for item in COUNTS}
    return (
        labels
        | compared
        | choices
        | kinds
        | things
        | {f"tab.{tab}" for tab in TABS}
        | {f"finding.{item.value}" for item in Severity}
        | {f"page.tag_{tag}" for tag in TAGS}
        | {f"page.n_{field.name}" for field in dataclasses.fields(Tally)}
    )


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
        (None, "services", "Services would use services, account-wide; it was not set."),
        ("services", None, "Services would no longer use services, account-wide; it would not be set."),
        ("services", "licences", "Services would use licences instead of services, account-wide."),
    ],
)
def test_a_change_of_objects_is_a_sentence(before, after, sentence):
    fields = (FieldChange(path="services", before=before, after=after),)
    change = Change(address=OBJECTS_ADDRESS, action=Action.UPDATE, fields=fields)
    (first, _), *_ = change_sentences(change, words_of("en"))
    assert first.striptags() == sentence


def chinese():
    """Every Chinese sentence, without code."""
    for text in words_of("zh").sentences.values():
        yield from text.values() if isinstance(text, dict) else [text]
    found = translation_of("zh")
    yield from (*found.laws.values(), *found.texts.values())


def test_chinese_has_full_width_punctuation():
    assert [text for text in chinese() if re.search("[,:;!?()]", re.sub("`[^`]*`", "", text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "客户: 公司",
        "客户 (公司)",
        "**客户**, **公司**",
        "看板 (board)",
        "公司,联系人",
        "Deals: 收入",
        "好.",
    ],
)
def test_half_width_punctuation_beside_a_chinese_character_is_found(text):
    assert half_width_in(text)[-1] == text.replace("*", "")
    assert half_width_in(f"<p>{text}</p>")[-1] == text.replace("*", "")


@pytest.mark.parametrize("text", ["收入：**Deals**, **Tickets**", "收入：<b>Deals</b>, <b>Tickets</b>"])
def test_a_half_width_sign_between_two_values_is_found(text):
    assert len(half_width_in(text)) == 1


@pytest.mark.parametrize("scene", ["review", "objects", "fleet", "invalid"])
def test_a_chinese_page_has_full_width_punctuation(scene, tmp_path):
    plan = SCENES[scene](tmp_path / "acme")
    assert half_width_in(renderer(PLAN_FORMATS, "html")(plan, Style(language="zh"))) == []


def test_a_chinese_worksheet_has_full_width_punctuation(tmp_path):
    assert csws(tmp_path, "init").code == 0
    sheet = csws(tmp_path, "worksheet", "--language", "zh").out
    comments = [line.partition("#")[2] for line in sheet.splitlines()]
    assert any("属性" in text for text in comments)
    assert [text for text in comments if half_width_in(text)] == []


TRANSLATED = [language for language in FILES if translation_of(language)]


def test_every_language_but_english_translates_findings():
    assert set(FILES) - set(TRANSLATED) == {"en"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_rule_has_its_law_and_its_hint_in_the_language(language):
    found, rules = translation_of(language), all_rules()
    assert set(found.laws) == {rule.code for rule in rules}
    assert [rule.code for rule in rules if found.text(rule.hint) is None] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_sentence_has_the_code_and_the_values_of_the_english_one(language):
    for english, mine in translation_of(language).texts.items():
        assert placeholders_in(mine) == placeholders_in(english), english
        code, mine = (sorted(re.findall("`[^`]*`", text)) for text in (english, mine))
        assert mine == code


def placeholders_in(text):
    return set(re.findall(r"\{([a-z]+)\}", text))


def test_what_has_no_words_stays_english_under_its_law(tmp_path):
    found = Diagnostic(code="CSW404", severity=Severity.ERROR, message="Something new.", hint="Do it.")
    (item,) = shown_findings((found,), words_of("nb"))
    assert (item.law, item.message.is_english) == ("Regel: egenskapen er ikke arkivert.", True)
    (item,) = shown_findings((found,), words_of("en"))
    assert (item.law, item.message.is_english) == ("", False)


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_ordinary_page_has_no_english_sentence(tmp_path, language):
    """Of a HubSpot account of which nothing is recorded: with notes and findings."""
    assert csws(tmp_path, "init").code == 0
    config = tmp_path / "csws.yaml"
    config.write_text(re.sub("target: sqlite:[^ \n]*", "target: hubspot:1234567", config.read_text()))
    page = csws(tmp_path, "plan", "--format", "html", "--language", language).out
    assert "CSW606" in page
    assert re.findall('<span lang="en">.*?</span>', page) == []


def test_an_accepted_warning_says_so_in_the_language():
    message = "Team workspaces may need Enterprise, but this account is on Professional. Accepted: `because`"
    found = Diagnostic(code="CSW305", severity=Severity.INFO, message=message)
    (item,) = shown_findings((found,), words_of("zh"))
    assert item.message.text.endswith("此账户是 Professional。已接受：`because`")
