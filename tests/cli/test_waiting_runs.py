"""Runs that wait for a person (HubSpot): another plan never takes their place, and what is said of one is recorded of no other."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3

import pytest

from csws.render import LANGUAGES
from csws.schema import is_valid
from csws.targets.ledger import journal
from tests.cli.console import csws, reported, unfinished
from tests.cli.runs_project import begun, edit, hubspot, several


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)


@pytest.fixture
def project(tmp_path):
    return hubspot(tmp_path)


@pytest.fixture(scope="module")
def begun_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("begun") / "acme"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
        begun(hubspot(folder))
    return folder


@pytest.fixture
def waiting(begun_once, tmp_path):
    """A run with four steps that wait: the objects, the primary workspace, apac and emea."""
    return shutil.copytree(begun_once, tmp_path, dirs_exist_ok=True)


def account(done):
    """The only account of a plan or a report, each of which fits its schema."""
    document = done.json
    name = "report" if "exit_code" in document else "plan"
    assert is_valid(name, document) is None
    (found,) = document["accounts"]
    return found


def applied(project, *arguments):
    done = csws(project, "apply", "--auto-approve", "--format", "json", *arguments)
    return done.code, account(done)


def history(project):
    document = csws(project, "history", "--format", "json").json
    assert is_valid("history", document) is None
    return document["accounts"][0]


def seen(project, *pairs):
    assert csws(project, "observe", *(word for pair in pairs for word in ("--set", pair))).code == 0


def codes(project):
    return [
        (item["code"], item["severity"], item["guard"])
        for item in account(csws(project, "plan", "--format", "json"))["diagnostics"]
        if item["guard"]
    ]


RENAMED = ("name: APAC customer success", "name: APAC renamed")


def rename(project):
    edit(project / "workspaces/apac.yaml", *RENAMED)


def declare_property(project):
    """The first step is over the API then."""
    with (project / "csws.yaml").open("a") as config:
        config.write("properties: {companies: {brand_new: {label: Owner, kind: user, group: companyinformation}}}\n")


def test_an_account_of_which_nothing_is_recorded_is_warned_of_and_refused(project):
    plan = account(csws(project, "plan", "--format", "json", "--detailed-exitcode"))
    assert (plan["applyable"], codes(project)) == (True, [("CSW606", "warning", True)])
    done = csws(project, "apply", "--auto-approve", "--format", "json")
    assert (done.code, account(done)["error"]["code"]) == (4, "CSW606")
    assert "--new-account" in account(done)["error"]["hint"]
    assert history(project)["revisions"] == []
    assert csws(project, "rollback", "0", "--auto-approve", "--new-account").code == 3  # an empty account is unlawful
    begun(project)
    assert codes(project) == []


def test_accepting_the_warning_is_no_permission(project):
    with (project / "csws.yaml").open("a") as config:
        config.write("accept:\n  - {code: CSW606, reason: it is new}\n")
    assert csws(project, "apply", "--auto-approve").code == 4


def test_the_same_plan_again_is_the_waiting_run(waiting):
    run = unfinished(waiting)
    assert (run["done"], run["waiting"], run["overtaken"]) == ([], [1, 2, 3, 4], None)
    assert (run["by"], run["runbook"]) == ("ops@acme.example", ".csws/runbooks/acme.md")
    assert reported(waiting, "1-2", "Kim").code == 6
    plan = account(csws(waiting, "plan", "--format", "json"))
    assert ([step["id"] for step in plan["steps"]], plan["digest"]) == ([3, 4], run["digest"])
    assert plan["run"]["id"] == run["id"]
    assert (plan["run"]["done"], plan["run"]["waiting"]) == ([1, 2], [3, 4])
    code, report = applied(waiting)
    assert (code, report["run"], report["digest"]) == (6, run["id"], run["digest"])
    assert (report["done"], report["done_before"], report["waiting"], report["never_tried"]) == ([], [1, 2], [3, 4], [])
    assert [step["status"] for step in report["steps"]] == ["done_before", "done_before", "waiting", "waiting"]
    assert report["steps"][0]["by"] == "Kim"


def test_a_saved_plan_of_the_run_goes_on_with_it(project):
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    assert csws(project, "apply", file, "--new-account").code == 6
    run = unfinished(project)["id"]
    assert reported(project, "1", "Kim").code == 6
    later = str(project / "later.plan")
    csws(project, "plan", "--out", later)
    for each in (file, later):
        done = csws(project, "apply", each, "--format", "json")
        assert (done.code, account(done)["run"], account(done)["waiting"]) == (6, run, [2, 3, 4])
        assert csws(project, "show", "--verify", each).code == 0
    done = csws(project, "apply", file, "--resume", "--run", run, "--done", "2", "--by", "Kim", "--format", "json")
    assert account(done)["done"] == [2]
    rename(project)
    other = str(project / "other.plan")
    csws(project, "plan", "--out", other)
    assert csws(project, "apply", other, "--resume", "--run", run, "--done", "3", "--by", "Kim").code == 5
    assert csws(project, "abandon", run, "--auto-approve").code == 0
    assert csws(project, "apply", later).code == 5


def test_another_plan_is_refused_and_says_which_steps_are_new(waiting):
    run = unfinished(waiting)["id"]
    runbook = (waiting / ".csws/runbooks/acme.md").read_text()
    rename(waiting)
    assert codes(waiting) == [("CSW606", "warning", True), ("CSW607", "warning", True)]
    plan = account(csws(waiting, "plan", "--format", "json"))
    found = next(item for item in plan["diagnostics"] if item["code"] == "CSW607")
    assert plan["applyable"] is True
    assert (
        f"Run {run} of `acme` still waits for steps 1-4. Of this plan, steps 1-2,4 are also that run's, and step 3 is new."
        == found["message"]
    )
    done = csws(waiting, "apply", "--auto-approve", "--new-account", "--format", "json")
    assert (done.code, account(done)["error"]["code"]) == (4, "CSW607")
    assert f"abandon {run}" in account(done)["error"]["hint"]
    assert (waiting / ".csws/runbooks/acme.md").read_text() == runbook
    assert csws(waiting, "abandon", run, "--auto-approve", "--by", "Kim").code == 0
    assert not (waiting / ".csws/runbooks/acme.md").exists()
    begun(waiting)
    assert unfinished(waiting)["id"] != run


def test_a_plan_without_changes_is_refused_while_a_run_waits(waiting):
    assert reported(waiting, "1-4", "Kim").code == 0
    rename(waiting)
    begun(waiting)
    done = csws(waiting, "rollback", "4", "--auto-approve", "--format", "json")
    assert (done.code, account(done)["error"]["code"]) == (4, "CSW607")
    edit(waiting / "workspaces/apac.yaml", *reversed(RENAMED))
    plan = account(csws(waiting, "plan", "--format", "json"))
    assert (plan["steps"], plan["run"]["waiting"], codes(waiting)) == ([], [1], [("CSW607", "warning", True)])
    assert "The configuration no longer asks for it." in plan["diagnostics"][0]["message"]
    code, report = applied(waiting)
    assert (code, report["error"]["code"]) == (4, "CSW607")
    assert csws(waiting, "plan", "--detailed-exitcode").code == 0


def test_old_step_numbers_are_never_taken_for_a_new_run(waiting):
    old = unfinished(waiting)["id"]
    assert reported(waiting, "1", "K").code == 6
    assert csws(waiting, "abandon", old, "--auto-approve").code == 0
    rename(waiting)
    begun(waiting)
    before = history(waiting)
    stale = csws(waiting, "apply", "--resume", "--run", old, "--done", "2-4", "--by", "Ola")
    assert (stale.code, "has ended" in stale.err) == (1, True)
    assert history(waiting) == before
    again = csws(waiting, "apply", "--resume", "--run", old, "--done", "1", "--by", "Ola", "--format", "json")
    assert (again.code, account(again)["done_before"], account(again)["done"]) == (0, [1], [])
    assert history(waiting) == before


def test_what_is_said_of_one_account_is_recorded_of_that_one_alone(tmp_path):
    project = several(tmp_path, "one", "two", target="hubspot:{}")
    begun(project)
    runs = {
        item["account"]: item["runs"][0]["id"] for item in csws(project, "runs", "--format", "json").json["accounts"]
    }
    whole = csws(project, "apply", "--resume", "--done", "1-2", "--by", "Kim")
    assert whole.code == 64
    for name, run in runs.items():
        assert f"csws --account {name} apply --resume --run {run} --done 1-2 --by Kim" in whole.err
    done = csws(project, "apply", "--resume", "--run", runs["one"], "--done", "1-2", "--by", "Kim", "--format", "json")
    assert [(item["account"], item["done"]) for item in done.json["accounts"]] == [("one", [1, 2])]
    found = csws(project, "history", "--format", "json").json["accounts"]
    assert {item["account"]: len(item["revisions"]) for item in found} == {"one": 2, "two": 0}
    alone = csws(project, "apply", "--resume", "--run", runs["two"], "--format", "json")
    assert [item["account"] for item in alone.json["accounts"]] == ["two"]


@pytest.mark.parametrize("steps", ["99", "1-9999", "1,5", "0"])
def test_ids_that_are_no_waiting_step_record_nothing(waiting, steps):
    done = reported(waiting, steps, "Kim", "--format", "json")
    assert (done.code, done.json["error"]["code"]) == (64, "usage")
    assert "that are waiting: 1-4" in done.json["error"]["message"]
    assert history(waiting)["revisions"] == []


def test_a_range_from_high_to_low_is_refused(waiting):
    assert reported(waiting, "3-1", "Kim").code == 64


def test_steps_over_the_api_are_not_for_a_person_to_report(project):
    declare_property(project)
    done = csws(project, "apply", "--auto-approve", "--new-account", "--format", "json")
    assert account(done)["steps"][0]["address"] == "properties.companies.brand_new"
    refused = reported(project, "1-3", "Kim")
    assert (refused.code, "that are waiting: 2-5" in refused.err) == (64, True)
    assert history(project)["revisions"] == []
    said = reported(project, "2-3", "Kim", "--format", "json")
    assert (said.code, account(said)["done"]) == (6, [2, 3])
    assert [item["id"] for item in account(said)["failed"]] == [1]
    assert [item["operator"] for item in history(project)["revisions"]] == ["Kim", "Kim"]


def test_to_repeat_a_report_is_harmless(waiting):
    assert reported(waiting, "1-2", "Kim").code == 6
    before = history(waiting)
    again = reported(waiting, "1-2", "Eve")
    assert (again.code, "done before 1." in again.out, "by Kim" in again.out) == (6, True, True)
    assert history(waiting) == before
    more = reported(waiting, "1-3", "Eve", "--format", "json")
    assert (account(more)["done"], account(more)["done_before"]) == ([3], [1, 2])


def test_the_hint_names_every_manual_step_that_waits(waiting):
    run = unfinished(waiting)["id"]
    done = reported(waiting, "1,3", "Kim")
    assert f"csws --account acme apply --resume --run {run} --done 2,4 --by NAME" in done.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--resume", "--run", "RUN", "--done", "1"], 64),
        (["--resume", "--done", "1"], 64),
        (["--run", "RUN", "--done", "1", "--by", "Kim"], 64),
        (["--resume", "--done", "1", "--by", "Kim"], 64),
        (["--resume", "--run", "3f9a1c2b77d0", "--done", "1", "--by", "Kim"], 1),
        (["--resume", "--run", "3f9a1c2b77d0"], 1),
        (["--run", "RUN"], 64),
    ],
)
def test_what_is_missing_is_in_the_message_as_a_whole_command(waiting, words, code):
    run = unfinished(waiting)["id"]
    done = csws(waiting, "apply", *(run if word == "RUN" else word for word in words), "--format", "json")
    assert done.code == code
    if code == 64 and "--done" in words:
        assert (
            f"apply --resume --run {run} --done 1 --by {'Kim' if 'Kim' in words else 'NAME'}"
            in done.json["error"]["message"]
        )
    assert history(waiting)["revisions"] == []


def test_where_no_run_is_found_nothing_that_is_said_gets_lost_in_silence(waiting):
    (waiting / ".csws/store.db").unlink()
    done = csws(waiting, "apply", "--resume", "--done", "3-4", "--by", "Kim")
    assert (done.code, "nothing was recorded" in done.err) == (1, True)


def test_errors_in_the_settings_keep_nobody_from_recording_what_was_done(waiting):
    edit(waiting / "workspaces/apac.yaml", "name:", "nmae:")
    assert csws(waiting, "validate").code == 3
    assert reported(waiting, "1", "Kim").code == 6


OBSERVED = [
    (
        "workspace.apac.name=Seen",
        [{"step": 1, "path": "name", "expected": "APAC customer success", "found": "Seen"}],
        [],
        [1],
    ),
    ("workspace.apac.name=APAC renamed", None, [1], []),
    ("workspace.apac.description=elsewhere", None, [], [1]),
]


@pytest.fixture
def renaming(waiting):
    """A run in which one step waits: apac gets another name."""
    assert reported(waiting, "1-4", "Kim").code == 0
    rename(waiting)
    begun(waiting)
    return waiting


@pytest.mark.parametrize(("pair", "overtaken", "done", "left"), OBSERVED)
def test_what_is_observed_while_a_run_waits(renaming, pair, overtaken, done, left):
    run = unfinished(renaming)
    seen(renaming, pair)
    if done:
        assert csws(renaming, "runs", "--format", "json").json["accounts"][0]["runs"] == []
        code, report = applied(renaming)
        assert (code, any("has ended" in note for note in report["notes"])) == (0, True)
        assert not (renaming / ".csws/runbooks/acme.md").exists()
        assert csws(renaming, "apply", "--resume", "--run", run["id"]).code == 0
        return
    now = unfinished(renaming)
    assert (now["overtaken"], now["waiting"]) == (overtaken, left)
    assert account(csws(renaming, "plan", "--format", "json"))["run"]["overtaken"] == overtaken
    if overtaken:
        for words in (["--resume"], ["--resume", "--run", run["id"], "--done", "1", "--by", "Kim"]):
            refused = csws(renaming, "apply", *words)
            assert (refused.code, f"abandon {run['id']}" in refused.out) == (5, True), words
        assert "expects Name to be" in csws(renaming, "plan").told
        assert "abandon" in (renaming / ".csws/runbooks/acme.md").read_text()
        seen(renaming, "workspace.apac.name=APAC customer success")
        assert unfinished(renaming)["overtaken"] is None
    assert reported(renaming, "1", "Kim").code == 0


def test_done_before_is_by_who_observed_it(waiting):
    assert reported(waiting, "1-4", "Kim").code == 0
    edit(waiting / "workspaces/apac.yaml", *RENAMED)
    edit(waiting / "workspaces/emea.yaml", "name: EMEA customer success", "name: EMEA renamed")
    begun(waiting)
    assert csws(waiting, "observe", "--operator", "Eve", "--set", "workspace.apac.name=APAC renamed").code == 0
    assert csws(waiting, "observe", "--operator", "Ann", "--set", "workspace.emea.description=x").code == 0
    resumed = csws(waiting, "apply", "--resume", "--format", "json")
    report = account(resumed)
    assert (resumed.code, report["done_before"], report["waiting"]) == (6, [1], [2])
    assert (report["steps"][0]["status"], report["steps"][0]["by"]) == ("done_before", "Eve")
    assert reported(waiting, "2", "Kim").code == 0
    revision = history(waiting)["revisions"][0]
    assert (revision["step"], revision["operator"]) == (2, "Kim")


def test_a_run_that_was_done_by_hand_and_adopted_ends_by_itself(waiting, tmp_path_factory):
    assert reported(waiting, "1-2", "Kim").code == 6
    run = unfinished(waiting)["id"]
    assert csws(waiting, "apply", "--resume", "--run", run).code == 6
    other = tmp_path_factory.mktemp("other")
    csws(other, "init")
    csws(other, "apply", "--auto-approve")
    sheet = waiting / "seen.yaml"
    sheet.write_text(csws(other, "export").out)
    assert csws(waiting, "observe", str(sheet)).code == 0
    assert csws(waiting, "import", "apac=APAC customer success", "emea=EMEA customer success").code == 0
    assert csws(waiting, "plan", "--detailed-exitcode").code == 0
    code, report = applied(waiting)
    assert (code, report["notes"]) == (0, [f"Run {run} has ended: nothing of it waits any more."])
    assert not (waiting / ".csws/runbooks/acme.md").exists()
    assert "Nothing to resume" in csws(waiting, "apply", "--resume").err


def test_history_says_which_step_of_which_run_a_revision_was(waiting):
    run = unfinished(waiting)["id"]
    assert reported(waiting, "1", "Kim").code == 6
    assert csws(waiting, "abandon", run, "--auto-approve", "--by", "Eve").code == 0
    found = history(waiting)
    assert [(item["run"], item["step"], item["operator"]) for item in found["revisions"]] == [(run, 1, "Kim")]
    assert [(item["kind"], item["run"], item["by"]) for item in found["events"]] == [
        ("given_up", run, "Eve"),
        ("begun", run, "ops@acme.example"),
    ]
    text = csws(waiting, "history").told
    assert f"run {run}, step 1" in text
    assert "given up" in text
    assert "steps 2-4 are forgotten" in text


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_where_a_run_waits_it_is_seen_in_the_reader_s_language(waiting, language):
    run = unfinished(waiting)["id"]
    for form in ("markdown", "html"):
        shown = csws(waiting, "plan", "--format", form, "--language", language).out
        assert run in shown
    for command in ("plan", "drift", "history", "doctor", "runs"):
        assert run in csws(waiting, command).out
    drift = csws(waiting, "drift", "--format", "json").json
    assert is_valid("drift", drift) is None
    assert drift["accounts"][0]["run"]["id"] == run
    for suffix in ("md", "html"):
        text = (waiting / f".csws/runbooks/acme.{suffix}").read_text()
        assert f"csws --account acme apply --resume --run {run} --done 1-4 --by NAME" in text


def test_every_event_of_a_run_names_it_and_the_version_has_a_format(project):
    file = project / "events"
    begun(project, "--events", str(file))
    told = [json.loads(line) for line in file.read_text().splitlines()]
    assert [is_valid("event", event) for event in told] == [None] * len(told)
    assert told[0]["format_version"] == "1.1"
    run = unfinished(project)["id"]
    assert {event["run"] for event in told[1:] if "account" in event} == {run}


def test_a_run_of_which_nothing_waits_has_ended(renaming):
    run = unfinished(renaming)["id"]
    assert csws(renaming, "observe", "--operator", "Eve", "--set", "workspace.apac.name=APAC renamed").code == 0
    assert csws(renaming, "abandon", run, "--auto-approve").code == 1
    again = csws(renaming, "apply", "--resume", "--run", run, "--done", "1", "--by", "Kim", "--format", "json")
    assert (again.code, account(again)["done_before"]) == (0, [1])
    assert csws(renaming, "apply", "--resume", "--run", run, "--done", "2", "--by", "Kim").code == 1
    done = csws(renaming, "apply", "--resume")
    assert (done.code, f"Run {run} has ended" in done.out) == (0, True)
    assert history(renaming)["events"][0]["kind"] == "ended"


def test_a_saved_plan_of_before_the_run_began_is_refused_because_the_run_waits(renaming):
    """Also where the run has moved on, so that the plan is stale besides."""
    run = unfinished(renaming)["id"]
    other = str(renaming / "other.plan")
    edit(renaming / "workspaces/emea.yaml", "name: EMEA customer success", "name: EMEA renamed")
    csws(renaming, "plan", "--out", other)
    assert csws(renaming, "observe", "--set", "workspace.emea.description=x").code == 0
    done = csws(renaming, "apply", other, "--format", "json")
    assert (done.code, account(done)["error"]["code"]) == (4, "CSW607")
    assert csws(renaming, "abandon", run, "--auto-approve").code == 0
    assert csws(renaming, "apply", other).code == 5


def test_the_newest_revision_by_the_expected_plan_is_already_done(waiting):
    digest = unfinished(waiting)["digest"]
    assert applied(waiting, "--expect", digest)[0] == 6
    assert reported(waiting, "1-4", "Kim", "--expect", digest).code == 0
    code, report = applied(waiting, "--expect", digest)
    assert (code, report["already"]) == (0, True)


def as_it_was_before_runs_had_ids(folder):
    """The store as csws left it before: its runs have no id and its journal knows them by their digest."""
    with sqlite3.connect(folder / ".csws/store.db") as database:
        runs = database.execute("SELECT account_id, digest, plan, at, operator FROM run").fetchall()
        steps = database.execute("SELECT account_id, step, entry, state, at, who, note FROM journal").fetchall()
        for table in ("run", "journal", "event"):
            database.execute(f"DROP TABLE {table}")
        for table in journal.TABLES:
            database.execute(table)
        database.executemany("INSERT INTO run VALUES (?, ?, ?, ?, ?)", runs)
        ((digest,),) = [(run[1],) for run in runs]
        rows = [(account, digest, *rest) for account, *rest in steps]
        database.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        database.execute("PRAGMA user_version = 1")


def test_a_run_that_was_begun_before_runs_had_ids_goes_on(waiting):
    assert reported(waiting, "1-2", "Kim").code == 6
    before = unfinished(waiting)
    as_it_was_before_runs_had_ids(waiting)
    assert unfinished(waiting) == before
    assert history(waiting)["events"] == []
    code, report = applied(waiting)
    assert (code, report["run"], report["done_before"], report["waiting"]) == (6, before["id"], [1, 2], [3, 4])
    assert reported(waiting, "1-4", "Eve", "--format", "json").json["accounts"][0]["done"] == [3, 4]
    assert csws(waiting, "plan", "--detailed-exitcode").code == 0
    assert [item["operator"] for item in history(waiting)["revisions"]] == ["Eve", "Eve", "Kim", "Kim"]


@pytest.mark.parametrize("blank", ["", " ", " \t "])
def test_a_blank_name_is_nobody(waiting, blank):
    run = unfinished(waiting)["id"]
    done = csws(waiting, "apply", "--resume", "--run", run, "--done", "1", "--by", blank)
    assert (done.code, f"csws apply --resume --run {run} --done 1 --by NAME" in done.err) == (64, True)
    assert csws(waiting, "observe", "--set", "workspace.primary.description=x", "--by", blank).code == 0
    assert csws(waiting, "abandon", run, "--auto-approve", "--by", blank).code == 0
    assert history(waiting)["revisions"][0]["operator"] == "ops@acme.example"
    (given_up,) = [item for item in history(waiting)["events"] if item["kind"] == "given_up"]
    assert given_up["by"] == "ops@acme.example"


def test_names_of_people_are_kept_as_other_names_are(waiting):
    assert reported(waiting, "1", "  Jose\u0301 ").code == 6
    assert history(waiting)["revisions"][0]["operator"] == "Jos\u00e9"


def test_what_is_said_again_of_an_ended_run_says_nothing_of_the_account(waiting):
    reported(waiting, "1", "Kim")
    run = unfinished(waiting)["id"]
    csws(waiting, "abandon", run, "--auto-approve")
    begun(waiting)
    done = csws(waiting, "apply", "--resume", "--run", run, "--done", "1", "--by", "Kim")
    assert (done.code, "done before 1." in done.out, "has ended already" in done.out) == (0, True, True)
    assert "matches" not in done.out


def test_a_report_has_no_guard_of_before_the_run(waiting):
    """CSW606 held when the run began; by now something is recorded."""
    done = reported(waiting, "1", "Kim", "--format", "json")
    assert [item for item in (*done.json["diagnostics"], *account(done)["diagnostics"]) if item["guard"]] == []


def test_a_run_of_an_account_that_is_not_asked_for_is_not_said_to_be_nowhere(tmp_path):
    project = several(tmp_path, "one", "two", target="hubspot:{}")
    begun(project)
    run = unfinished(project, "one")["id"]
    for words in (
        ["apply", "--resume", "--run", run, "--done", "1", "--by", "Kim"],
        ["abandon", run, "--auto-approve"],
    ):
        done = csws(project, "--account", "two", *words)
        assert (done.code, "(two)" in done.err, "Leave out --account" in done.err) == (1, True, True), words


def test_a_run_whose_first_step_fails_says_how_it_goes_on(project):
    declare_property(project)
    done = csws(project, "apply", "--auto-approve", "--new-account")
    run = unfinished(project)["id"]
    assert f"csws --account acme apply --resume --run {run}" in done.out
    assert "waiting for manual steps." not in done.out


def test_the_command_in_a_message_can_be_pasted(waiting):
    run = unfinished(waiting)["id"]
    done = csws(waiting, "apply", "--resume", "--done", "1", "--by", "Kim O'Hara")
    command = done.err.partition("Run: ")[2].splitlines()[0]
    words = shlex.split(command)
    assert words == [
        "csws",
        "--account",
        "acme",
        "apply",
        "--resume",
        "--run",
        run,
        "--done",
        "1",
        "--by",
        "Kim O'Hara",
    ]
    assert csws(waiting, *words[1:]).code == 6
    assert history(waiting)["revisions"][0]["operator"] == "Kim O'Hara"


def test_a_delete_that_was_allowed_when_the_run_began_is_not_asked_for_again(waiting):
    assert reported(waiting, "1-4", "Kim").code == 0
    (waiting / "workspaces/apac.yaml").unlink()
    assert csws(waiting, "apply", "--auto-approve").code == 4
    begun(waiting, "--allow-delete", "apac", "--max-lost", "100")
    plan = account(csws(waiting, "plan", "--format", "json"))
    assert (plan["applyable"], plan["run"]["waiting"], codes(waiting)) == (True, [1], [])
    assert applied(waiting)[0] == 6
    assert reported(waiting, "1", "Kim").code == 0
    assert csws(waiting, "plan", "--detailed-exitcode").code == 0


def test_where_a_guard_refuses_several_accounts_the_same_command_again_leads_on(tmp_path):
    project = several(tmp_path, "one", "two", target="hubspot:{}")
    done = csws(project, "apply", "--auto-approve")
    assert (done.code, "run the same command again" in done.out, "--resume" in done.out) == (4, True, False)
