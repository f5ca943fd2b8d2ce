"""Every format of the shared set of plans, as golden files. `make golden` updates them: read the
difference."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from csws.model.change import Action
from csws.model.findings import Findings
from csws.render import DIAGNOSTICS_FORMATS, LANGUAGES, PLAN_FORMATS, RUNBOOK_FORMATS, renderer
from csws.render.runbook.runbook import Runbook
from csws.render.style import Style
from csws.rules import all_rules
from tests.render.scenes import SCENES
from tests.render.test_runbook import OBJECT_SETS, SETS, book_of, step
from tests.tools import node_package

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module", params=SCENES)
def scene(request, tmp_path_factory):
    return request.param, SCENES[request.param](tmp_path_factory.mktemp(request.param) / "acme")


def runbook_of_everything(language: str) -> Runbook:
    """Every field set once: the objects, then an existing workspace, then a new one."""
    steps = [
        step(1, "objects", OBJECT_SETS),
        step(2, "workspace.emea", SETS),
        step(3, "workspace.new", SETS, Action.CREATE),
        step(4, "workspace.old", {}, Action.DELETE),
    ]
    return book_of(*steps, language=language)


def same(name: str, text: str) -> None:
    file = GOLDEN / name
    if os.environ.get("CSWS_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("form", PLAN_FORMATS)
def test_a_plan(scene, form):
    name, plan = scene
    same(f"{name}.plan.{form}", renderer(PLAN_FORMATS, form)(plan, Style(folder="acme")))


def test_a_plan_on_a_wide_terminal_in_color(scene):
    name, plan = scene
    same(f"{name}.plan.wide", renderer(PLAN_FORMATS, "text")(plan, Style(color=True, width=160)))


@pytest.mark.parametrize("form", DIAGNOSTICS_FORMATS)
def test_its_findings(scene, form):
    name, plan = scene
    found = Findings(diagnostics=plan.diagnostics, asked=all_rules)
    if plan.diagnostics:
        same(f"{name}.findings.{form}", renderer(DIAGNOSTICS_FORMATS, form)(found, Style(folder="acme")))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("form", RUNBOOK_FORMATS)
def test_a_runbook(form, language):
    book = runbook_of_everything(language)
    same(f"runbook.{language}.{form}", renderer(RUNBOOK_FORMATS, form)(book, Style()))


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.sarif")), ids=lambda file: file.name)
def test_a_public_validator_accepts_the_sarif(file):
    package = node_package("@microsoft/sarif-multitool-linux")
    schema = json.loads((package / "sarif-2.1.0.json").read_text())
    Draft202012Validator(schema).validate(json.loads(file.read_text()))


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.plan.*")), ids=lambda file: file.name)
def test_a_plan_for_people_says_would_and_a_comment_has_no_backticks(file):
    text = file.read_text(encoding="utf-8")
    form = file.suffix.removeprefix(".")
    assert form not in ("text", "wide", "markdown", "github") or not re.search(r"\bwill\b", text)
    assert form != "markdown" or "`" not in text
    assert form != "markdown" or "&amp;#" not in text  # nothing is escaped twice
