"""`csws init --hubspot`: a project for an account that exists; after any failure there is a project
that works, or none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from csws.hubspot import scopes
from csws.load.yaml_reader import read_yaml
from csws.schema import is_valid
from csws.workflow.init_hubspot import STORE
from csws.workflow.record_driver import ATTRIBUTES as RECORDS
from tests.cli.console import csws
from tests.hubspot.account import SCOPES
from tests.hubspot.emulator import Fault

FILES = {".gitattributes", ".gitignore", "catalogs/north.json", "csws.yaml"}
NOTHING = ["CSW103"]


@pytest.fixture
def no_token(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def config_of(project: Path):
    return read_yaml((project / "csws.yaml").read_text(), "csws.yaml").root.plain()


def codes(project: Path) -> list[str]:
    return [item["code"] for item in csws(project, "validate", "--format", "json").json["diagnostics"]]


def start(folder: Path, *words: str, name: str = "north"):
    return csws(folder, "init", "--hubspot", *words, name)


def test_what_is_written(emulator, tmp_path):
    done = start(tmp_path)
    project = tmp_path / "north"
    assert done.code == 0
    assert set(files_of(project)) == FILES
    assert config_of(project) == {
        "version": 1,
        "accounts": {
            "north": {
                "target": "hubspot:4242",
                "catalog": "catalogs/north.json",
                "subscription": "enterprise",
                "store": "file:records/north.jsonl",
            }
        },
        "include": ["objects.yaml", "workspaces/*.yaml"],
    }
    assert STORE.format(account="north") == "file:records/north.jsonl"
    assert (project / ".gitattributes").read_text() == f"{RECORDS}\n"
    assert ".csws/" in (project / ".gitignore").read_text().splitlines()
    catalog = json.loads((project / "catalogs/north.json").read_text())
    assert is_valid("catalog", catalog) is None
    assert catalog["account"] == {"id": "4242", "name": "north", "ui_domain": "app-eu1.hubspot.com"}
    assert csws(project, "fmt", "--check").code == 0
    assert codes(project) == NOTHING


def test_it_is_what_a_pull_would_write(emulator, tmp_path):
    start(tmp_path)
    done = csws(tmp_path / "north", "catalog", "pull")
    assert done.out == "north: wrote catalogs/north.json; nothing changed.\n"


def test_it_says_what_was_made_which_scopes_it_needs_and_what_comes_next(emulator, tmp_path):
    done = start(tmp_path)
    assert "portal 4242, called `north`" in done.out
    assert all(scope in done.err for scope in scopes.ALL)
    assert f"csws -C {tmp_path}/north worksheet sheet.yaml" in done.err
    assert f"csws -C {tmp_path}/north adopt sheet.yaml" in done.err


def test_the_commands_that_it_names_work(emulator, tmp_path):
    start(tmp_path)
    project = tmp_path / "north"
    assert csws(project, "worksheet", str(project / "sheet.yaml")).code == 0
    assert csws(project, "catalog", "show").code == 0
    assert csws(project, "runs").code == 0
    assert csws(project, "observe", "--set", "workspace.primary.name=All", "--by", "Kim").code == 0
    looks = {item["what"]: item["state"] for item in csws(project, "doctor", "--format", "json").json["checks"]}
    assert (looks["project"], looks["north: target"], looks["north: token"]) == ("warning", "ok", "ok")
    assert codes(project) == NOTHING


@pytest.mark.parametrize(
    ("words", "tier", "is_to_be_checked"),
    [
        ([], "enterprise", True),
        (["--subscription", "enterprise"], "enterprise", False),
        (["--subscription", "professional"], "professional", False),
    ],
)
def test_the_subscription_is_to_be_checked_unless_it_was_given(emulator, tmp_path, words, tier, is_to_be_checked):
    start(tmp_path, *words)
    text = (tmp_path / "north/csws.yaml").read_text()
    assert config_of(tmp_path / "north")["accounts"]["north"]["subscription"] == tier
    assert ("check this" in text) is is_to_be_checked


@pytest.mark.parametrize("scope", sorted({*scopes.ALL} - {"crm.schemas.custom.read"}))
def test_a_scope_that_is_missing_is_named_with_what_it_costs(emulator, tmp_path, scope):
    emulator.account.scopes = SCOPES - {scope}
    done = start(tmp_path)
    assert (done.code, f"Without the scope `{scope}` csws cannot check" in done.err) == (0, True)
    assert codes(tmp_path / "north") == NOTHING


def test_the_operator_of_the_environment_is_in_the_catalogue(emulator, tmp_path, monkeypatch):
    monkeypatch.setenv("CSWS_OPERATOR", "ops@acme.example")
    start(tmp_path)
    people = json.loads((tmp_path / "north/catalogs/north.json").read_text())["people"]
    assert [person["email"] for person in people if "email" in person] == ["Ops@acme.example"]


def test_a_token_of_the_account_alone_is_enough(emulator, tmp_path, monkeypatch):
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN_NORTH_1", os.environ["CSWS_HUBSPOT_TOKEN"])
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", "pat-of-somebody-else")
    assert start(tmp_path, name="North 1").code == 0
    assert (tmp_path / "North 1/catalogs/north-1.json").exists()


@pytest.mark.parametrize("name", ["true", "2026", "Bjørn & Co"])
def test_any_folder_gives_a_project(emulator, tmp_path, name):
    assert start(tmp_path, name=name).code == 0
    assert csws(tmp_path / name, "fmt", "--check").code == 0
    assert codes(tmp_path / name) == NOTHING


def test_without_a_token_the_id_is_required(emulator, tmp_path, no_token):
    done = start(tmp_path)
    assert (done.code, "csws init --hubspot --portal ID" in done.err) == (64, True)
    assert not (tmp_path / "north").exists()
    assert emulator.log == []


def test_without_a_token_the_next_command_is_a_pull(emulator, tmp_path, monkeypatch):
    token = os.environ["CSWS_HUBSPOT_TOKEN"]
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    done = start(tmp_path, "--portal", "4242")
    project = tmp_path / "north"
    assert done.code == 0
    assert all(scope in done.err for scope in scopes.ALL)
    assert f"Next: set CSWS_HUBSPOT_TOKEN to a token, then run csws -C {project} catalog pull" in done.err
    assert set(files_of(project)) == FILES - {"catalogs/north.json"}
    assert emulator.log == []
    assert codes(project) == [*NOTHING, "CSW001"]
    assert "csws catalog pull" in csws(project, "validate").out
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", token)
    assert csws(project, "catalog", "pull").code == 0
    assert codes(project) == NOTHING


@pytest.mark.parametrize("portal", ["", "x", "42a", "-1", "٤٢"])
def test_an_id_is_a_number(tmp_path, portal):
    assert start(tmp_path, "--portal", portal).code == 64
    assert not (tmp_path / "north").exists()


@pytest.mark.parametrize("words", [["--portal", "4242"], ["--subscription", "professional"]])
def test_what_describes_a_hubspot_account_needs_one(tmp_path, words):
    done = csws(tmp_path, "init", *words, "north")
    assert (done.code, "Add --hubspot." in done.err) == (64, True)
    assert not (tmp_path / "north").exists()


def test_the_id_of_the_token_s_account_may_be_given(emulator, tmp_path):
    assert start(tmp_path, "--portal", "4242").code == 0


def test_a_token_of_another_account_is_refused(emulator, tmp_path):
    done = start(tmp_path, "--portal", "1")
    assert done.code == 7
    assert "CSWS_HUBSPOT_TOKEN is that of portal 4242, but --portal is 1." in done.err
    assert not (tmp_path / "north").exists()


@pytest.mark.parametrize("words", [[], ["--portal", "4242"]])
@pytest.mark.parametrize("existing", [["init", "north"], ["init", "--hubspot", "north"]])
def test_a_project_is_never_overwritten(emulator, tmp_path, existing, words):
    assert csws(tmp_path, *existing).code == 0
    before = files_of(tmp_path)
    emulator.log.clear()
    done = start(tmp_path, *words)
    assert (done.code, "csws validate" in done.err) == (1, True)
    assert files_of(tmp_path) == before
    assert emulator.log == []  # and nobody waits for a pull to learn it


def test_a_catalogue_of_somebody_else_is_never_overwritten(emulator, tmp_path):
    (tmp_path / "north/catalogs").mkdir(parents=True)
    (tmp_path / "north/catalogs/north.json").write_text("{}")
    assert start(tmp_path).code == 1
    assert files_of(tmp_path) == {"north/catalogs/north.json": b"{}"}


def test_git_s_files_stay_and_what_they_lack_is_named(emulator, tmp_path):
    """A repository usually has them before the project."""
    project = tmp_path / "north"
    project.mkdir()
    (project / ".gitignore").write_text("*.pyc\n")
    (project / ".gitattributes").write_text(f"* text=auto\n{RECORDS}\n")
    done = start(tmp_path)
    assert done.code == 0
    assert "Add these lines to it:\n  .csws/\n" in done.err
    assert ".gitattributes already exists" not in done.err
    assert (project / ".gitignore").read_text() == "*.pyc\n"
    assert codes(project) == NOTHING


FAULTS = {
    "a token that was revoked": Fault("status", lambda method, path, at: True, status=401, times=99),
    "no answer": Fault("reset", lambda method, path, at: True, times=999),
    "a failure after the account": Fault("status", lambda method, path, at: "/teams" in path, status=400, times=99),
    "an answer of another shape": Fault("shape", lambda method, path, at: "/properties" in path, times=99),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_pull_that_fails_leaves_nothing(emulator, tmp_path, waits, fault):
    emulator.faults.append(fault)
    assert start(tmp_path).code in (1, 7)
    assert not (tmp_path / "north").exists()
    emulator.faults.clear()
    assert start(tmp_path).code == 0


@pytest.mark.parametrize("written", range(5))
def test_a_start_that_was_killed_is_no_dead_end(emulator, tmp_path, monkeypatch, written):
    """Before csws.yaml the command can be repeated; after it there is a project, which `validate`
    leads on from."""
    left = [written]

    def dies(path: Path, text: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        path.write_text(text)

    project = tmp_path / "north"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("csws.workflow.new_project.replace_file", dies)
        start(tmp_path)
        raise KeyboardInterrupt
    again = start(tmp_path)
    if written < 3:
        assert again.code == 0
    else:
        assert (again.code, "csws validate" in again.err) == (1, True)
    if written == 3:
        assert "csws catalog pull" in csws(project, "validate").out
        assert csws(project, "catalog", "pull").code == 0
    assert set(files_of(project)) == FILES
    assert codes(project) == NOTHING
