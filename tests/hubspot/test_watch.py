"""`watch`: one look for a nightly job. It changes nothing, and nothing hides the rest."""

from __future__ import annotations

import json

import pytest

from csws.schema import is_valid
from tests.cli.console import csws, reported, unfinished
from tests.hubspot.account import SCOPES
from tests.hubspot.emulator import Fault


@pytest.fixture
def calm(emulator, project):
    """Everything applied, nothing waiting."""
    assert csws(project, "catalog", "pull").code == 0
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    steps = unfinished(project)["waiting"]
    assert reported(project, f"{steps[0]}-{steps[-1]}", "Kim").code == 0
    return project


def watched(project, *words):
    done = csws(project, "watch", "--format", "json", *words)
    return done, done.json["accounts"][0]


def files(project):
    return {
        path: path.read_bytes() for path in project.rglob("*") if path.is_file() and path.suffix in (".yaml", ".json")
    }


def test_a_calm_account_is_quiet(emulator, calm):
    before = files(calm)
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, found["quiet"], found["catalog"]["changes"], found["drift"], found["run"]) == (
        0,
        True,
        [],
        [],
        None,
    )
    assert "nothing new" in csws(calm, "watch", "--format", "markdown").out
    assert "No drift." in csws(calm, "watch").out
    assert files(calm) == before
    assert not any(method == "POST" for method, _ in emulator.log)


def test_what_changed_and_what_it_breaks(emulator, calm):
    before = files(calm)
    emulator.account.properties["0-2"][3]["archived"] = True
    emulator.account.teams[0]["name"] = "Europe"
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, found["quiet"]) == (2, False)
    assert {"path": "teams.1.name", "before": "EMEA CSM", "after": "Europe"} in found["catalog"]["changes"]
    assert {item["code"] for item in found["catalog"]["broken"]} == {"CSW303", "CSW404"}
    assert found["catalog"]["renamed"] == [{"object": None, "id": "1", "old": "EMEA CSM", "new": "Europe"}]
    for form in ("text", "markdown"):
        out = csws(calm, "watch", "--format", form).out
        assert "CSW404" in out
        assert "catalog pull --rename" in out
    assert csws(calm, "watch").code == 0
    assert files(calm) == before


def test_what_came_and_went_is_called_by_its_name(emulator, calm):
    emulator.account.teams.append({"id": "7", "name": "NA CSM", "userIds": [], "secondaryUserIds": []})
    emulator.account.pipelines["0-162"] = []
    emulator.account.properties["0-2"] = [
        item for item in emulator.account.properties["0-2"] if item["name"] != "renewal_date"
    ]
    for words in (("watch",), ("watch", "--format", "markdown"), ("catalog", "diff")):
        out = csws(calm, *words).out
        for line in (
            "+ teams.7 (NA CSM)",
            "- objects.services.pipelines.9 (Onboarding)",
            "- objects.companies.properties.renewal_date (Renewal Date)",
        ):
            assert line in out


def test_a_new_name_that_the_files_lack_is_something_to_look_at(emulator, calm):
    """Also after the catalogue was pulled, and where it cannot be written."""
    emulator.account.teams[0]["name"] = "Europe"
    assert csws(calm, "catalog", "pull").code == 0
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, found["quiet"], found["catalog"]["changes"]) == (2, False, [])
    assert "needs a look" in csws(calm, "watch", "--format", "markdown").out
    emulator.account.teams[1]["name"] = "EMEA CSM"
    done = csws(calm, "watch", "--write", "--format", "markdown")
    assert done.code == 1
    assert "**The catalogue was not written.** The team `EMEA CSM`" in done.out.replace("<code>", "`").replace(
        "</code>", "`"
    )
    assert "not pulled" not in done.out


def test_drift_and_a_waiting_run(emulator, calm):
    assert csws(calm, "observe", "--set", "workspace.emea.services.default_layout=board").code == 0
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, len(found["drift"])) == (2, 1)
    csws(calm, "apply", "--auto-approve")
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, found["run"]["waiting"]) == (2, [1])
    for form in ("text", "markdown"):
        assert f"Run {found['run']['id']}" in csws(calm, "watch", "--format", form).out


def test_an_old_catalogue(emulator, calm):
    file = calm / "catalogs/acme.json"
    document = json.loads(file.read_text())
    file.write_text(json.dumps({**document, "pulled_at": "2020-01-01T00:00:00Z"}))
    done, found = watched(calm, "--detailed-exitcode")
    assert (done.code, found["catalog_old"], found["catalog_days"] > 365) == (2, True, True)
    assert "days old; pull it again" in csws(calm, "watch").out
    done, found = watched(calm, "--write", "--detailed-exitcode")
    assert (done.code, found["written"]) == (0, "catalogs/acme.json")


def test_write_writes_the_catalogue_and_nothing_else(emulator, calm):
    emulator.account.pipelines["0-3"][0]["label"] = "New"
    before = files(calm)
    assert csws(calm, "watch", "--write").code == 0
    after = files(calm)
    assert [path.name for path in after if after[path] != before[path]] == ["acme.json"]
    assert is_valid("catalog", json.loads((calm / "catalogs/acme.json").read_text())) is None


@pytest.mark.parametrize("scope", sorted(scope for scope in SCOPES if scope.endswith(".read")))
def test_a_missing_scope_is_named(emulator, calm, scope):
    emulator.account.scopes -= {scope}
    done, found = watched(calm)
    assert done.code == 0
    assert any(f"Without the scope `{scope}`" in sentence for sentence in found["catalog"]["unreadable"])
    assert found["catalog"]["broken"] == []


FAULTS = {
    "no token": (7, None),
    "401": (7, Fault("status", lambda *_: True, 401, times=99)),
    "403": (7, Fault("status", lambda *_: True, 403, b"<html>", times=99)),
    "503": (1, Fault("status", lambda *_: True, 503, times=999)),
    "another shape": (1, Fault("shape", lambda *_: True, times=99)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failed_pull_hides_no_drift(emulator, calm, waits, monkeypatch, name):
    code, fault = FAULTS[name]
    csws(calm, "observe", "--set", "workspace.emea.services.default_layout=board")
    emulator.faults = [fault] if fault else []
    if fault is None:
        monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    done, found = watched(calm, "--detailed-exitcode", "--write")
    assert (done.code, found["exit_code"], found["catalog"], found["written"]) == (code, code, None, None)
    assert found["error"]["message"]
    assert len(found["drift"]) == 1
    assert "**The catalogue was not pulled.**" in csws(calm, "watch", "--format", "markdown").out


def test_an_embedded_account_has_nothing_to_pull(tmp_path):
    csws(tmp_path, "init")
    csws(tmp_path, "apply", "--auto-approve")
    done, found = watched(tmp_path, "--detailed-exitcode")
    assert (done.code, found["catalog"], found["quiet"]) == (0, None, True)


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](b)", "@you", "#1", "\x1b[31m", "`x` | y", "*x*"])
def test_hostile_names_are_shown_and_not_interpreted(emulator, calm, text):
    emulator.account.teams[0]["name"] = text
    out = csws(calm, "watch", "--format", "markdown").out
    assert "\x1b" not in out
    assert "<b>x" not in out
    for line in out.splitlines():
        assert not line.startswith("- ") or line.startswith(("- <code>", "- …"))
