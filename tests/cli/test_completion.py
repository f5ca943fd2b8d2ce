"""What a shell offers from the project and its record; it never fails, never waits and never
writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic

import pytest
from click.shell_completion import ShellComplete

from csws.cli.main import cli
from tests.cli.console import csws, unfinished
from tests.cli.runs_project import begun, edit, hubspot
from tests.cli.test_main_job import snapshot
from tests.cli.test_worksheet import two_accounts

WORDS = {
    "accounts": ["--account"],
    "import": ["import"],
    "observe": ["observe", "--set"],
    "delete": ["plan", "--allow-delete"],
    "rollback": ["rollback"],
    "run": ["apply", "--resume", "--run"],
    "abandon": ["abandon"],
}


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert csws(tmp_path, "init", "acme").code == 0
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    return tmp_path / "acme"


def offered(project: Path, what: str, begun: str = "", *before: str) -> list[str]:
    shell = ShellComplete(cli, {}, "csws", "_CSWS_COMPLETE")
    words = ["-C", str(project), *before, *WORDS[what]]
    return [item.value for item in shell.get_completions(words, begun)]


def see(project: Path, **names: str) -> None:
    pairs = [f"workspace.{key}.name={name}" for key, name in names.items()]
    assert csws(project, "observe", *(word for pair in pairs for word in ("--set", pair))).code == 0


def test_names_to_import(project):
    see(project, latam="LATAM team")
    assert offered(project, "import") == ["latam=id:seen-latam"]
    assert offered(project, "import", "lat") == ["latam=id:seen-latam"]
    assert offered(project, "import", "ops=") == ["ops=id:seen-latam"]
    shell = ShellComplete(cli, {}, "csws", "_CSWS_COMPLETE")
    cut = shell.get_completions(["-C", str(project), "import", "ops"], "=")  # how bash asks for `ops=`
    assert [item.value for item in cut] == ["id:seen-latam"]
    assert csws(project, "import", *offered(project, "import")).code == 0
    assert offered(project, "import") == []
    csws(project, "observe", "--set", "workspace.latam=null")
    see(project, latam="Another team")
    assert offered(project, "import") == ["latam=id:seen-latam-v2"]


def test_health_scores_to_import(project):
    see(project, latam="LATAM team")
    csws(project, "observe", "--set", "health_score.renewal.name=Renewal")
    assert offered(project, "import") == ["latam=id:seen-latam", "health_score.renewal=id:seen-renewal"]
    assert offered(project, "import", "health_score.") == ["health_score.renewal=id:seen-renewal"]
    assert offered(project, "import", "health_score.x=") == ["health_score.x=id:seen-renewal"]
    assert offered(project, "import", "ops=") == ["ops=id:seen-latam"]


def test_paths_to_observe(project):
    see(project, latam="LATAM team")
    assert offered(project, "observe", "workspace.emea.services.sh") == [
        f"workspace.emea.services.show={value}" for value in ("", "true", "false")
    ]
    assert "objects.customers=" in offered(project, "observe", "objects.")
    assert "unmanaged.seen-latam.name=" in offered(project, "observe", "unmanaged.")
    assert "workspace.emea.revenue.objects.deals.csm_property=" in offered(project, "observe", "workspace.emea.r")
    for pair in offered(project, "observe", "workspace.emea.services.default_layout="):
        assert csws(project, "observe", "--set", f"{pair}null" if pair.endswith("=") else pair).code == 0


def test_what_would_be_deleted(project):
    assert offered(project, "delete") == []
    (project / "workspaces/apac.yaml").unlink()
    assert offered(project, "delete") == ["apac"]
    assert csws(project, "plan", "--allow-delete", "apac").code == 0


def test_revisions_newest_first(project):
    see(project, latam="LATAM team")
    assert offered(project, "rollback") == ["2", "1"]


@pytest.mark.parametrize("store", ["sqlite:.csws/store.db", "file:records/acme.jsonl"])
def test_unfinished_runs(tmp_path, store):
    project = hubspot(tmp_path)
    edit(project / "csws.yaml", "hubspot:1234567", f"hubspot:1234567\n    store: {store}")
    begun(project)
    run, before = unfinished(project)["id"], snapshot(project)
    assert offered(project, "run") == offered(project, "abandon", run[:3]) == [run]
    assert snapshot(project) == before


def test_only_of_the_accounts_that_are_asked_for(project):
    two_accounts(project)
    edit(project / "catalogs/other.json", '"id": "1234567"', '"id": "7654321"')
    assert csws(project, "--account", "other", "observe", "--set", "workspace.hand.name=Hand").code == 0
    assert offered(project, "accounts") == ["acme", "other"]
    assert offered(project, "import") == ["hand=id:seen-hand"]
    assert offered(project, "import", "", "--account", "acme") == []
    assert offered(project, "import", "", "--account", "nobody") == []


def test_names_of_any_kind_break_no_line(project):
    see(project, odd='"a\\nb, c"')
    shell = ShellComplete(cli, {}, "csws", "_CSWS_COMPLETE")
    (item,) = shell.get_completions(["-C", str(project), "import"], "")
    assert (item.value, "\n" in item.help) == ("odd=id:seen-odd", False)


BROKEN = {
    "no project": lambda project: (project / "csws.yaml").unlink(),
    "no YAML": lambda project: (project / "csws.yaml").write_text("accounts: ["),
    "odd YAML": lambda project: (project / "csws.yaml").write_text("accounts: {a: 5, b: {target: 5}, c: null}"),
    "no catalogue": lambda project: (project / "catalogs/acme.json").unlink(),
    "an odd catalogue": lambda project: (project / "catalogs/acme.json").write_text('{"account": []}'),
    "no database": lambda project: (project / ".csws/acme.db").write_text("not a database, but some text of this length"),
    "a record that is gone": lambda project: (project / ".csws/acme.db").unlink(),
    "a database server": lambda project: edit(
        project / "csws.yaml", "sqlite:.csws/acme.db", "postgresql://127.0.0.1:9/nowhere"
    ),
    "a record on a database server": lambda project: edit(
        project / "csws.yaml", "target: sqlite:.csws/acme.db", "store: postgresql://127.0.0.1:9/x\n    target: hubspot:1234567"
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_where_nothing_can_be_read_nothing_is_offered(project, fault):
    BROKEN[fault](project)
    before = snapshot(project)
    began = monotonic()
    assert {what: offered(project, what) for what in WORDS if what not in ("accounts", "observe", "rollback")} == {
        "import": [],
        "delete": [],
        "run": [],
        "abandon": [],
    }
    assert [word for word in offered(project, "observe") if "emea" in word] == offered(project, "rollback") == []
    assert monotonic() - began < 5
    assert snapshot(project) == before


def test_nobody_waits_for_a_locked_record(project):
    connection = sqlite3.connect(project / ".csws/acme.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    began = monotonic()
    assert offered(project, "rollback") == []
    assert monotonic() - began < 5
    connection.close()


def test_nothing_is_written(project):
    before = snapshot(project)
    for what in WORDS:
        offered(project, what)
    assert snapshot(project) == before
