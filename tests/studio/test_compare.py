"""The record held against HubSpot's screens, in a real Chromium: only what was looked at is said, and only what differs is
a revision."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.cli.console import csws
from tests.cli.test_worksheet import two_accounts
from tests.studio.hand import Hand
from tests.studio.process import page_of, studio
from tests.studio.shots import looked_at


@pytest.fixture
def root(tmp_path):
    """An account that csws knows: two team workspaces."""
    assert csws(tmp_path, "init", "acme").code == 0
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    return tmp_path / "acme"


def revisions(root):
    return json.loads(csws(root, "history", "--format", "json").out)["accounts"][0]["revisions"]


def compare(page, started, item="", tab=""):
    page.goto(f"{started.url}/accounts/acme/compare" + (f"/{item}/{tab}" if item else ""))
    return Hand(page)


def test_a_week_with_two_differences(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started)
        looked_at(page, "compare-start")
        hand.press("^Begin with", "link")
        seen = 0
        while "Check and record" not in page.locator("h1").inner_text():
            title = page.locator("h1").inner_text()
            if title == "EMEA customer success: Services":
                hand.choose("services.default_layout", "Table")
                looked_at(page, "compare-changed")
                assert "1 difference" in page.locator("#live-foot").inner_text()
            if title == "APAC customer success: General":
                hand.type("Description", "Asia and the Pacific")
            page.locator("#done").click()
            hand.presses += 1
            expect(page.locator("h1")).not_to_have_text(title)
            page.wait_for_load_state()
            seen += 1
        assert seen == 13
        told = page.locator("main").inner_text()
        looked_at(page, "compare-check")
        assert "EMEA customer success: Services: Default page layout" in told
        assert "Board was recorded; HubSpot shows Table" in told
        page.get_by_label("Who looked at the screens").fill("Kim")
        hand.press("^Record what I saw")
        page.get_by_text("What you saw is recorded").wait_for()
        told = page.locator("main").inner_text()
        looked_at(page, "compare-finished")
        assert "HubSpot is right" in told
        assert "The files are right" in told
        changes = csws(root, "plan", "--format", "json").json["accounts"][0]["changes"]
        hand.press("^Take it into the files")
        page.get_by_role("heading", level=1, name="Review and save").wait_for()
        looked_at(page, "compare-taken")
        page.wait_for_load_state()
        hand.press("^Save to files")
        page.get_by_text("Saved to").wait_for()
    newest = revisions(root)[0]
    assert (newest["kind"], newest["operator"]) == ("observed", "Kim")
    assert csws(root, "plan", "--detailed-exitcode").code == 0
    assert {item["address"]: [field["path"] for field in item["fields"]] for item in changes} == {
        "workspace.apac": ["description"],
        "workspace.emea": ["services.default_layout"],
    }


def test_nothing_differs_and_only_one_tab_was_looked_at(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started, "workspace.emea", "customers")
        hand.press("^Same in HubSpot, go to Services")
        hand.on("EMEA customer success: Services")
        page.goto(f"{started.url}/accounts/acme/compare/check")
        assert "Nothing differs" in page.locator("main").inner_text()
        hand.press("^Record what I saw")
        page.get_by_text("HubSpot is as csws knew it").wait_for()
        looked_at(page, "compare-same")
    assert len(revisions(root)) == 1
    assert "seen" in csws(root, "history").out


def test_what_somebody_else_records_meanwhile_is_asked_field_by_field(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started, "workspace.emea", "services")
        hand.choose("services.default_layout", "Table")
        hand.press("^Done, go to Revenue")
        hand.on("EMEA customer success: Revenue")
        assert csws(root, "observe", "--set", "workspace.emea.services.default_layout=null").code == 0
        page.goto(f"{started.url}/accounts/acme/compare/check")
        looked_at(page, "compare-conflict")
        assert not page.get_by_role("button", name="Record what I saw").count()
        hand.press("Default page layout", "link")
        hand.on("EMEA customer success: Services")
        looked_at(page, "compare-conflict-field")
        hand.press("HubSpot shows Table")
        hand.settle()
        page.goto(f"{started.url}/accounts/acme/compare/check")
        hand.press("^Record what I saw")
        page.get_by_text("What you saw is recorded").wait_for()
    assert csws(root, "export").out.count("default_layout: table") == 3
    assert len(revisions(root)) == 3


def test_a_workspace_that_is_gone_and_one_that_nobody_knew(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started)
        hand.type("Name of a workspace", "Nordics")
        hand.press("^Add$")
        hand.press("^Nordics$", "link")
        for tab in ("General", "Customers", "Services", "Revenue"):
            hand.on(f"Nordics: {tab}")
            if tab == "Customers":
                hand.choose("customers.csm_property", "Company owner")
                hand.choose("customers.renewal_date_property", "None")
            elif tab == "General":
                hand.tick("HubSpot shows none")
            else:
                hand.switch(f"Show {tab} tab")
            page.locator("#done").click()
        hand.on("Objects")
        compare(page, started, "workspace.apac", "general")
        page.get_by_text("HubSpot does not list this workspace any more").click()
        hand.press("^It is gone$")
        hand.on("EMEA customer success: General")
        page.goto(f"{started.url}/accounts/acme/compare/check")
        hand.press("^Record what I saw")
        page.get_by_text("csws does not manage these yet").wait_for()
        looked_at(page, "compare-new-and-gone")
    account = csws(root, "plan", "--format", "json").json["accounts"][0]
    assert [item["name"] for item in account["unmanaged"]] == ["Nordics"]
    assert [(item["address"], item["action"]) for item in account["changes"]] == [("workspace.apac", "create")]


def test_what_was_seen_can_be_taken_into_the_files_later(browser, root):
    seen = ["workspace.emea.services.default_layout=table", "workspace.apac=null"]
    assert csws(root, "observe", "--set", seen[0], "--set", seen[1]).code == 0
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        page.goto(f"{started.url}/accounts/acme/review")
        page.get_by_role("link", name="Take what was seen into the files").wait_for()
        hand = compare(page, started)
        hand.press("^Take what was seen into the files", "link")
        hand.on("Take what was seen into the files")
        looked_at(page, "compare-files")
        told = page.locator("main").inner_text()
        assert "The files say Board; HubSpot shows Table" in told
        assert "APAC customer success\nNot in HubSpot any more" in told
        hand.press("^Take it into the files")
        page.get_by_role("heading", level=1, name="Review and save").wait_for()
        page.wait_for_load_state()
        hand.press("^Save to files")
        page.get_by_text("Saved to").wait_for()
        compare(page, started)
        assert not page.get_by_role("link", name="Take what was seen").count()
    assert csws(root, "plan", "--detailed-exitcode").code == 0


def test_what_only_the_files_changed_is_not_offered_to_be_taken_back(browser, root):
    file = next(file for file in root.rglob("*.yaml") if "default_layout: board" in file.read_text())
    file.write_text(file.read_text().replace("default_layout: board", "default_layout: table", 1))
    assert csws(root, "plan", "--detailed-exitcode").code == 2
    with studio(root) as started, page_of(browser, started) as page:
        compare(page, started)
        assert not page.get_by_role("link", name="Take what was seen").count()


def test_two_accounts_are_compared_and_not_adopted(browser, root):
    two_accounts(root)
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        page.goto(f"{started.url}/accounts/acme/adopt")
        looked_at(page, "adopt-shared")
        page.get_by_role("link", name="Compare with HubSpot").last.click()
        page.get_by_role("heading", level=1, name="Compare acme with HubSpot").wait_for()


def test_an_account_that_is_adopted_has_nothing_to_adopt(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        page.goto(f"{started.url}/accounts/acme/adopt")
        page.get_by_text("csws manages everything that it knows of here").wait_for()
        looked_at(page, "adopt-nothing")


def test_a_whole_workspace_is_still_so_with_one_click(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started, "workspace.apac", "general")
        assert page.locator("#live-fields > :first-child").get_attribute("id") == "glance"
        assert page.locator("#glance").get_attribute("open") is not None
        looked_at(page, "compare-glance")
        hand.press("^All of it is the same in HubSpot, go to EMEA")
        hand.on("EMEA customer success: General")
        assert "4 of 13 tabs compared" in page.locator("nav").inner_text()
        hand.press("^All of it is the same in HubSpot, go to Objects")
        hand.on("Objects")


def test_a_workspace_with_a_change_is_not_all_the_same(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started, "workspace.emea", "services")
        whole = page.get_by_role("button", name="All of it is the same in HubSpot")
        expect(whole).to_be_visible()
        hand.choose("services.default_layout", "Table")
        expect(whole).to_have_count(0)
        expect(page.locator("#glance")).to_contain_text("go through the tabs one by one")
        hand.press("^Back to Board")
        expect(whole).to_be_visible()


def test_names_that_look_like_markup_are_text(browser, root):
    name = "<img src=x onerror=alert(1)> & \"quotes\" 'too'"
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = compare(page, started)
        hand.type("Name of a workspace", name)
        hand.press("^Add$")
        page.get_by_role("link", name=name, exact=True).click()
        hand.on(f"{name}: General")
        assert page.locator("#f-name").input_value() == name
        assert page.locator("img").count() == 0
