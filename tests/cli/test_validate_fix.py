"""`csws validate --fix`: the certain corrections, shown and made; and what formats for programs say of the others."""

from __future__ import annotations

import pytest

from csws.schema import is_valid
from tests.cli.console import csws
from tests.rules.test_cases import make_case

WRONG = [
    {"file": "csws.yaml", "old": "name: Europe", "new": "name: 2024"},
    {"file": "more.yaml", "old": "teams: [APAC CSM]", "new": "Teams: apac csm  # one"},
]
A_GUESS = [{"file": "more.yaml", "old": "APAC CSM", "new": "APAC CMS"}]


def test_certain_corrections_are_shown_and_made_until_none_is_left(tmp_path):
    """The key, then the list, then the name of the team: each comes to light by the one before."""
    root = make_case(tmp_path, WRONG)
    done = csws(root, "validate", "--fix")
    assert (done.code, done.out) == (0, "The configuration is valid.\n")
    assert (root / "csws.yaml").read_text().count("name: '2024'") == 1
    assert (root / "more.yaml").read_text().splitlines()[3:5] == ["    teams:  # one", "      - APAC CSM"]
    assert done.err.startswith("4 corrections:\n  csws.yaml:22: `name` must be text, not a number. Put it in quotes.\n")
    assert "\n  -    name: 2024\n  +    name: '2024'\n" in done.err


def test_a_guess_is_not_made(tmp_path):
    root = make_case(tmp_path, A_GUESS)
    before = (root / "more.yaml").read_bytes()
    done = csws(root, "validate", "--fix")
    assert done.code == 3
    assert done.err == "No correction is certain; nothing was changed.\n"
    assert (root / "more.yaml").read_bytes() == before


def test_without_the_option_nothing_is_changed(tmp_path):
    root = make_case(tmp_path, WRONG)
    before = (root / "csws.yaml").read_bytes()
    assert csws(root, "validate").code == 3
    assert (root / "csws.yaml").read_bytes() == before


@pytest.mark.parametrize("edits", [WRONG, A_GUESS])
def test_json_has_the_edits_of_each_correction(tmp_path, edits):
    document = csws(make_case(tmp_path, edits), "validate", "--format", "json").json
    assert is_valid("diagnostics", document) is None
    (edit,) = document["diagnostics"][0]["fixes"][0]["edits"]
    assert edit["file"] == edits[0]["file"]
    assert edit["text"]


def test_sarif_has_the_corrections_and_the_related_places(tmp_path):
    twice = [{"file": "more.yaml", "old": "[APAC CSM]", "new": "[APAC CSM, EMEA CSM]"}]
    (result,) = csws(make_case(tmp_path, twice), "validate", "--format", "sarif").json["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "also in `apac`"
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "more.yaml"
    titles = [fix["description"]["text"] for fix in result["fixes"]]
    assert titles == ["Remove `EMEA CSM` from `emea`", "Remove `EMEA CSM` from `apac`"]
    (change,) = result["fixes"][1]["artifactChanges"]
    region = {"startLine": 4, "startColumn": 21, "endLine": 4, "endColumn": 31}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": ""}}]
