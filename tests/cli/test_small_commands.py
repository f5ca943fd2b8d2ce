"""`rules`, `explain`, `schema`, `doctor`, `--help`: each one does its job."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from csws.cli.commands import COMMANDS
from csws.cli.main import run
from csws.schema import NAMES, is_valid, schema_text
from tests.cli.console import csws


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_of_every_command(tmp_path, name):
    done = csws(tmp_path, name, "--help")
    assert done.code == 0
    assert done.out.startswith("Usage: csws ")
    assert len(done.out.splitlines()) > 4


def test_rules_and_explain(tmp_path):
    listed = csws(tmp_path, "rules")
    assert "CSW302  error" in listed.out
    rules = csws(tmp_path, "rules", "--format", "json").json["rules"]
    assert len(rules) == len(listed.out.splitlines())
    for rule in rules:
        told = csws(tmp_path, "explain", rule["code"].lower())
        assert told.code == 0
        assert rule["reason"] in told.out


def test_schemas(tmp_path):
    assert csws(tmp_path, "schema").out.split() == list(NAMES)
    for name in NAMES:
        assert csws(tmp_path, "schema", name).json == json.loads(schema_text(name))


def test_a_caller_that_has_closed_its_streams_gets_an_exit_code(tmp_path):
    code = "import os, subprocess, sys; os.close(1); os.close(2); sys.exit(subprocess.call([sys.executable, '-m', 'csws', '-C', sys.argv[1], 'validate'], close_fds=True))"
    assert csws(tmp_path, "init").code == 0
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)]).returncode == 0
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "nothing")]).returncode == 3


def test_doctor(tmp_path):
    assert csws(tmp_path, "doctor").code == 1
    assert csws(tmp_path, "init").code == 0
    done = csws(tmp_path, "doctor", "--format", "json")
    assert (done.code, {check["state"] for check in done.json["checks"]}) == (0, {"ok"})
    (tmp_path / ".csws").mkdir()
    (tmp_path / ".csws/acme.db").write_bytes(b"no database" * 1000)
    done = csws(tmp_path, "doctor")
    assert done.code == 1
    assert "is not a database" in done.out
    assert csws(tmp_path, "--account", "nobody", "doctor").code == 1


def test_doctor_on_a_hubspot_account(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    csws(tmp_path, "init")
    config = tmp_path / "csws.yaml"
    config.write_text(config.read_text().replace("sqlite:.csws/acme.db", "hubspot:1234567"))
    looks = {check["what"]: check for check in csws(tmp_path, "doctor", "--format", "json").json["checks"]}
    assert looks["acme: token"]["state"] == "warning"
    assert looks["acme: target"]["state"] == "ok"
    assert looks["acme: record"]["state"] == "problem"
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN_ACME", "secret-token")
    monkeypatch.setenv("CSWS_HUBSPOT_API", "http://127.0.0.1:9")
    monkeypatch.setattr("csws.hubspot.transport.ATTEMPTS", 1)
    done = csws(tmp_path, "doctor")
    assert "acme: scopes: Cannot reach HubSpot" in done.out
    assert "CSWS_HUBSPOT_TOKEN_ACME is set." in done.out
    assert "secret-token" not in done.out


def test_doctor_on_an_operator_and_on_what_the_token_could_not_read(tmp_path, monkeypatch):
    csws(tmp_path, "init", "acme")
    project = tmp_path / "acme"

    def looks() -> dict[str, dict[str, str]]:
        return {item["what"]: item for item in csws(project, "doctor", "--format", "json").json["checks"]}

    monkeypatch.setenv("CSWS_OPERATOR", "OPS@acme.example")
    assert looks()["acme: operator"]["state"] == "ok"
    monkeypatch.setenv("CSWS_OPERATOR", "opps@acme.example")
    found = looks()["acme: operator"]
    assert (found["state"], "Did you mean `ops@acme.example`?" in found["message"]) == ("problem", True)
    assert csws(project, "doctor").code == 1
    file = project / "catalogs/acme.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "unreadable": ["people", "teams"]}))
    assert looks()["acme: operator"]["state"] == "warning"
    assert "people, teams" in looks()["acme: catalogue contents"]["message"]
    assert csws(project, "doctor").code == 0


def test_an_unreachable_server_is_a_clear_failure(tmp_path):
    csws(tmp_path, "init")
    config = tmp_path / "csws.yaml"
    config.write_text(config.read_text().replace("sqlite:.csws/acme.db", f"postgresql://csws@/csws?host={tmp_path}"))
    assert csws(tmp_path, "validate").code == 0
    for command in (["plan"], ["apply", "--auto-approve"], ["export"]):
        done = csws(tmp_path, *command)
        assert done.code == 1
        assert "Check that it is running and reachable from here" in done.out + done.err


def documents(folder: Path):
    yield "plan", ["plan"]
    yield "plan", ["plan", "--bogus"]
    yield "report", ["apply", "--auto-approve"]
    yield "report", ["apply"]
    yield "diagnostics", ["validate"]
    yield "diagnostics", ["validate", "--bogus"]


@pytest.mark.parametrize(
    "broken",
    [None, ("csws.yaml", ""), ("workspaces/apac.yaml", "workspaces: {apac: {nane: 1}}"), ("catalogs/acme.json", "{")],
)
def test_every_json_document_fits_its_schema(tmp_path, broken):
    csws(tmp_path, "init")
    if broken:
        (tmp_path / broken[0]).write_text(broken[1])
    for schema, arguments in documents(tmp_path):
        data = csws(tmp_path, *arguments, "--format", "json").json
        assert is_valid(schema, data) is None


def test_without_a_command_the_help_is_shown(capsys):
    assert run([]) == 64
    assert "Commands:" in capsys.readouterr().out
