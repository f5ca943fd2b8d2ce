"""Each rule against its cases: a bad one names severity and place, a good one gives no such finding.

A case is a list of edits to `project/`, a small valid project. `expect` has one line for each finding of the rule:
severity and file:line:column.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from csws.model.rule import Phase
from csws.rules import all_rules
from csws.workflow.account.check import check_project

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CASES = {path.stem: yaml.safe_load(path.read_text()) for path in sorted((HERE / "cases").glob("*.yaml"))}
BAD = [(code, case) for code, cases in CASES.items() for case in cases["bad"]]
GOOD = [(code, case) for code, cases in CASES.items() for case in cases["good"]]
ONLY_IN_PLANS = {"CSW501", "CSW502", "CSW601", "CSW602", "CSW603", "CSW604", "CSW606", "CSW607", "CSW720", "CSW721"}


def run_case(folder: Path, edits: list[dict]) -> list[str]:
    """Every finding as `severity code file:line:column message → hint`."""
    return findings_in(make_case(folder, edits))


def findings_in(root: Path) -> list[str]:
    found = check_project(root, None, NOW).diagnostics
    return [f"{item.severity.value} {item.code} {_place(item.span)} {item.message} → {item.hint}" for item in found]


def make_case(folder: Path, edits: list[dict]) -> Path:
    """The project of a case."""
    root = folder / "project"
    folder.mkdir(exist_ok=True)
    shutil.copytree(HERE / "project", root)
    for edit in edits:
        path = root / edit["file"]
        if "text" in edit:
            path.write_bytes(edit["text"].encode("utf-8", "surrogateescape"))
            continue
        text = path.read_text()
        assert edit["old"] in text, edit["old"]
        path.write_text(text.replace(edit["old"], edit["new"]))
    return root


def _place(span) -> str:
    return f"{span.file}:{span.line}:{span.column}" if span else "nowhere"


@pytest.mark.parametrize(("code", "case"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_case_names_the_place(tmp_path, code, case):
    found = [line.split(" ", 3) for line in run_case(tmp_path, case["edits"])]
    assert [f"{severity} {place}" for severity, name, place, _ in found if name == code] == case["expect"]


@pytest.mark.parametrize(("code", "case"), GOOD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_good_case_passes(tmp_path, code, case):
    assert not [line for line in run_case(tmp_path, case["edits"]) if f" {code} " in line]


@pytest.mark.parametrize(("code", "case"), [*BAD, *GOOD], ids=lambda value: value if isinstance(value, str) else "")
def test_the_faster_validator_changes_no_finding(tmp_path, monkeypatch, code, case):
    """The extra `fast` in front of jsonschema: the same findings with and without it, over all
    cases."""
    root = make_case(tmp_path, case["edits"])
    fast = findings_in(root)
    monkeypatch.setattr("csws.schema._quick", lambda name: None)
    assert findings_in(root) == fast


OVERLAYS = (
    "workspaces: {emea: {name: Other}}",
    "workspaces: {emea: {teams: null, services: {show: false}}}",
    "workspaces: {new: {teams: []}}",
    "workspaces: {emea: {nmae: Other}}",
    "workspaces: {emea: {name: 3}}",
    "workspaces: {emea: {services: {default_layout: bord}}}",
    "objects: {services: services}",
    "objects: {customers: null}",
    "properties: {companies: {one: {label: One}}}",
    "accept: [{code: CSW504}]",
    "removed: emea",
    "[]",
    "",
)


@pytest.mark.parametrize("text", OVERLAYS)
def test_the_faster_validator_changes_nothing_of_an_overlay(tmp_path, monkeypatch, text):
    """An overlay does not require anything, so it has a faster validator of its own."""
    config = (HERE / "project/csws.yaml").read_text()
    edits = [
        {"file": "csws.yaml", "text": config.replace("    subscription:", "    overlay: o.yaml\n    subscription:", 1)},
        {"file": "o.yaml", "text": text},
    ]
    assert "overlay:" in edits[0]["text"]
    fast = run_case(tmp_path / "fast", edits)
    monkeypatch.setattr("csws.schema._quick", lambda name: None)
    assert run_case(tmp_path / "plain", edits) == fast


def test_the_project_itself_is_clean(tmp_path):
    assert run_case(tmp_path, []) == []


def test_every_rule_has_cases_and_every_law_one_rule():
    codes = [rule.code for rule in all_rules()]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(CASES) | ONLY_IN_PLANS


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule):
    for text in (rule.law, rule.reason, rule.source, rule.hint, rule.bad, rule.good):
        assert text.strip()
    assert rule.hint.endswith((".", "?"))
    assert rule.reason.endswith(".")


BREACHES = ("two roles", "has settings", "is in the way (", "is missing", "is unknown", "cannot be")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_law_is_worded_as_a_law(rule):
    """A passing JUnit test has the law as its name, so the law says what holds. Its module and its
    cases begin with the same words."""
    assert rule.law.startswith("nothing") or not [words for words in BREACHES if words in rule.law]
    first = f"{rule.code}: {rule.law}"
    assert (import_module(find(rule.code)).__doc__ or "").startswith(first)
    cases = HERE / f"cases/{rule.code}.yaml"
    assert rule.code in ONLY_IN_PLANS or cases.read_text().startswith(f"# {first}")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_what_reading_judges_is_in_a_folder_that_no_run_has_to_load(rule):
    assert find(rule.code).startswith("csws.rules.load.") is (rule.phase is Phase.LOAD)


def find(code: str) -> str:
    root = HERE.parents[1]
    names = [".".join(file.relative_to(root).with_suffix("").parts) for file in (root / "csws/rules").rglob("*.py")]
    return next(
        name for name in names if getattr(import_module(name), "RULE", None) and import_module(name).RULE.code == code
    )
