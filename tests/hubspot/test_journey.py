"""A person's work with a HubSpot account: pull, validate, plan, guided apply with a step left for
later, resume, observe, drift, rollback. csws never claims to have written a setting."""

from __future__ import annotations

import re

import pytest

from csws.render import LANGUAGES
from csws.render.words import words_of
from tests.cli.console import beside_runs, csws, reported
from tests.hubspot.account import prop
from tests.hubspot.terminal import session
from tests.targets.postgres import new_database


@pytest.fixture
def pulled(emulator, project):
    assert csws(project, "catalog", "pull").code == 0
    return project


def edit(file, old, new):
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def planned(project):
    return csws(project, "plan", "--format", "json").json["accounts"][0]


def all_done(project):
    steps = len(planned(project)["steps"])
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    assert reported(project, f"1-{steps}", "Kim").code == 0


def test_a_plan_says_that_its_steps_are_manual_and_that_the_account_is_unknown(pulled):
    plan = csws(pulled, "plan")
    assert plan.code == 0
    assert "HubSpot has no API for these settings" in plan.out
    assert "nothing is recorded for this account yet" in plan.out.replace("\n  ", " ")
    for form in ("markdown", "html"):
        assert "nothing is recorded for this account yet" in csws(pulled, "plan", "--format", form).out
    all_done(pulled)
    assert "nothing is recorded" not in csws(pulled, "plan").out


def test_the_whole_journey_on_a_terminal(pulled):
    assert csws(pulled, "validate").code == 0
    code, screen = session(
        pulled,
        ["apply", "--new-account", "--operator", "ops@acme.example"],
        [
            ("Only `yes` is accepted", "yes"),
            ("[d]one", "d"),  # 1: the objects
            ("Note for the record", "took a screenshot"),
            ("[d]one", "d"),  # 2: the primary workspace
            ("Note for the record", ""),
            ("[d]one", "s"),  # 3: emea, not now
        ],
    )
    assert code == 6, screen
    assert "Step 1 of 3" in screen
    assert "Service > Customer Success > settings icon" in screen
    assert "waiting 3. Create emea" in screen
    assert (pulled / ".csws/runbooks/acme.md").read_text().count("## Step") == 1
    code, screen = session(
        pulled, ["apply", "--resume"], [("[d]one", "d"), ("Who did it", "Kim"), ("Note for the record", "")]
    )
    assert code == 0, screen
    assert not (pulled / ".csws/runbooks/acme.md").exists()
    assert csws(pulled, "plan", "--detailed-exitcode").code == 0
    history = csws(pulled, "history", "--format", "json").json["accounts"][0]["revisions"]
    assert [item["operator"] for item in history] == ["Kim", "ops@acme.example", "ops@acme.example"]
    assert "Default page layout" in csws(pulled, "observe", "--set", "workspace.emea.services.default_layout=board").out
    assert csws(pulled, "drift", "--detailed-exitcode").code == 2
    back = csws(pulled, "rollback", "3", "--auto-approve")
    assert back.code == 6
    assert "waiting 1. Update emea" in back.out


@pytest.mark.parametrize("language", ["nb", "zh"])
def test_a_person_is_asked_in_their_language_also_when_the_run_goes_on(pulled, language):
    ask = {key: words_of(language).plain(f"ask.{key}") for key in ("apply", "outcome", "seen", "again", "note", "who")}
    begin = ["apply", "--new-account", "--operator", "ops@acme.example", "--language", language]
    first = [
        (ask["apply"], "yes"),
        (ask["outcome"], "?"),
        (ask["outcome"], "d"),
        (ask["note"], ""),
        (ask["outcome"], "q"),
    ]
    screens = [session(pulled, begin, first)]
    seen = [
        (ask["outcome"], "w"),
        (ask["seen"], "services.csm_property=nothing"),
        (ask["seen"], "a remark"),
        (ask["seen"], ""),
    ]
    screens.append(session(pulled, ["apply", "--resume"], seen))
    last = [(ask["outcome"], "d"), (ask["who"], "Kim"), (ask["note"], ""), (ask["outcome"], "q")]
    screens.append(session(pulled, ["apply", "--resume"], last))
    (run,) = re.findall("Run ([0-9a-f]{12})", csws(pulled, "runs").out)
    question = words_of(language).plain("ask.abandon")
    screens.append(session(pulled, ["abandon", run, "--language", language], [(question, "no")]))
    english = [text for key, text in words_of("en").sentences.items() if key.startswith("ask.") and len(text) > 5]
    for _, screen in screens:
        assert [text for text in english if text in screen] == []
    assert words_of(language).plain("ask.not_done") in screens[-1][1]


def test_the_language_of_the_environment_is_that_of_the_questions(pulled, monkeypatch):
    monkeypatch.setenv("CSWS_LANGUAGE", "zh")
    code, screen = session(pulled, ["apply", "--new-account"], [(words_of("zh").plain("ask.apply"), "no")])
    assert (code, words_of("zh").plain("ask.not_applied") in screen) == (1, True), screen
    assert '<html lang="zh">' in csws(pulled, "plan", "--format", "html").out


def test_a_different_value_on_the_screen_is_recorded_and_ends_the_run(pulled):
    all_done(pulled)
    edit(pulled / "csws.yaml", "default_layout: table", "default_layout: board")
    code, screen = session(
        pulled,
        ["apply", "--auto-approve", "--new-account"],
        [("[d]one", "w"), ("An empty line ends", "name=Europe"), ("seen", "")],
    )
    assert code == 6, screen
    assert "recorded as revision" in screen
    changes = {change["address"]: change for change in planned(pulled)["changes"]}
    assert {item["path"] for item in changes["workspace.emea"]["fields"]} == {"name", "services.default_layout"}


UNCLEAR = [
    "services.default_layout=grid",
    "customers.csm_propety=x",
    "customers.csm_property=nothing",
    "teams=Nobody",
    "workspace.nobody.description=x",
]


def test_an_unclear_line_is_refused_at_once_and_asked_again_and_a_remark_is_kept(pulled):
    all_done(pulled)
    edit(pulled / "csws.yaml", "default_layout: table", "default_layout: board")
    code, screen = session(
        pulled,
        ["apply", "--auto-approve"],
        [
            ("[d]one", "w"),
            ("An empty line ends", "the drop-down lacks Customer Success Manager"),
            *(("seen", line) for line in UNCLEAR),
            ("seen", "customers.csm_property=hubspot owner id"),
            ("seen", "name=Europe"),
            ("seen", ""),
        ],
    )
    assert code == 6, screen
    assert screen.count("Please enter it again.") == len(UNCLEAR)
    assert screen.count("Kept as a remark.") == 1
    assert ("not recorded" in screen, "is recorded" in screen) == (False, False)
    assert screen.count("recorded as revision 4.") == 1
    (account,) = csws(pulled, "history", "--format", "json").json["accounts"]
    assert account["revisions"][0]["kind"] == "observed"
    (event,) = beside_runs(account)
    assert (event["kind"], event["step"], event["after"]) == ("remark", 1, 4)
    assert event["text"] == "the drop-down lacks Customer Success Manager"
    assert 'ops@acme.example step 1: "the drop-down lacks' in csws(pulled, "history").told
    (change,) = planned(pulled)["changes"]
    assert {item["path"] for item in change["fields"]} == {"name", "services.default_layout"}


def test_a_remark_alone_is_kept_and_makes_no_revision(pulled):
    all_done(pulled)
    edit(pulled / "csws.yaml", "default_layout: table", "default_layout: board")
    answers = [("[d]one", "w"), ("An empty line ends", "I may not open the page"), ("seen", "")]
    code, screen = session(pulled, ["apply", "--auto-approve"], answers)
    assert (code, "acme: your remark is recorded." in screen) == (6, True), screen
    (account,) = csws(pulled, "history", "--format", "json").json["accounts"]
    assert (len(account["revisions"]), beside_runs(account)[0]["text"]) == (3, "I may not open the page")


@pytest.mark.parametrize("typed", ["q", "quit", "Quit", "\x04"])
def test_somebody_quits_at_the_first_step(pulled, typed):
    """With the key, with its word, or with the end of the input."""
    code, screen = session(pulled, ["apply", "--auto-approve", "--new-account"], [("[d]one", typed)])
    assert (code, screen.count("[d]one"), "bug" in screen) == (6, 1, False), screen
    assert "--done 1-3 --by NAME" in screen


def test_a_step_that_needs_a_skipped_one_waits_with_it(pulled):
    """Swapping two names takes a temporary step; without it the next one would be unlawful."""
    edit(
        pulled / "csws.yaml",
        "  emea:",
        "  apac:\n    name: APAC\n    teams: [APAC CSM]\n    customers: {csm_property: hubspot_owner_id}\n    services: {show: false}\n    revenue: {show: false}\n  emea:",
    )
    all_done(pulled)
    edit(pulled / "csws.yaml", "name: EMEA", "name: swapped")
    edit(pulled / "csws.yaml", "name: APAC", "name: EMEA")
    edit(pulled / "csws.yaml", "name: swapped", "name: APAC")
    assert [step["transient"] for step in planned(pulled)["steps"]].count(True) == 1
    code, screen = session(pulled, ["apply", "--auto-approve", "--new-account"], [("[d]one", "s")])
    assert code == 6, screen
    assert screen.count("[d]one") == 1
    steps = len(planned(pulled)["steps"])
    assert reported(pulled, f"1-{steps}", "Kim").code == 0
    assert csws(pulled, "plan", "--detailed-exitcode").code == 0


def test_steps_are_recorded_one_by_one(pulled):
    done = csws(pulled, "apply", "--auto-approve", "--new-account", "--format", "json")
    assert done.code == 6
    account = done.json["accounts"][0]
    assert (account["done"], account["waiting"], account["runbook"]) == ([], [1, 2, 3], ".csws/runbooks/acme.md")
    done = reported(pulled, "1", "Kim", "--format", "json").json["accounts"][0]
    assert (done["done"], done["waiting"]) == ([1], [2, 3])
    assert reported(pulled, "2-3", "Eve").code == 0


def test_steps_may_be_recorded_with_a_gap(pulled):
    """As in `--done 1,3`: the omitted step waits, and csws rejects a step that cannot be done
    before it."""
    csws(pulled, "apply", "--auto-approve", "--new-account")
    done = reported(pulled, "1,3", "Kim", "--format", "json").json["accounts"][0]
    assert (done["exit_code"], done["done"], done["waiting"]) == (6, [1, 3], [2])
    assert reported(pulled, "2", "Kim").code == 0
    assert csws(pulled, "plan", "--detailed-exitcode").code == 0


def test_a_step_that_cannot_be_done_yet_is_rejected(pulled):
    csws(pulled, "apply", "--auto-approve", "--new-account")
    done = reported(pulled, "2-3", "Kim")
    assert done.code == 6
    assert "Step 2 cannot be done before step 1, which is not done." in done.told


def test_a_change_that_only_csws_knows_is_no_work_for_a_person(pulled):
    all_done(pulled)
    edit(pulled / "csws.yaml", "  emea:\n", "  europe:\n    renamed_from: emea\n    protect: true\n")
    assert csws(pulled, "apply", "--auto-approve", "--new-account").code == 0
    assert csws(pulled, "plan", "--detailed-exitcode").code == 0


def test_the_token_of_another_portal_is_refused(pulled, emulator):
    emulator.account.portal = 1
    done = csws(pulled, "apply", "--auto-approve", "--new-account")
    assert done.code == 7
    assert csws(pulled, "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_without_a_token_a_person_can_still_work(pulled, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    all_done(pulled)
    assert csws(pulled, "doctor").code == 0


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_runbook_in_every_language(pulled, language):
    assert csws(pulled, "apply", "--auto-approve", "--new-account", "--language", language).code == 6
    text, page = ((pulled / f".csws/runbooks/acme.{suffix}").read_text() for suffix in ("md", "html"))
    for runbook in (text, page):
        assert "app-eu1.hubspot.com/settings/4242" in runbook
        assert re.search(r"--account acme apply --resume --run [0-9a-f]{12} --done 1-3 --by NAME", runbook)
        assert "Default pipeline" in runbook
        assert "hubspot_owner_id" in runbook.replace("\\", "")
    assert f'<html lang="{language}">' in page
    assert ("Standard rørledning" in text) is (language == "nb")
    assert ("默认管道" in text) is (language == "zh")


def test_what_shares_its_name_is_told_by_name_and_id(pulled, emulator):
    """HubSpot's screens show names. An id alone leads nobody to a choice, a shared name to two."""
    account = emulator.account
    account.teams[1]["name"] = "EMEA CSM"
    account.pipelines["0-162"] += [{"id": "11", "label": "Onboarding"}, {"id": "12", "label": ""}]
    account.properties["0-2"] += [prop("due", "date"), prop("due_2", "date", label="Due")]
    file = pulled / "csws.yaml"
    text = file.read_text().replace("[EMEA CSM]", "['id:2']").replace("[Onboarding]", "['id:11', 'id:12']")
    text = text.replace("default_pipeline: Onboarding", "default_pipeline: 'id:11'")
    file.write_text(text.replace("renewal_date_property: renewal_date", "renewal_date_property: due"))
    csws(pulled, "catalog", "pull")
    assert csws(pulled, "apply", "--auto-approve", "--new-account").code == 6
    book = (pulled / ".csws/runbooks/acme.md").read_text()
    for line in (
        "The team **EMEA CSM (id:2)** gets the workspace",
        "Add in **Teams**: **EMEA CSM** (id:2)\n",
        "Choose in **Date property (renewal)**: **Due** (due)\n",
        "Add in **Pipelines**: **Onboarding** (id:11), **id:12**\n",
        "Choose in **Default pipeline**: **Onboarding** (id:11)\n",
    ):
        assert line in book, book


def test_no_is_norwegian_too(pulled):
    assert "Hva som ville skje" in csws(pulled, "plan", "--format", "html", "--language", "no").out


def test_a_worksheet_comes_back(pulled):
    all_done(pulled)
    sheet = pulled / "sheet.yaml"
    assert csws(pulled, "worksheet", str(sheet)).code == 0
    assert "# Default page layout" in sheet.read_text()
    assert (
        csws(pulled, "observe", str(sheet)).out
        == "acme: seen at revision 3. No difference from the last recorded state.\n"
    )
    edit(sheet, "default_layout: table", "default_layout: board")
    seen = csws(pulled, "observe", str(sheet)).out
    assert "Default page layout  table → board" in seen
    assert csws(pulled, "drift", "--detailed-exitcode").code == 2


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_worksheet_in_every_language_is_the_same_settings(pulled, language):
    all_done(pulled)
    sheet = pulled / "sheet.yaml"
    csws(pulled, "worksheet", str(sheet), "--language", language)
    assert "No difference from the last recorded state" in csws(pulled, "observe", str(sheet)).out


def test_the_record_can_be_kept_in_postgresql(pulled):
    with new_database() as url:
        edit(pulled / "csws.yaml", "    subscription:", f"    store: {url}\n    subscription:")
        all_done(pulled)
        assert csws(pulled, "plan", "--detailed-exitcode").code == 0
        assert not (pulled / ".csws/store.db").exists()
        assert len(csws(pulled, "history", "--format", "json").json["accounts"][0]["revisions"]) == 3
