"""Settings are changed by clicks and by keyboard, in a real browser; the files, git and the terminal say the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest
import yaml

from tests.cli.console import csws
from tests.editing.drafting import git, in_git, project
from tests.render.axe import schemes, violations
from tests.studio.process import page_of, studio

EMEA, APAC = "/accounts/meridian/workspaces/emea", "/accounts/meridian/workspaces/apac"
REVIEW = "/accounts/meridian/review"
LAYOUT = "workspace-emea-services-default_layout"
SCREENS = ("/accounts/meridian/objects", "/accounts/meridian/workspaces", EMEA, REVIEW)


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    """The enterprise example, applied once to its practice account, and in git."""
    root = project(tmp_path_factory.mktemp("applied"))
    assert csws(root, "apply", "--auto-approve").code == 0
    return in_git(root)


@pytest.fixture
def root(applied, tmp_path):
    return Path(shutil.copytree(applied, tmp_path / "enterprise"))


@pytest.fixture
def running(root):
    with studio(root) as started:
        yield started


@pytest.fixture
def page(browser, running):
    with page_of(browser, running) as opened:
        yield opened


def see(page, running, path):
    page.goto(running.url + path)
    page.wait_for_selector("[data-draft]")


def settled(page, count: int):
    """Waits until the bar at the foot counts so many changes."""
    wanted = "No changes" if count == 0 else f"Draft with {count} change"
    page.wait_for_function("text => document.getElementById('foot')?.textContent.includes(text)", arg=wanted)


def move_apac_team(page, running):
    see(page, running, EMEA)
    page.get_by_text("Add", exact=False).filter(has_text="Teams").first.click()
    page.get_by_role("button", name="APAC CSM").click()
    settled(page, 2)


def draft_of(root: Path) -> dict:
    return json.loads((root / ".csws/drafts/current.json").read_text())


def test_a_team_is_moved_and_saved_as_a_branch_with_the_same_plan(root, running, page):
    before = git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")
    move_apac_team(page, running)
    assert "APAC CSM" in page.inner_text("#effect")
    assert "would move from APAC customer success to EMEA customer success" in page.inner_text("#effect")
    planned = running.call("POST", "/api/plan", {"edits": draft_of(root)["edits"]}).json
    page.click("text=Review and save >> nth=1")
    page.get_by_text("Save as a branch").first.click()
    page.fill("#branch-name", "settings/apac-to-emea")
    page.get_by_role("button", name="Save as a branch").click()
    page.wait_for_selector("text=The branch settings/apac-to-emea has the draft")
    assert "hooks were not run" in page.inner_text("#form")
    assert (git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")) == before
    assert not (root / ".csws/drafts/current.json").exists()
    git(root, "switch", "-q", "settings/apac-to-emea")
    said = json.loads(csws(root, "plan", "--format", "json").out)
    assert said["accounts"][0]["steps"] == planned["accounts"][0]["steps"] != []
    assert said["digest"] == planned["digest"]


def test_a_draft_is_saved_to_files_and_applied(root, running, page):
    move_apac_team(page, running)
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    assert "teams: [EMEA CSM, EMEA Renewals, APAC CSM]\n" in (root / "workspaces/emea.yaml").read_text()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_selector("text=Done. The account is as the plan said")
    assert csws(root, "plan", "--detailed-exitcode").code == 0


def test_a_shared_value_is_changed_here_for_all_and_back(root, running, page):
    see(page, running, f"{EMEA}#services")
    page.click(f"#{LAYOUT}-here-ask > summary")
    page.select_option(f"#{LAYOUT}-here", "table")
    page.wait_for_selector(f"#{LAYOUT}-back")
    assert "Only here. Shared value: board" in page.inner_text(f"#{LAYOUT}-from")
    page.click(f"#{LAYOUT}-back")
    page.wait_for_selector(f"#{LAYOUT}-all-ask")
    settled(page, 0)
    page.click(f"#{LAYOUT}-all-ask > summary")
    whom = page.inner_text(f"#{LAYOUT}-all-whom")
    assert "Strategic accounts" in whom
    changed, _, left_out = whom.partition("Left out: ")
    assert "Americas" not in changed
    assert "Americas" in left_out
    assert left_out.endswith(("has its own value.", "have their own values."))
    page.select_option(f"#{LAYOUT}-all", "table")
    page.wait_for_timeout(200)
    settled(page, 0)  # nothing is changed before the button is pressed
    page.click(f"[data-uses={LAYOUT}-all]")
    settled(page, 1)
    assert draft_of(root)["edits"] == [
        {"address": "defaults", "path": "services.default_layout", "value": "table", "before": "board"}
    ]


def test_a_finding_stands_under_its_field_with_its_ways_out(root, running, page):
    (root / "workspaces/apac.yaml").write_text(
        (root / "workspaces/apac.yaml").read_text().replace("[APAC CSM]", "[APAC CSM, EMEA CSM]")
    )
    see(page, running, EMEA)
    found = page.locator("#workspace-emea-teams-field .finding.bad")
    assert "EMEA CSM" in found.inner_text()
    page.get_by_role("button", name="Remove EMEA CSM from APAC customer success").click()
    settled(page, 1)
    page.wait_for_function("() => !document.querySelector('#workspace-emea-teams-field .finding.bad')")
    assert draft_of(root)["edits"][0]["value"] == ["APAC CSM"]


def test_what_is_gone_stays_and_is_marked(root, running, page):
    objects = root / "objects.yaml"
    objects.write_text(objects.read_text().replace("date_property: end_date", "date_property: old_end"))
    see(page, running, f"{EMEA}#revenue")
    field = page.locator("#workspace-emea-revenue-objects-subscriptions-date_property-field")
    assert "old_end" in field.inner_text()
    field.get_by_text("Change here").click()
    assert "old_end (not in this account)" in field.locator("select").first.inner_text()


def test_both_changed_the_same_field(root, running, page):
    move_apac_team(page, running)
    emea = root / "workspaces/emea.yaml"
    emea.write_text(emea.read_text().replace("[EMEA CSM, EMEA Renewals]", "[EMEA CSM]"))
    see(page, running, REVIEW)
    conflict = page.locator(".conf")
    assert "EMEA customer success · Teams" in conflict.inner_text()
    assert "EMEA CSM, EMEA Renewals, APAC CSM" in conflict.inner_text()
    assert "Decide which values count first" in page.inner_text("#effect")
    answer = running.call("POST", "/api/save", {k: draft_of(root)[k] for k in ("edits", "base")})
    assert answer.status == 409
    assert answer.json["conflicts"][0]["theirs"] == ["EMEA CSM"]
    assert "APAC" not in emea.read_text()
    page.get_by_role("button", name="Go on with EMEA CSM, EMEA Renewals, APAC CSM").click()
    page.wait_for_function("() => !document.querySelector('.conf')")
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    assert "teams: [EMEA CSM, EMEA Renewals, APAC CSM]\n" in emea.read_text()


def test_what_somebody_else_changed_beside_it_is_kept(root, running, page):
    move_apac_team(page, running)
    emea = root / "workspaces/emea.yaml"
    emea.write_text(emea.read_text().replace("EMEA customer success", "EMEA success") + "# a remark\n")
    see(page, running, EMEA)
    assert "What you did not touch is taken over" in page.inner_text("#form")
    assert page.input_value("#workspace-emea-name") == "EMEA success"
    page.get_by_role("button", name="Understood").click()
    page.wait_for_function("() => !document.querySelector('[data-rebase]')")
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    assert emea.read_text().endswith("# a remark\n")
    assert "name: EMEA success" in emea.read_text()


def delete_named(page, running, name):
    """Asks for the deletion of a workspace, which takes its name."""
    see(page, running, APAC)
    page.click("#delete-ask > summary")
    page.fill("#delete-name", name)
    page.get_by_role("button", name="Delete in this draft").click()


def test_a_workspace_is_deleted_by_its_name(root, running, page):
    delete_named(page, running, "APAC")
    page.wait_for_selector("text=Type the name exactly")
    assert not (root / ".csws/drafts/current.json").exists()
    page.fill("#delete-name", "APAC customer success")
    page.get_by_role("button", name="Delete in this draft").click()
    page.wait_for_selector("text=Deleted in this draft")
    assert "APAC customer success" in page.inner_text("#effect .facts")
    page.get_by_role("button", name="Keep it").click()
    settled(page, 0)
    assert draft_of(root)["edits"] == []


def test_a_workspace_is_created_and_duplicated(root, running, page):
    page.goto(running.url + "/accounts/meridian/workspaces")
    page.click("#create-ask > summary")
    page.fill("#new-name", "Nordics Ærlig")
    page.get_by_role("button", name="Create in this draft").click()
    page.wait_for_url("**/workspaces/nordics-aerlig")
    page.wait_for_selector("text=Draft with 1 change")
    see(page, running, "/accounts/meridian/workspaces/digital")
    page.click("#copy-ask > summary")
    page.fill("#copy-name", "数字")
    page.get_by_role("button", name="Duplicate in this draft").click()
    page.wait_for_url("**/workspaces/workspace")
    settled(page, 2)
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    assert "name: Nordics Ærlig" in (root / "workspaces/nordics-aerlig.yaml").read_text()
    copied = (root / "workspaces/workspace.yaml").read_text()
    assert "csm_property: hubspot_owner_id" in copied
    assert "Digital CSM" not in copied


def test_a_change_of_objects_says_at_once_what_it_clears(root, running, page):
    see(page, running, "/accounts/meridian/objects")
    page.select_option("#objects-customers", "companies")
    page.wait_for_selector("text=HubSpot clears choices")
    said = page.inner_text("#form .finding.warn")
    assert "HubSpot user property (CSM), Date property (renewal): Customer success, Americas" in said


def test_by_keyboard_alone(root, running, page):
    see(page, running, EMEA)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "t-general":
            break
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "t-services"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.id") == f"{LAYOUT}-here-ask":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == f"{LAYOUT}-here"
    page.keyboard.press("t")
    settled(page, 1)
    page.wait_for_selector(f"#{LAYOUT}-back")
    assert LAYOUT in page.evaluate("document.activeElement.id")  # the focus is not lost with the old control
    assert draft_of(root)["edits"][0]["value"] == "table"


def test_typing_keeps_the_cursor_and_the_newest_answer_shows(root, running, page):
    """The first page that is asked for comes last."""
    held = []
    see(page, running, EMEA)

    def slow(route):
        if route.request.resource_type == "fetch" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(f"**{EMEA}", slow)
    name = page.locator("#workspace-emea-name")
    name.fill("First")
    page.wait_for_function("() => true")
    while not held:
        page.wait_for_timeout(20)
    name.press_sequentially(" and last")
    page.wait_for_selector("text=would be renamed First and last")
    held[0].fulfill(status=200, content_type="text/html", body="<h1>old</h1><aside id=effect>old</aside>")
    page.wait_for_timeout(200)
    assert "First and last" in page.inner_text("#effect")
    assert page.evaluate("document.activeElement.id") == "workspace-emea-name"
    assert name.input_value() == "First and last"


def test_two_windows_lose_nothing(browser, root, running, page):
    see(page, running, EMEA)
    other = page.context.new_page()
    other.goto(running.url + APAC)
    page.fill("#workspace-emea-name", "One")
    settled(page, 1)
    other.fill("#workspace-apac-name", "Two")
    other.wait_for_selector("text=Draft with 2 changes")
    page.fill("#workspace-emea-description", "Three")
    settled(page, 3)
    assert {edit["value"] for edit in draft_of(root)["edits"]} == {"One", "Two", "Three"}
    page.said.clear()  # the browser notes the refused writes


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_draft_survives_a_kill(browser, root):
    with studio(root) as first, page_of(browser, first) as page:
        move_apac_team(page, first)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
    with studio(root) as second, page_of(browser, second) as page:
        see(page, second, EMEA)
        settled(page, 2)


def test_a_save_that_was_killed_before_its_answer_is_harmless(root, running, page):
    """The files are written, and the draft is still there."""
    move_apac_team(page, running)
    stored = (root / ".csws/drafts/current.json").read_bytes()
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    (root / ".csws/drafts/current.json").write_bytes(stored)
    see(page, running, REVIEW)
    assert not page.locator(".conf").count()
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 0 files")


def test_a_draft_is_discarded(root, running, page):
    move_apac_team(page, running)
    page.click("#discard-ask > summary")
    page.get_by_role("button", name="Discard the draft").click()
    settled(page, 0)
    assert not (root / ".csws/drafts/current.json").exists()


def test_a_draft_of_a_newer_csws_is_left_alone(root, running, page):
    file = root / ".csws/drafts/current.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"format_version": "9.0"}')
    page.goto(running.url + EMEA)
    assert "has format 9.0, which this csws does not know" in page.inner_text("main")
    assert file.read_text() == '{"format_version": "9.0"}'
    page.said.clear()


STATES = {
    "quiet": lambda page, running, root: None,
    "changed": lambda page, running, root: move_apac_team(page, running),
    "wrong": lambda page, running, root: (root / "objects.yaml").write_text(
        (root / "objects.yaml").read_text().replace("customer_success_manager", "nobody")
    ),
    "conflict": lambda page, running, root: (
        move_apac_team(page, running),
        (root / "workspaces/emea.yaml").write_text("workspaces: {emea: {name: Other, teams: []}}\n"),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser, root, running, state):
    with page_of(browser, running, bypass_csp=True) as page:
        STATES[state](page, running, root)
        for path in SCREENS:
            see(page, running, path)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert violations(page, *schemes(f"{state} {path}")) == [], path


def test_nothing_scrolls_sideways(root, running, page):
    move_apac_team(page, running)
    for path in SCREENS:
        see(page, running, path)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width in (375, 640):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_a_warning_is_kept_with_a_reason(root, running, page):
    see(page, running, f"{EMEA}#customers")
    field = "workspace-emea-customers-renewal_date_property"
    page.click(f"#{field}-here-ask > summary")
    page.select_option(f"#{field}-here", "last_health_review")
    page.get_by_text("Keep it, with a reason…").click()
    page.fill(f"#{field}-field [name=reason]", "We only look at the day")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_selector("text=Accepted: We only look at the day")
    settled(page, 2)
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 2 files")
    text = (root / "csws.yaml").read_text()
    assert "We only look at the day" in text
    assert "workspace.emea.customers.renewal_date_property" in text
    assert csws(root, "validate", "--strict").code == 0


def test_one_of_several_accounts_changes_alone(browser, tmp_path):
    root = in_git(project(tmp_path, "agency"))
    with studio(root) as running, page_of(browser, running) as page:
        see(page, running, "/accounts/alder/workspaces/onboarding#services")
        layout = "workspace-onboarding-services-default_layout"
        page.click(f"#{layout}-all-ask > summary")
        assert "alder, bluefin" in page.inner_text(f"#{layout}-all-whom")
        page.click(f"#{layout}-here-ask > summary")
        page.select_option(f"#{layout}-here", "table")
        settled(page, 1)
        see(page, running, "/accounts/alder/workspaces/partners")
        page.click("#delete-ask > summary")
        assert "Only alder is changed" in page.inner_text("#delete-ask")
        page.fill("#delete-name", "Partners")
        page.get_by_role("button", name="Delete in this draft").click()
        page.wait_for_selector("text=Deleted in this draft")
        see(page, running, "/accounts/alder/review")
        page.get_by_role("button", name="Save to files").click()
        page.wait_for_selector("text=Saved to 1 file")
    assert [line.split()[-1] for line in git(root, "status", "--porcelain", "overlays", "csws.yaml").splitlines()] == [
        "overlays/alder.yaml"
    ]
    assert csws(root, "validate").code == 0


def test_the_next_step_of_an_account_that_people_set(browser, tmp_path):
    """Where nothing is recorded, it is to adopt; where a run waits, its runbook."""
    from tests.cli.runs_project import begun, hubspot

    folder = tmp_path / "acme"
    folder.mkdir()
    with studio(hubspot(folder)) as running, page_of(browser, running) as page:
        see(page, running, "/accounts/acme/review")
        assert "Adopt what is in HubSpot" in page.inner_text("#effect")
    begun(folder)
    with studio(folder) as running, page_of(browser, running) as page:
        see(page, running, "/accounts/acme/workspaces/emea")
        page.fill("#workspace-emea-description", "Another text")
        settled(page, 1)
        see(page, running, "/accounts/acme/review")
        page.get_by_role("button", name="Save to files").click()
        page.wait_for_selector("text=Saved to 1 file")
        page.get_by_role("link", name="Go to the runbook").click()
        page.wait_for_url("**/runbook")


def test_who_leaves_at_once_loses_nothing(root, running, page):
    """Two fields and then a link, faster than anything can be stored."""
    see(page, running, EMEA)
    page.evaluate(
        """() => {
          for (const [id, text] of [["workspace-emea-name", "One"], ["workspace-emea-description", "Two"]]) {
            const field = document.getElementById(id);
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }
          document.querySelector("nav a[href$='/review']").click();
        }"""
    )
    page.wait_for_url("**/review")
    page.wait_for_selector("text=Draft with 2 changes")
    assert {edit["value"] for edit in draft_of(root)["edits"]} == {"One", "Two"}


def test_a_workspace_that_only_hubspot_has_may_be_adopted(browser, tmp_path):
    from tests.cli.runs_project import hubspot

    folder = tmp_path / "acme"
    folder.mkdir()
    hubspot(folder)
    (tmp_path / "seen.yaml").write_text("workspaces: {latam: {name: LATAM team}}\n")
    assert csws(folder, "observe", "../seen.yaml").code == 0
    with studio(folder) as running, page_of(browser, running) as page:
        see(page, running, "/accounts/acme/workspaces")
        card = page.locator("section", has_text="LATAM team").last
        assert "only in HubSpot" in card.inner_text()
        card.get_by_role("link", name="Adopt").click()
        page.wait_for_url("**/accounts/acme/adopt**")


def test_an_account_opens_with_what_there_is_to_do(browser, tmp_path):
    from tests.cli.runs_project import begun, hubspot

    folder = tmp_path / "acme"
    folder.mkdir()
    hubspot(folder)
    config = folder / "csws.yaml"
    whole = config.read_text()
    with studio(folder) as running, page_of(browser, running) as page:
        page.goto(f"{running.url}/accounts/acme/")
        assert page.url.endswith("/accounts/acme/workspaces")
        config.write_text(whole.split("include:")[0])
        page.goto(f"{running.url}/accounts/acme/")
        assert "/accounts/acme/adopt" in page.url
        config.write_text(whole)
        begun(folder)
        config.write_text(whole.split("include:")[0])
        page.goto(f"{running.url}/accounts/acme/")
        assert page.url.endswith("/accounts/acme/runbook")


def test_a_panel_that_asks_can_be_left(root, running, page):
    see(page, running, APAC)
    page.click("#delete-ask > summary")
    page.wait_for_selector("#delete-name:focus")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_selector("#delete-ask > summary:focus")
    assert not page.locator("#delete-name").is_visible()


def test_a_warning_about_what_the_draft_touches_stands_open_by_name(root, running, page):
    """On the form's panel, and on Review with the draft and after saving."""
    see(page, running, "/accounts/meridian/workspaces")
    page.click("#create-ask > summary")
    page.fill("#new-name", "Nordic accounts")
    page.get_by_role("button", name="Create in this draft").click()
    page.wait_for_url("**/workspaces/nordic-accounts")
    settled(page, 1)
    said = "Warning: Nobody sees the workspace Nordic accounts: it lists no team."
    assert said in page.inner_text("#effect")
    see(page, running, REVIEW)
    checks = page.locator("#wrong")
    assert checks.get_by_role("heading").inner_text() == "Checks"
    assert checks.get_by_text(said).is_visible()
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to 1 file")
    assert page.locator("#wrong").get_by_text(said).is_visible()
    assert "The account is as before." in page.inner_text("#form")


def test_a_warning_that_the_draft_does_not_touch_stays_among_the_remarks(root, running, page):
    text = (root / "workspaces/apac.yaml").read_text()
    (root / "workspaces/apac.yaml").write_text(text.replace("[APAC CSM]", "[]"))
    see(page, running, EMEA)
    page.fill("#workspace-emea-description", "Another text")
    settled(page, 1)
    assert "Nobody sees" not in page.inner_text("#effect")
    see(page, running, REVIEW)
    warning = page.locator("#wrong").get_by_text("Nobody sees the workspace")
    assert warning.is_hidden()
    page.click("#remarks > summary")
    assert "APAC customer success" in warning.inner_text()


def test_what_deletes_is_applied_only_with_the_name_typed(root, running, page):
    delete_named(page, running, "APAC customer success")
    page.wait_for_selector("text=Deleted in this draft")
    see(page, running, REVIEW)
    page.get_by_role("button", name="Save to files").click()
    page.wait_for_selector("text=Saved to")
    page.click("#apply-ask > summary")
    assert "APAC customer success is deleted. This cannot be undone." in page.inner_text("#apply-ask")
    assert not page.locator("#who").count()  # the project names somebody
    page.get_by_role("button", name="Apply").click()
    page.wait_for_selector("text=Type the name exactly")
    assert csws(root, "plan", "--detailed-exitcode").code == 2
    page.fill("#gone-1", "APAC customer success")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_selector("text=Done. The account is as the plan said")
    assert csws(root, "plan", "--detailed-exitcode").code == 0


def test_a_value_that_others_say_themselves_is_changed_there_too(root, running, page):
    field = "workspace-emea-services-default_layout"
    for name in ("emea", "apac"):
        file = root / f"workspaces/{name}.yaml"
        said = yaml.safe_load(file.read_text())
        said["workspaces"][name].setdefault("services", {})["default_layout"] = "board"
        file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False))
    see(page, running, f"{EMEA}#services")
    assert not page.locator(f"#{field}-along").count()
    page.select_option(f"#{field}", "table")
    settled(page, 1)
    page.click(f"#{field}-along > summary")
    assert "APAC customer success" in page.inner_text(f"#{field}-along")
    page.get_by_role("button", name="Change it there too").click()
    settled(page, 2)
    assert [(edit["address"], edit["value"]) for edit in draft_of(root)["edits"]] == [
        ("workspace.emea", "table"),
        ("workspace.apac", "table"),
    ]
    page.wait_for_function("id => !document.getElementById(id)", arg=f"{field}-along")
