"""The config schema in an editor: the YAML language server shows descriptions, completes and
reports errors, also with the names of an account."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.editor.server import Server, started
from tests.tools import node_package

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    binary = node_package("yaml-language-server") / "bin/yaml-language-server"
    made = Server(started(["node", str(binary), "--stdio"]), tmp_path_factory.mktemp("editor"))
    yield made
    made.close()


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "examples/walkthrough", tmp_path / "project")
    return tmp_path / "project"


def opened(server: Server, file: Path, text: str, schema: Path) -> str:
    body = "\n".join([f"# yaml-language-server: $schema={schema.as_uri()}", *text.splitlines()[1:]]) + "\n"
    document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": body}
    server.tell("textDocument/didOpen", {"textDocument": document})
    return body


def position(text: str, part: str, after: int = 0) -> dict[str, int]:
    before = text[: text.index(part) + after]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


def complaints(server: Server, file: Path) -> list[str]:
    told = server.until(
        lambda item: item.get("method") == "textDocument/publishDiagnostics" and item["params"]["uri"] == file.as_uri()
    )
    return [item["message"] for item in told["params"]["diagnostics"]]


def test_an_example_is_right_and_explains_itself(server, project):
    file = project / "csws.yaml"
    text = opened(server, file, file.read_text(), ROOT / "schemas/config.schema.json")
    assert complaints(server, file) == []
    at = {"textDocument": {"uri": file.as_uri()}, "position": position(text, "subscription:", 3)}
    assert "tier" in str(server.ask("textDocument/hover", at)["contents"])


def test_an_error_is_marked(server, project):
    file = project / "wrong.yaml"
    text = (project / "csws.yaml").read_text().replace("subscription:", "subscripton:")
    opened(server, file, text, ROOT / "schemas/config.schema.json")
    assert any("subscripton" in message for message in complaints(server, file))


def test_an_account_has_its_own_completions(server, project):
    name = next(iter(csws(project, "plan", "--format", "json").json["accounts"]))["account"]
    schema = project / ".config.schema.json"
    schema.write_text(csws(project, "schema", "config", "--account", name).out)
    file = project / "own.yaml"
    text = opened(
        server, file, (project / "csws.yaml").read_text() + "\ndefaults:\n  customers:\n    csm_property: \n", schema
    )
    at = {"textDocument": {"uri": file.as_uri()}, "position": position(text, "    csm_property: \n", 18)}
    offered = server.ask("textDocument/completion", at)
    labels = [item["label"] for item in offered["items"]]
    assert "hubspot_owner_id" in labels


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("o/null.yaml", "workspaces:\n  emea: null\n  apac: {customers: {renewal_date_property: null}}\n", None),
        ("o/partial.yaml", "objects: {services: null}\nworkspaces: {new: {teams: []}}\nremoved:\n", None),
        ("o/typo.yaml", "workspaces: {emea: {nmae: null}}\n", "nmae"),
        ("o/name.yaml", "workspaces: {emea: {name: null}}\n", "string"),
        ("o/blank.yaml", "workspaces: {emea: {name: ' '}}\n", "Must not be empty."),
    ],
)
def test_an_overlay_has_a_schema_of_its_own(server, project, name, text, told):
    file = project / name
    opened(server, file, f"\n{text}", ROOT / "schemas/overlay.schema.json")
    found = complaints(server, file)
    assert found == [] if told is None else any(told in message for message in found)


def test_an_overlay_has_the_names_of_its_account(server, project):
    name = next(iter(csws(project, "plan", "--format", "json").json["accounts"]))["account"]
    schema = project / ".overlay.schema.json"
    schema.write_text(csws(project, "schema", "overlay", "--account", name).out)
    file = project / "own-overlay.yaml"
    opened(
        server,
        file,
        "\nworkspaces: {emea: null, new: {teams: [Nobody here], services: {csm_property: null}}}\n",
        schema,
    )
    (only,) = complaints(server, file)
    assert "Nobody here" in only or "Value is not accepted" in only


SCORE = """
health_scores:
  health:
    name: Health
    object: companies
    segments: [@S]
    bands: {healthy: 70, at_risk: 40}
    groups:
      use:
        name: Use
        kind: properties
        max: 100
        rules:
          - property: @P
          - property: plan
            is: @V
          - property: tickets
            @C
          - property: modules
            contains_any_of:
              - @L
      deals:
        name: Deals
        kind: events
        max: 100
        rules:
          - event: @E
          - event: pe1234567_renewed
            where:
              @W
"""
OFFERED = {
    "@S": ("Active customers", "Newsletter"),
    "@P": ("tickets", "old_nps"),
    "@V": ("premium", "api"),
    "@C": ("at_least", "within_days"),
    "@L": ("sso", "premium"),
    "@E": ("call_ended", "tickets"),
    "@W": ("term", "hs_call_duration"),
}


@pytest.fixture(scope="module")
def of_acme(tmp_path_factory):
    """The schema of an account with properties, options, segments and events."""
    project = shutil.copytree(ROOT / "tests/rules/project", tmp_path_factory.mktemp("acme") / "p")
    schema = project / ".part.schema.json"
    schema.write_text(csws(project, "schema", "part", "--account", "acme").out)
    return schema


@pytest.mark.parametrize("mark", OFFERED)
def test_a_health_score_is_completed_with_what_fits(server, of_acme, mark):
    """Properties and segments of the score's object, values of the property, comparisons of its type."""
    before, after = SCORE.split(mark)
    text = "\n".join(line for line in (before + "@HERE" + after).splitlines())
    for other in OFFERED:
        text = text.replace(other, "")
    place = text.index("@HERE")
    text = text.replace("@HERE", "")
    file = of_acme.parent / f"score{list(OFFERED).index(mark)}.yaml"
    opened(server, file, text, of_acme)
    at = {"line": text[:place].count("\n"), "character": len(text[:place].rpartition("\n")[2])}
    found = server.ask("textDocument/completion", {"textDocument": {"uri": file.as_uri()}, "position": at})
    labels = [item["label"] for item in found["items"]]
    is_there, is_not = OFFERED[mark]
    assert (is_there in labels, is_not in labels) == (True, False), sorted(labels)
