"""`export`: `validate` accepts its output, and the next plan shows no change, as far as the laws
allow."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import yaml

from tests.cli.console import csws


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def replace_settings(project, exported: str) -> None:
    """Replaces the project's own settings with the exported ones."""
    config = yaml.safe_load((project / "csws.yaml").read_text())
    kept = {key: config[key] for key in ("version", "accounts")}
    shutil.rmtree(project / "workspaces", ignore_errors=True)
    (project / "all.yaml").write_text(exported)
    (project / "csws.yaml").write_text(yaml.safe_dump({**kept, "include": ["all.yaml"]}, sort_keys=False))


def test_a_fresh_account_needs_only_what_its_law_asks_for(project):
    exported = csws(project, "export")
    assert exported.code == 0
    data = yaml.safe_load(exported.out)
    assert "customers" not in data["objects"]
    assert "name" not in data["workspaces"]["primary"]
    replace_settings(project, exported.out)
    told = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert {item["code"] for item in told if item["severity"] == "error"} == {"CSW103", "CSW410"}
    data["objects"]["customers"] = "companies"
    data["workspaces"]["primary"] |= {"name": "All", "customers": {"csm_property": "hubspot_owner_id"}}
    replace_settings(project, yaml.safe_dump(data))
    planned = csws(project, "plan", "--format", "json").json["accounts"][0]
    fields = {f"{change['address']} {item['path']}" for change in planned["changes"] for item in change["fields"]}
    assert fields == {
        "objects customers",
        "workspace.primary name",
        "workspace.primary customers.csm_property",
    }


def test_an_account_that_was_applied_to_comes_back_as_it_is(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    replace_settings(project, csws(project, "export").out)
    assert csws(project, "validate").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_team_without_a_name_is_exported_by_its_id(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    catalog = project / "catalogs/acme.json"
    data = json.loads(catalog.read_text())
    team = next(item for item in data["teams"] if item["name"] == "EMEA CSM")
    team["name"] = " "
    catalog.write_text(json.dumps(data))
    exported = csws(project, "export").out
    assert f"id:{team['id']}" in exported
    replace_settings(project, exported)
    assert csws(project, "validate").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_project_file_with_the_other_ending_is_pointed_out(project):
    (project / "csws.yaml").rename(project / "csws.yml")
    done = csws(project, "validate")
    assert done.code == 3
    assert re.search(r"`csws.yaml` does not exist, but `csws.yml` does", done.out)
    assert "Rename `csws.yml` to `csws.yaml`" in done.out
