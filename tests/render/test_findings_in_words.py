"""Every message and hint that a rule, a schema or a project's files can give is there in every language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from csws.render.words import words_of
from csws.render.words.findings import translation_of
from csws.workflow.account.check import check_project
from tests.render.sentences import sentences_of, templates_in
from tests.render.test_words import TRANSLATED
from tests.rules.test_cases import BAD, NOW, make_case

SOURCE = Path(__file__).parents[2] / "csws"
# What findings are made of; their syntax errors are English under the law of their rule.
FINDINGS = [
    *(SOURCE / "rules").rglob("*.py"),
    *(SOURCE / "schema").glob("*.py"),
    *(SOURCE / "load" / f"{name}.py" for name in ("catalog_file", "files", "merge", "overlay", "project", "secrets")),
    *(SOURCE / "model" / f"{name}.py" for name in ("catalog", "meant", "suggestion")),
    *(SOURCE / "workflow" / f"example{name}.py" for name in ("s", "_names", "_scores", "_workspaces")),
]
# Their modules put the sentence together.
PUT_TOGETHER = [
    "Add `csm_property:`, here or under `defaults:`…",
    "The workspace `…` cannot be removed.",
    "The workspace `…` is still declared.",
    "Run … of `…` still waits for ….",
    "Of this plan, …s.",
    "Use `…`….",
    "Keys here: ….",
    "Groups: ….",
    "Rules: ….",
    "Workspaces: ….",
    "The required key `…` is missing….",
    "Add `…:` here.",
    "Write `…`.",
    "Allowed: ….",
    "Write an ordinary colon and a space, instead of `…`: `…`.",
    "Put a space after the colon: `…`.",
    "`…` must be `…`.",
    "Run `csws catalog pull` to create it, or correct the name.",
    "The include `…` matches `…`, the overlay of `…`….",
    "What belongs here: …",
    "Follow the runbook, then run `…`.",
    "`…` was not changed.",
    "Step … must be done in HubSpot: …",
]
OTHERS = [file for room in ("workflow", "model", "apply", "targets") for file in (SOURCE / room).rglob("*.py")]
SYNTAX = {"CSW002", "CSW003", "CSW004"}


def says(template, sentence):
    """Whether a template, with an ellipsis for each value, can be this English sentence."""
    return bool(_pattern(template).fullmatch(sentence))


@cache
def _pattern(template):
    return re.compile(".*".join(map(re.escape, template.strip().split("…"))), re.S)


@pytest.mark.parametrize("file", FINDINGS, ids=lambda file: f"{file.parent.name}/{file.stem}")
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_a_finding_has_words(language, file):
    known = [part for text in translation_of(language).texts for part in (text, *sentences_of(text))]
    said = [part for text in templates_in(file) for part in sentences_of(text)]
    assert [one for one in said if not any(says(one, text) for text in known)] == []


def test_a_sentence_without_words_would_be_found():
    known = translation_of("nb").texts
    assert not any(says("`…` is purple.", text) for text in known)
    assert any(says("The account has no team `…`.", text) for text in known)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translated_sentence_is_said_somewhere(language):
    """What csws no longer says would be translated for nobody."""
    files = dict.fromkeys((*FINDINGS, *OTHERS))
    said = {one for file in files for text in templates_in(file) for one in (text, *sentences_of(text))}
    said |= {*PUT_TOGETHER}
    # A template of values alone could be any sentence.
    worded = [one for one in said if len(re.sub("[^A-Za-z]", "", one)) >= 3]
    idle = [text for text in translation_of(language).texts if not any(says(one, text) for one in worded)]
    assert idle == []


@pytest.mark.parametrize(("code", "case"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_no_finding_of_a_bad_case_is_english(tmp_path, code, case):
    for found in check_project(make_case(tmp_path, case["edits"]), None, NOW).diagnostics:
        for language in TRANSLATED:
            translation = translation_of(language)
            texts = [] if found.code in SYNTAX else [found.message.partition(" Accepted: ")[0], found.hint]
            assert [text for text in texts if text and translation.text(text) is None] == [], found.code


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_value_that_is_a_word_is_translated_and_a_name_is_not(language):
    translation = translation_of(language)
    found = translation.text("The account has no object `customers` for customers.")
    assert found.count("customers") == 1
    assert translation.words["customers"] in found


def test_sentences_stand_together_as_the_language_has_them():
    text = "Did you mean `x`? Yours contains U+00A0 NO-BREAK SPACE."
    assert translation_of("nb").text(text) == "Mente du `x`? Ditt inneholder U+00A0 NO-BREAK SPACE."
    assert translation_of("zh").text(text) == "您是指 `x` 吗？您的名称含有 U+00A0 NO-BREAK SPACE。"
    assert translation_of("nb").text("Did you mean `x`? This is new.") is None
    assert words_of("zh").plain("list.between", first="a", rest="b") == "ab"
