"""Carrying out a runbook by clicks alone, in a real Chromium; a terminal and a colleague may take turns with it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from csws.model.manual import Answer
from csws.render import LANGUAGES
from csws.workflow import carry_out
from csws.workflow.carry_out import StepAnswer
from tests.cli.console import csws
from tests.cli.runs_project import begun, edit, hubspot
from tests.render.axe import schemes, violations
from tests.studio.process import page_of, studio


@pytest.fixture
def root(tmp_path):
    folder = hubspot(tmp_path)
    begun(folder)
    return folder


def the_run(root):
    return json.loads(csws(root, "runs", "--format", "json").out)["accounts"][0]["runs"]


def test_a_whole_run_by_clicks_ends_with_an_empty_plan(browser, root):
    steps = the_run(root)[0]["steps"]
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/")
        page.get_by_role("link", name=re.compile("waiting to be done")).click()
        for number, _ in enumerate(steps, 1):
            page.get_by_text(f"Step {number} of {len(steps)}", exact=True).wait_for()
            page.get_by_label("Done by").fill("Priya")
            page.get_by_role("button", name=re.compile("^Done,")).click()
        page.get_by_text(f"All {len(steps)} steps are done").wait_for()
        assert f"Priya did {len(steps)} steps." in page.locator("main").inner_text()
    assert the_run(root) == []
    plan = csws(root, "plan", "--detailed-exitcode")
    assert plan.code == 0, plan
    history = csws(root, "history").out
    assert "Priya" in history


def test_what_the_screen_contradicts_is_recorded_and_stops_the_run(browser, root):
    run = the_run(root)[0]
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_text("I see something else").click()
        page.locator("#path").select_option(index=1)
        shown = page.locator("[data-of=seen]:not([hidden]) select")
        shown.select_option(index=2)
        page.get_by_label("In your own words (if you like)").fill("It was there already")
        page.get_by_label("Seen by").fill("Quentin")
        page.get_by_role("button", name="Record what I see").click()
        page.get_by_text("This run cannot go on:").wait_for()
        assert not page.get_by_role("button", name=re.compile("^Done,")).count()
        shot_of(page, "contradicted")
        assert the_run(root)[0]["overtaken"], "the terminal says the same"
        page.get_by_role("button", name="Give up this run").first.click()
        page.locator("#give-up form button").click()
        page.get_by_text("The run was given up").wait_for()
    assert the_run(root) == []
    history = csws(root, "history").out
    assert "Quentin" in history
    assert "It was there already" in history
    assert run["id"] in history


def test_a_mistake_is_taken_back_and_the_run_goes_on(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")

        def sees(choice):
            page.locator("#path").select_option(index=1)
            page.locator("[data-of=seen]:not([hidden]) select").select_option(index=choice)
            page.get_by_label("Seen by").fill("Quentin")
            page.get_by_role("button", name="Record what I see").click()

        page.get_by_text("I see something else").click()
        sees(2)
        page.get_by_role("button", name="I ticked the wrong thing").click()
        sees(0)  # nothing is chosen there, as before
        page.get_by_role("button", name=re.compile("^Done,")).wait_for()
    assert the_run(root)[0]["overtaken"] is None


def test_a_skipped_step_waits_and_the_next_is_shown(browser, root):
    total = len(the_run(root)[0]["steps"])
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_label("Done by").fill("Priya")
        page.get_by_role("button", name=re.compile("^Done,")).click()
        page.get_by_text(f"Step 2 of {total}", exact=True).wait_for()
        page.get_by_role("button", name="Skip for now").click()
        page.get_by_text(f"Step 3 of {total}", exact=True).wait_for()
    assert the_run(root)[0]["done"] == [1]


@pytest.fixture
def moving(root):
    """A run whose second step needs its first: a team leaves one workspace, and another takes it."""
    run = the_run(root)[0]["id"]
    done = csws(root, "apply", "--resume", "--run", run, "--done", "1-4", "--by", "Ann")
    assert done.code == 0, done
    edit(root / "workspaces/emea.yaml", "teams: [EMEA CSM, EMEA Renewals]", "teams: [EMEA CSM]")
    edit(root / "workspaces/apac.yaml", "teams: [APAC CSM]", "teams: [APAC CSM, EMEA Renewals]")
    begun(root)
    assert len(the_run(root)[0]["steps"]) == 2
    return root


def test_a_step_that_needs_the_skipped_one_is_not_offered(browser, moving):
    with studio(moving) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_label("Done by").fill("Priya")
        page.get_by_role("button", name="Skip for now").click()
        page.get_by_text("The other steps need the one that was skipped").wait_for()
        assert page.get_by_text("Step 1 of 2", exact=True).is_visible()


def test_done_that_is_not_taken_is_told(moving):
    run = the_run(moving)[0]["id"]
    with studio(moving) as started:
        started.enter()
        answer = started.call("POST", f"/api/runs/{run}/steps/2", {"outcome": "done", "who": "Priya"})
        assert answer.status == 409, answer
        assert "Step 2 cannot be done before step 1" in answer.json["error"]["message"]
        nothing = started.call("POST", f"/api/runs/{run}/steps/1", {"outcome": "seen", "who": "Priya"})
        assert nothing.status == 422, nothing
        assert nothing.json["error"]["message"] == "No difference was entered."
    assert the_run(moving)[0]["done"] == []


def test_a_remark_is_confirmed_and_shown_to_the_next(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_text("I see something else").click()
        page.get_by_label("In your own words (if you like)").fill("The Save button is grey")
        page.get_by_label("Seen by").fill("Kim")
        page.get_by_role("button", name="Record what I see").click()
        page.get_by_text("Recorded.", exact=True).wait_for()
        assert "Kim remarked: The Save button is grey" in page.locator(".steps").inner_text()


def test_a_terminal_takes_turns_with_the_page(browser, root):
    run = the_run(root)[0]
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        assert csws(root, "apply", "--resume", "--run", run["id"], "--done", "1", "--by", "Ann").code == 6
        page.get_by_label("Done by").fill("Priya")
        page.get_by_role("button", name=re.compile("^Done,")).click()  # the step that Ann did meanwhile
        page.get_by_text("Step 2 of 4", exact=True).wait_for()
        assert "Ann" in page.locator(".steps").inner_text()
        csws(root, "abandon", run["id"], "--auto-approve")
        page.get_by_label("Done by").fill("Priya")
        page.get_by_role("button", name=re.compile("^Done,")).click()
        page.locator(".answer.bad").wait_for()
        assert "has ended" in page.locator(".answer.bad").inner_text()
        assert "status of 409" in page.said.pop()


def test_done_needs_a_name_and_says_so(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_label("Done by").fill("")
        page.get_by_role("button", name=re.compile("^Done,")).click()
        assert page.evaluate("document.activeElement.id") == "who"
    assert the_run(root)[0]["done"] == []


def test_a_value_is_copied_exactly(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        first = page.locator("[data-copy]").first
        wanted = first.get_attribute("data-copy")
        first.click()
        assert page.evaluate("navigator.clipboard.readText()") == wanted


def test_a_page_without_csws_says_so_and_keeps_what_was_typed(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        page.get_by_label("Done by").fill("Priya")
        started.process.kill()
        started.process.wait()
        page.get_by_role("button", name=re.compile("^Done,")).click()
        page.locator("#away").wait_for()
        assert page.get_by_label("Done by").input_value() == "Priya"
        assert "ERR_CONNECTION" in page.said.pop()


def test_everything_works_by_keyboard(browser, root):
    with studio(root) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")

        def tab_to(wanted):
            for _ in range(80):
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.textContent.trim()").startswith(wanted):
                    return
            raise AssertionError(f"Tab never came to {wanted}")

        page.get_by_label("Done by").fill("Priya")
        page.locator("body").press("Home")
        page.evaluate("document.activeElement.blur()")
        tab_to("Skip to the content")
        tab_to("Copy")
        tab_to("Done, next step")
        page.keyboard.press("Enter")
        page.get_by_text("Step 2 of 4", exact=True).wait_for()


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_axe_finds_nothing_and_nothing_is_too_wide(browser, root, language):
    with studio(root, "--language", language) as started, page_of(browser, started, bypass_csp=True) as page:
        for path in ("/", "/accounts/acme/runbook"):
            page.goto(f"{started.url}{path}")
            for details in page.locator("details").all():
                details.evaluate("item => { item.open = true; }")
            assert violations(page, *schemes(f"{language} {path}")) == []
            for width in (320, 375, 640, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)


def test_a_run_of_hostile_names_shows_them_as_they_are(browser, tmp_path):
    folder = hubspot(tmp_path)
    name = "'<script>window.hit=1</script> &amp; <b>abc'"
    edit(folder / "workspaces/apac.yaml", "name: APAC customer success", f"name: {name}")
    begun(folder)
    with studio(folder) as started, page_of(browser, started) as page:
        page.goto(f"{started.url}/accounts/acme/runbook")
        assert page.evaluate("window.hit") is None
        assert "<script>window.hit=1</script> &amp;" in page.locator("main").inner_text()


def test_beginning_a_run_takes_only_the_plan_that_was_looked_at(root):
    csws(root, "abandon", the_run(root)[0]["id"], "--auto-approve")
    digest = json.loads(csws(root, "plan", "--format", "json").out)["accounts"][0]["digest"]
    with studio(root) as started:
        started.enter()
        asked = {"account": "acme", "digest": digest}
        wrong = started.call("POST", "/api/runs", {**asked, "digest": f"sha256:{'0' * 64}"})
        assert wrong.status == 409
        assert wrong.json["error"]["code"] == "unexpected_plan"
        unknown = started.call("POST", "/api/runs", asked)
        assert unknown.json["error"]["code"] == "CSW606", "nothing is recorded of the account"
        asked["new_account"] = True
        begins = started.call("POST", "/api/runs", asked)
        assert begins.status == 200, begins
        assert the_run(root)[0]["id"] == begins.json["run"]
        again = started.call("POST", "/api/runs", asked)
        assert (again.status, again.json["run"]) == (200, begins.json["run"])


def shot_of(page, name):
    """A screenshot for people, where CSWS_SHOTS names a folder."""
    import os

    if os.environ.get("CSWS_SHOTS"):
        page.screenshot(path=f"{os.environ['CSWS_SHOTS']}/{name}.png", full_page=True)


def test_the_last_step_said_twice_at_once_is_done_once(root):
    """Two windows, or a double click: both are told that it is done."""
    from concurrent.futures import ThreadPoolExecutor

    run = the_run(root)[0]["id"]
    done = csws(root, "apply", "--resume", "--run", run, "--done", "1-3", "--by", "Ann")
    assert done.code == 6, done
    with studio(root) as started:
        started.enter()
        said = {"outcome": "done", "who": "Priya"}
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: started.call("POST", f"/api/runs/{run}/steps/4", said), range(4)))
        assert [answer.status for answer in answers] == [200] * 4, answers
    assert the_run(root) == []
    assert csws(root, "history").out.count("Priya") == 1


@pytest.mark.parametrize(("answer", "code", "told"), [("done", 0, ""), ("skip", 5, "has ended")])
def test_a_run_that_ends_while_a_step_is_answered(root, monkeypatch, answer, code, told):
    """Somebody else does the last step between two looks at the run."""
    run = the_run(root)[0]["id"]
    assert csws(root, "apply", "--resume", "--run", run, "--done", "1-3", "--by", "Ann").code == 6
    look = carry_out.find_run

    def found_then_ended(opened, run):
        found = look(opened, run)
        monkeypatch.setattr(carry_out, "find_run", look)
        assert csws(root, "apply", "--resume", "--run", run, "--done", "4", "--by", "Ann").code == 0
        return found

    monkeypatch.setattr(carry_out, "find_run", found_then_ended)
    said = StepAnswer(run=run, step=4, answer=Answer(answer), who="Priya")
    answered = carry_out.answer_step(root, None, datetime.now(UTC), said)
    assert (answered.report.exit_code, answered.report.account) == (code, "acme")
    assert told in (answered.report.error.message if answered.report.error else "")
    assert "Priya" not in csws(root, "history").out
