"""Two versions of csws, one with more fields, work on the same runs, plans and stores. Fields that
nobody sets make no difference; if one is set, the older version refuses and changes nothing."""

from __future__ import annotations

import shutil
import uuid

import pytest

from csws.errors import CswsError
from csws.targets.ledger import writing
from tests.cli.console import csws
from tests.cli.test_begun_by_csws_0_1 import KEPT, TWO
from tests.newer import ROOT, csws_of, newer_copy, python
from tests.targets.postgres import new_database

SET = ("observe", "--set", "workspace.emea.services.default_sort=name")


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    return newer_copy(tmp_path_factory.mktemp("newer"))


@pytest.fixture(scope="session")
def database():
    with new_database() as url:
        yield url


@pytest.fixture
def newer(copy):
    return lambda project, *arguments: csws_of(copy, project, *arguments)


@pytest.fixture
def older(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    return csws


@pytest.fixture(params=[("older", "newer"), ("newer", "older")], ids="-then-".join)
def both(request):
    """The version that begins the run, and the one that resumes it."""
    return [request.getfixturevalue(name) for name in request.param]


@pytest.fixture
def embedded(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


@pytest.fixture
def hubspot(embedded, older):
    replace(embedded / "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    return embedded


def replace(file, old, new):
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def reports(version, project, steps, account="*"):
    """Somebody says to one version that steps of the unfinished run are done."""
    found = version(project, "--account", account, "runs", "--format", "json").json["accounts"]
    (run,) = [run["id"] for item in found for run in item["runs"]]
    return version(project, "apply", "--resume", "--run", run, "--done", steps, "--by", "Ann")


def numbers(done):
    return {key: done.json["accounts"][0][key] for key in ("done", "waiting")}


def test_an_unset_field_changes_no_fingerprint_no_text_and_no_digest(tmp_path):
    copy = newer_copy(tmp_path / "newer", general=True)
    today, then = (
        python(place, "-m", "tests.properties.stored_texts", cwd=tmp_path).stdout.splitlines() for place in (ROOT, copy)
    )
    differing = {line.split()[0] for pair in zip(today, then, strict=True) if pair[0] != pair[1] for line in pair}
    assert len(today) == 200
    assert differing == {"0.1:"}  # the other model really has more fields


def test_a_run_that_one_version_began_is_resumed_by_the_other(both, hubspot):
    begins, goes_on = both
    assert numbers(begins(hubspot, "apply", "--auto-approve", "--new-account", "--format", "json")) == {
        "done": [],
        "waiting": [1, 2, 3, 4],
    }
    assert numbers(goes_on(hubspot, "apply", "--resume", "--format", "json")) == {"done": [], "waiting": [1, 2, 3, 4]}
    assert reports(goes_on, hubspot, "1-2").code == 6
    assert reports(begins, hubspot, "3").code == 6
    assert reports(goes_on, hubspot, "4").code == 0
    assert [one(hubspot, "plan", "--detailed-exitcode").code for one in both] == [0, 0]
    assert [one(hubspot, "drift", "--detailed-exitcode").code for one in both] == [0, 0]


def test_a_newer_version_resumes_what_csws_0_1_began(newer, tmp_path):
    embedded, hubspot = (shutil.copytree(KEPT / name, tmp_path / name) for name in ("embedded", "hubspot"))
    assert newer(embedded, "show", "--verify", str(embedded / "two.plan")).code == 0
    assert newer(embedded, "apply", str(embedded / "two.plan"), "--expect", TWO).code == 0
    assert reports(newer, hubspot, "2-3", account="fjord").code == 0
    assert newer(hubspot, "--account", "fjord", "plan", "--detailed-exitcode").code == 0


def test_a_killed_run_is_resumed_by_a_newer_version(older, newer, embedded, monkeypatch):
    def killed(_):
        raise CswsError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(writing.LedgerWriter, "commit", killed)
        assert older(embedded, "apply", "--auto-approve").code == 1
    assert newer(embedded, "apply", "--resume").code == 0
    assert older(embedded, "plan", "--detailed-exitcode").code == 0


def test_a_plan_that_one_version_saved_is_applied_by_the_other(both, embedded):
    saves, applies = both
    file = str(embedded / "p.plan")
    for edit in (
        None,
        ("name: EMEA customer success", "name: EMEA"),
        ("teams: [EMEA CSM, EMEA Renewals]", "teams: []"),
    ):
        if edit:
            replace(embedded / "workspaces/emea.yaml", *edit)
        assert saves(embedded, "plan", "--out", file).code == 0
        digest = saves(embedded, "show", file, "--format", "json").json["digest"]
        assert applies(embedded, "show", "--verify", file).code == 0
        assert applies(embedded, "apply", file, "--expect", digest, "--max-lost", "100").code == 0
        assert [one(embedded, "plan", "--detailed-exitcode").code for one in both] == [0, 0]


def test_a_saved_deletion_is_applied_by_the_other(both, embedded):
    saves, applies = both
    assert saves(embedded, "apply", "--auto-approve").code == 0
    (embedded / "workspaces/emea.yaml").unlink()
    file = str(embedded / "p.plan")
    assert saves(embedded, "plan", "--allow-delete", "emea", "--max-lost", "100", "--out", file).code == 0
    assert applies(embedded, "apply", file, "--max-lost", "100").code == 0


COMMANDS = [
    ("plan",),
    ("drift",),
    ("history",),
    ("runs",),
    ("abandon", "3f9a1c2b77d0", "--auto-approve"),
    ("export",),
    ("apply", "--auto-approve", "--new-account"),
    ("apply", "--resume"),
    ("apply", "--resume", "--done", "1", "--by", "Ann"),
    ("rollback", "1", "--auto-approve"),
    ("observe", "--set", "workspace.emea.name=x"),
    ("import", "x=id:1"),
]


@pytest.fixture(params=["sqlite", "hubspot", "postgresql"])
def set_by_newer(request, older, newer, embedded):
    """A project whose record has a field that the older version does not know, and the content of
    its store."""
    place = request.param
    if place == "hubspot":
        replace(embedded / "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    if place == "postgresql":
        replace(embedded / "csws.yaml", "sqlite:.csws/acme.db", request.getfixturevalue("database"))
        replace(embedded / "catalogs/acme.json", '"1234567"', f'"{uuid.uuid4().hex}"')
    newer(embedded, "apply", "--auto-approve", "--new-account")
    if place == "hubspot":
        assert reports(newer, embedded, "1-4").code == 0
    assert older(embedded, "plan", "--detailed-exitcode", "--out", str(embedded / "p.plan")).code == 0
    assert newer(embedded, *SET).code == 0
    return embedded, lambda: _held(embedded, place)


def _held(project, place):
    """Every byte of a file; every row of a database."""
    if place != "postgresql":
        return {path: path.read_bytes() for path in (project / ".csws").rglob("*") if path.is_file()}
    import psycopg

    url = (project / "csws.yaml").read_text().partition("target: ")[2].split()[0]
    tables = ("account", "revision", "run", "journal", "lease", "event", "version")
    with psycopg.connect(url) as connection:
        return {table: sorted(map(str, connection.execute(f"SELECT * FROM csws.{table}"))) for table in tables}


def test_a_newer_record_is_refused_by_every_command_and_not_changed(older, set_by_newer):
    project, held = set_by_newer
    before, file = held(), str(project / "p.plan")
    for command in (*COMMANDS, ("apply", file), ("show", "--verify", file)):
        done = older(project, *command)
        assert done.code == 1, (command, done)
        assert "`acme`" in done.out + done.err, command
        assert "newer csws: it sets `services.default_sort`" in " ".join((done.out + done.err).split()), command
        assert "Update csws" in done.out + done.err, command
    for command in ("plan", "drift", "history", "runs"):
        done = older(project, command, "--format", "json")
        assert done.json["accounts"][0]["error"]["code"] == "newer_store"
    assert held() == before


def test_doctor_reports_a_newer_record_and_continues(older, set_by_newer):
    project, held = set_by_newer
    before = held()
    done = older(project, "doctor", "--format", "json")
    looks = {look["what"]: look for look in done.json["checks"]}
    assert looks["acme: target"]["state"] == "problem"
    assert "newer csws: it sets `services.default_sort`" in looks["acme: target"]["message"]
    assert "Update csws" in looks["acme: target"]["message"]
    assert {"acme: catalogue", "acme: operator"} <= set(looks)
    assert held() == before


def test_a_run_that_sets_unknown_fields_is_refused_and_not_changed(older, newer, hubspot):
    replace(
        hubspot / "workspaces/emea.yaml", "default_layout: board", "default_layout: board\n      default_sort: name"
    )
    assert newer(hubspot, "apply", "--auto-approve", "--new-account").code == 6
    before = _held(hubspot, "hubspot")
    for command in COMMANDS:
        done = older(hubspot, *command)
        assert done.code == (3 if command[0] in ("plan", "apply") and "--resume" not in command else 1), (command, done)
    assert _held(hubspot, "hubspot") == before
    replace(hubspot / "workspaces/emea.yaml", "      default_sort: name\n", "")
    for command in COMMANDS:
        done = older(hubspot, *command)
        assert done.code == 1, (command, done)
        assert "names `services.default_sort` of `workspace.emea`" in " ".join((done.out + done.err).split()), command
    assert _held(hubspot, "hubspot") == before
    assert reports(newer, hubspot, "1").code == 6


def test_a_saved_plan_that_sets_unknown_fields_is_refused(older, newer, embedded):
    replace(
        embedded / "workspaces/emea.yaml", "default_layout: board", "default_layout: board\n      default_sort: name"
    )
    file = str(embedded / "p.plan")
    assert newer(embedded, "plan", "--out", file).code == 0
    for command in ("show", "apply"):
        done = older(embedded, command, file, "--format", "json")
        assert (done.code, done.json["error"]["code"]) == (1, "newer_plan")
    assert newer(embedded, "apply", file).code == 0
