"""The addresses of drafts, as a script would ask them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from csws.studio import api
from tests.editing.drafting import git
from tests.studio.process import Answer

CASES = yaml.safe_load((Path(__file__).parent / "drafts_api.yaml").read_text())
TEAM = {"address": "workspace.emea", "path": "teams", "value": ["EMEA CSM"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["is"])
def test_a_request_and_its_answer(asked, case):
    [method] = {"get", "put", "post", "delete"} & set(case)
    answer = asked.call(method.upper(), case[method], case.get("body"))
    assert answer.status == case["status"], answer
    said = answer.json
    if "code" in case:
        assert said["error"]["code"] == case["code"]
        assert said["error"]["message"].endswith(".")
    for name, value in case.get("has", {}).items():
        assert said[name] == value
    if case.get("code") != "no_page":
        is_described(method, case[method], answer)


def test_a_draft_from_its_beginning_to_its_end(root, running):
    base = running.call("GET", "/api/project").json["files"]
    same = {"address": "workspace.emea", "path": "name", "value": "EMEA customer success"}
    first = running.call("PUT", "/api/drafts/mine", {"base": base, "edits": [TEAM, same]}).json
    kept = {**TEAM, "before": ["EMEA CSM", "EMEA Renewals"]}
    assert (first["version"], first["edits"]) == (1, [kept])  # what changes nothing is left out
    late = running.call("PUT", "/api/drafts/mine", {"base": base, "edits": []})
    assert (late.status, late.json["draft"]) == (409, first)
    assert running.call("GET", "/api/drafts/mine").json == first
    shown = running.call("GET", "/api/accounts/meridian/settings?draft=mine").json
    emea = next(item for item in shown["items"] if item["address"] == "workspace.emea")
    teams = next(field for field in emea["fields"] if field["path"] == "teams")
    assert (teams["value"], teams["before"], teams["changed"]) == (["EMEA CSM"], ["EMEA CSM", "EMEA Renewals"], True)
    assert teams["origin"]["line"] == 8
    body = {"edits": first["edits"], "base": base, "draft": "mine"}
    answer = running.call("POST", "/api/branch", {**body, "name": "one", "message": "Fewer teams"})
    is_described("post", "/api/branch", answer)
    made = answer.json
    assert (made["branch"], made["hooks_ran"], made["signed"]) == ("one", False, False)
    assert made["files"] == ["workspaces/emea.yaml"]
    assert running.call("GET", "/api/drafts/mine").status == 404
    assert git(root, "log", "-1", "--format=%s", "one").strip() == "Fewer teams"
    assert running.call("POST", "/api/save", {"edits": first["edits"], "base": base}).json == {"files": made["files"]}
    assert git(root, "diff", "one", "--stat") == ""


def test_a_conflict_says_what_everybody_has(root, running):
    base = running.call("GET", "/api/project").json["files"]
    edits = running.call("PUT", "/api/drafts/mine", {"base": base, "edits": [TEAM]}).json["edits"]
    file = root / "workspaces/emea.yaml"
    file.write_text(file.read_text().replace("[EMEA CSM, EMEA Renewals]", "[CS Operations]"))
    answer = running.call("POST", "/api/save", {"edits": edits, "base": base})
    assert answer.status == 409
    is_described("post", "/api/save", answer)
    [found] = answer.json["conflicts"]
    assert {name: found[name] for name in ("address", "path", "before", "yours", "theirs")} == {
        "address": "workspace.emea",
        "path": "teams",
        "before": ["EMEA CSM", "EMEA Renewals"],
        "yours": ["EMEA CSM"],
        "theirs": ["CS Operations"],
    }


def test_what_another_window_changed_while_a_draft_was_saved_stays(root, running):
    base = running.call("GET", "/api/project").json["files"]
    name = {"address": "workspace.apac", "path": "name", "value": "Asia"}
    first = running.call("PUT", "/api/drafts/mine", {"base": base, "edits": [TEAM]}).json
    more = {**TEAM, "value": ["EMEA Renewals"]}
    running.call("PUT", "/api/drafts/mine", {"version": 1, "base": base, "edits": [more, name]})
    saved = running.call("POST", "/api/save", {"edits": first["edits"], "base": base, "draft": "mine"})
    assert saved.json == {"files": ["workspaces/emea.yaml"]}
    left = running.call("GET", "/api/drafts/mine").json
    assert [(edit["value"], edit["before"]) for edit in left["edits"]] == [
        (["EMEA Renewals"], ["EMEA CSM"]),
        ("Asia", "APAC customer success"),
    ]
    again = running.call("POST", "/api/save", {"edits": left["edits"], "base": left["base"], "draft": "mine"})
    assert again.status == 200
    assert running.call("GET", "/api/drafts/mine").status == 404


def test_names_of_files_come_only_from_the_project(root, running):
    """A key cannot lead out of the folder that an include reads, nor take the place of another file."""
    base = running.call("GET", "/api/project").json["files"]
    for key in ("../../x", "a/b", "/x", "..", "x\u0000y", "primary/../emea"):
        new = {"address": f"workspace.{key}", "value": {"name": "X"}}
        answer = running.call("POST", "/api/save", {"edits": [new], "base": base})
        assert answer.status in (409, 422), (key, answer)
    assert git(root, "status", "--porcelain", "--", ".", ":!.csws") == ""


DESCRIBED = yaml.safe_load((Path(__file__).parents[2] / "schemas/studio.openapi.yaml").read_text())


def test_every_address_is_described_and_every_description_is_served():
    described = {
        (path, way.upper()) for path, ways in DESCRIBED["paths"].items() for way in ways if way != "parameters"
    }
    served = {
        (re.sub(r":\w+}", "}", route.path), method)
        for route in api.routes()
        for method in route.methods
        if method != "HEAD"
    }
    assert described == served


def is_described(method: str, path: str, answer: Answer) -> None:
    """Raises an error where an answer is not as the description of its address says."""
    from jsonschema import Draft202012Validator

    found = next(
        one for one in DESCRIBED["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path.split("?")[0])
    )
    way = DESCRIBED["paths"][found][method]["responses"][str(answer.status)]
    if "$ref" in way:
        way = DESCRIBED["components"]["responses"][way["$ref"].rpartition("/")[2]]
    schema = {**way["content"]["application/json"]["schema"], "components": DESCRIBED["components"]}
    Draft202012Validator(schema).validate(answer.json)
