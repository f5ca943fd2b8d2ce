"""The rest of csws asks only for the traits of a target: shown with a made-up one, `vault:`, and one
line for it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from csws import schema, targets
from csws.model import target_traits
from csws.model.target_traits import TRAITS, store_pattern, target_pattern
from csws.schema import schema_document, schema_text
from tests.cli.console import csws
from tests.cli.test_main_job import snapshot

CUTTING = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "split", "find", "match"}
PACKAGE = Path(__file__).parents[2] / "csws"


def forget() -> None:
    schema._validator.cache_clear()
    schema._quick.cache_clear()


@pytest.fixture
def line(monkeypatch):
    """The line for `vault:`: an SQLite file under another name."""
    made_up = replace(TRAITS["sqlite"], address="[a-z./]+")
    monkeypatch.setitem(target_traits.TRAITS, "vault", made_up)
    monkeypatch.setitem(targets.TARGETS, "vault", "csws.targets.sqlite")
    forget()
    yield made_up
    forget()


@pytest.fixture
def project(tmp_path, line):
    folder = tmp_path / "acme"
    assert csws(folder.parent, "init", "acme").code == 0
    return folder


def aim(project: Path, target: str) -> None:
    config = project / "csws.yaml"
    config.write_text(re.sub(r"target: \S+", f"target: {target}", config.read_text()))


def codes(project: Path) -> list[str]:
    return [item["code"] for item in csws(project, "validate", "--format", "json").json["diagnostics"]]


def test_it_works_as_the_others_do(project):
    aim(project, "vault:accounts/acme.db")
    assert csws(project, "validate").code == 0
    assert csws(project, "apply", "--auto-approve").code == 0
    assert (project / "accounts/acme.db").is_file()
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    assert "acme: token" not in csws(project, "doctor").out


def test_its_address_must_match_its_pattern(project):
    aim(project, "vault:NOT-SUCH")
    assert codes(project) == ["CSW104"]


WRITES = [
    ["apply", "--auto-approve"],
    ["observe", "--set", "objects.customers=companies"],
    ["import", "big=Big"],
]


@pytest.mark.parametrize("words", WRITES, ids=lambda words: words[0])
@pytest.mark.parametrize("scheme", ["vault", "sqlite"])
def test_no_file_outside_of_the_project_is_written(project, scheme, words):
    aim(project, f"{scheme}:../outside.db")
    assert codes(project) == ["CSW005"]
    before = snapshot(project.parent)
    assert csws(project, *words).code == 3
    assert snapshot(project.parent) == before


@pytest.mark.parametrize("scheme", ["vault", "sqlite"])
def test_a_saved_plan_writes_no_file_outside_either(project, tmp_path, scheme):
    """The folder turns into a link after the plan was made."""
    aim(project, f"{scheme}:accounts/acme.db")
    assert csws(project, "plan", "--out", str(tmp_path / "p.plan")).code == 0
    (tmp_path / "elsewhere").mkdir()
    (project / "accounts").symlink_to(tmp_path / "elsewhere")
    assert csws(project, "apply", str(tmp_path / "p.plan")).code == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_store_outside_of_the_project_is_refused(project):
    aim(project, "hubspot:1234567\n    store: vault:../outside.db")
    assert codes(project) == ["CSW005"]
    assert csws(project, "observe", "--set", "objects.customers=companies").code == 3
    assert not (project.parent / "outside.db").exists()


def test_other_machines_cannot_reach_it(project):
    for target in ("vault:accounts/acme.db", "hubspot:1234567\n    store: vault:accounts/acme.db"):
        aim(project, target)
        done = csws(project, "plan", "--executor", "dask:tcp://127.0.0.1:9")
        assert (done.code, "stored in a file on this machine" in done.err) == (64, True)


def test_a_target_that_cannot_keep_records_is_not_a_store(project, monkeypatch, line):
    monkeypatch.setitem(target_traits.TRAITS, "vault", replace(line, keeps_records=False))
    forget()
    aim(project, "hubspot:1234567\n    store: vault:accounts/acme.db")
    assert codes(project) == ["CSW104"]


def test_an_account_that_its_address_names_must_be_that_of_the_catalogue(project, monkeypatch, line):
    monkeypatch.setitem(target_traits.TRAITS, "vault", replace(line, names_account=True))
    aim(project, "vault:acme")
    assert codes(project) == ["CSW503"]
    assert csws(project, "plan").code == 7


@pytest.mark.usefixtures("asked_once")
def test_a_target_with_an_api_has_a_token_and_makes_properties(project, monkeypatch, line):
    aim(project, "vault:acme")
    with (project / "csws.yaml").open("a") as config:
        config.write("properties: {companies: {owner: {label: Owner, kind: user, group: companyinformation}}}\n")
    (plan,) = csws(project, "plan", "--format", "json").json["accounts"]
    assert "properties.companies.owner. " in plan["notes"][0]
    assert "assumes that they exist" in plan["notes"][0]
    assert not [step for step in plan["steps"] if step["address"].startswith("properties")]
    monkeypatch.setitem(target_traits.TRAITS, "vault", replace(line, over_api=True))
    (plan,) = csws(project, "plan", "--format", "json").json["accounts"]
    assert (plan["notes"], plan["steps"][0]["address"]) == ([], "properties.companies.owner")
    assert "acme: token" in csws(project, "doctor").out


def test_a_target_with_an_api_is_not_by_hand_for_that(project):
    """There is no mention of a runbook if no person does the steps."""
    aim(project, "vault:acme")
    (plan,) = csws(project, "plan", "--format", "json").json["accounts"]
    assert plan["notes"] == []


def test_the_published_schema_matches_the_table():
    assert schema_document("config") == json.loads(schema_text("config"))
    account = json.loads(schema_text("config"))["$defs"]["account"]["properties"]
    assert (account["target"]["pattern"], account["store"]["pattern"]) == (target_pattern(), store_pattern())


def test_every_line_has_its_module():
    assert set(targets.TARGETS) == set(TRAITS)
    for scheme in TRAITS:
        assert targets.target_for(scheme)


def _texts(node: ast.AST) -> Iterator[ast.AST]:
    """What a comparison compares, or what a method looks for in a text."""
    if isinstance(node, ast.Compare):
        yield from (part for side in (node.left, *node.comparators) for part in getattr(side, "elts", [side]))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CUTTING:
        yield from node.args


def test_no_code_checks_the_beginning_of_a_target():
    asked = {*TRAITS, *(f"{scheme}:" for scheme in TRAITS), *(f"{scheme}://" for scheme in TRAITS)}
    found = {
        f"{file.relative_to(PACKAGE)}: {text.value}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for text in _texts(node)
        if isinstance(text, ast.Constant) and text.value in asked
    }
    assert not found, "ask the traits of a target, not its text; and give a new target a word that no code compares"
