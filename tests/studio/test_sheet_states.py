"""Adopt and Compare when things are not at rest: with a keyboard alone, for a screen reader, in three languages, on a phone,
after a crash, with errors, and without a catalogue."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from csws.render import LANGUAGES
from tests.cli.console import csws
from tests.hubspot.conftest import authority as authority
from tests.hubspot.conftest import emulator as emulator
from tests.hubspot.test_newcomer import northwind as northwind
from tests.places import read_only
from tests.studio.hand import TEAMS, WORKSPACES, Hand, adopt, objects_and_primary
from tests.studio.process import page_of, studio
from tests.studio.shots import looked_at
from tests.studio.test_adopt import root as root

NEW = "new.1"


def at(page, started, path=""):
    page.goto(f"{started.url}/accounts/northwind/adopt{path}")
    return Hand(page)


def one_workspace(page, started, name=WORKSPACES[0]):
    hand = at(page, started)
    hand.page.locator("#name").fill(name)
    hand.page.locator(".adding button").click()
    page.get_by_role("link", name=name, exact=True).first.wait_for()
    return hand


def choose_objects(page, hand):
    for path, index in (("customers", 1), ("services", 2)):
        page.locator(f'select[data-path="{path}"]').select_option(index=index)
        hand.settle()
    for box in (1, 2):
        page.locator(f"#f-revenue-{box}").check()
        hand.settle()
    page.locator("#done").click()
    page.wait_for_url("**/general")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_every_page_in_every_language_light_dark_and_on_a_phone(browser, root, language):
    options = {"bypass_csp": True, "viewport": {"width": 1280, "height": 900}}
    with studio(root, "--language", language) as started, page_of(browser, started, **options) as page:
        hand = one_workspace(page, started)
        at(page, started, "/objects/objects")
        choose_objects(page, hand)
        paths = (
            "",
            "/objects/objects",
            *(f"/{NEW}/{tab}" for tab in ("general", "customers", "services", "revenue")),
            "/check",
        )
        for path in paths:
            at(page, started, path)
            if path.endswith("revenue"):
                page.locator("#done").click()  # too early: what is missing is marked
            if path.endswith("general"):
                page.locator("#f-teams-s").click()
            looked_at(page, f"{language}{path.replace('/', '-')}")
        english = page.locator("main").inner_text()
        assert ("Check" in english) == (language == "en")


def test_with_the_keyboard_alone(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        at(page, started)
        page.locator("#name").focus()
        page.keyboard.type("Nordics")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Nordics", exact=True).first.wait_for()
        page.wait_for_function("document.activeElement.id === 'name'")  # for the next one
        hand = at(page, started, "/objects/objects")

        def to(selector):
            for _ in range(60):
                if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                    return
                page.keyboard.press("Tab")
            raise AssertionError(f"the Tab key does not lead to {selector}")

        to("#f-customers")
        page.keyboard.press("C")
        hand.settle()
        assert page.evaluate("document.activeElement.id") == "f-customers"  # the form was shown anew meanwhile
        to("#f-services")
        page.keyboard.press("S")
        hand.settle()
        to("#f-revenue-1")
        page.keyboard.press("Space")
        hand.settle()
        assert page.evaluate("document.activeElement.id") == "f-revenue-1"
        to("#done")
        page.keyboard.press("Enter")
        hand.on("Primary workspace: General")
        at(page, started, f"/{NEW}/general")
        to("#f-teams-s")
        page.keyboard.press("Enter")
        to("[data-in]")
        page.keyboard.press("Enter")
        hand.settle()
        assert page.locator(".chips [data-member]").count() == 1
        to("[data-out]")
        page.keyboard.press("Space")
        hand.settle()
        assert page.locator(".chips [data-member]").count() == 0


def test_pressed_too_early_done_leads_to_what_is_missing(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        one_workspace(page, started)
        hand = at(page, started, f"/{NEW}/customers")
        page.locator("#done").click()
        expect(page.locator("#needs")).to_be_focused()  # the object comes first
        hand.press("^Go to Objects", "link")
        hand.on("Objects")
        page.locator("#done").click()
        expect(page.locator("#f-customers")).to_be_focused()
        assert page.get_by_text("Still to choose.", exact=True).count() == 2
        expect(page.locator("#f-revenue")).to_contain_text("Still to choose, or tick")


def test_an_empty_list_is_done_only_when_somebody_says_that_hubspot_shows_none(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        one_workspace(page, started)
        hand = at(page, started, f"/{NEW}/general")
        page.locator("#done").click()
        expect(page.locator("#f-teams")).to_be_focused()
        hand.tick("HubSpot shows none")
        expect(page.locator("#live-foot")).to_contain_text("everything is answered")
        hand.tick("HubSpot shows none")  # taken back
        expect(page.locator("#live-foot")).to_contain_text("1 still to answer")
        hand.tick("HubSpot shows none")
        page.locator("#done").click()
        page.wait_for_url("**/customers")


def test_the_primary_workspace_added_again_is_told_at_once_and_removed_with_one_click(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = one_workspace(page, started, "Customer success")
        assert "The primary workspace is already here. Add only the others" in page.locator("main").inner_text()
        at(page, started, "/workspace.primary/general")
        page.locator("#f-name").press_sequentially("customer success")
        page.keyboard.press("Tab")
        page.get_by_text("twice: as the primary workspace and as an added one").wait_for()
        looked_at(page, "adopt-twin")
        for path in ("", "/check", f"/{NEW}/general", "/workspace.primary/general"):
            at(page, started, path)
            page.get_by_text("twice: as the primary workspace").wait_for()
        hand.press("^Remove the added one")
        page.get_by_text("twice: as the primary workspace").wait_for(state="detached")
        hand.on("customer success: General")
        assert page.locator("#f-name").input_value() == "customer success"
        assert NEW not in page.content()


def test_a_text_that_is_filled_in_is_not_asked_for_any_more(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = at(page, started, "/workspace.primary/general")
        expect(page.locator("#f-name-w")).to_contain_text("Still to fill in.")
        page.locator("#f-name").press_sequentially("Customer success")
        page.keyboard.press("Tab")
        expect(page.locator("#f-description")).to_be_focused()
        hand.settle()
        expect(page.locator("#f-name-w")).to_be_empty()
        expect(page.locator("#live-foot")).to_contain_text("everything is answered")


def test_what_was_typed_survives_a_crash_and_another_window(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        one_workspace(page, started)
        hand = at(page, started, f"/{NEW}/general")
        page.locator("#f-description").press_sequentially("Everything north of Hamburg")
        hand.settle()
        page.wait_for_function("() => !document.querySelector('html[data-busy]')")
        page.wait_for_timeout(500)
        started.process.kill()
        started.process.wait()
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        at(page, started, f"/{NEW}/general")
        assert page.locator("#f-description").input_value() == "Everything north of Hamburg"


def test_a_link_pressed_while_typing_loses_nothing(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        one_workspace(page, started)
        at(page, started, f"/{NEW}/general")
        page.locator("#f-description").press_sequentially("North")
        page.get_by_role("link", name="Customers", exact=False).first.click()
        page.wait_for_url("**/customers")
        at(page, started, f"/{NEW}/general")
        assert page.locator("#f-description").input_value() == "North"


def test_a_finding_stands_under_its_field_and_nothing_was_recorded(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = Hand(page)
        adopt(hand, started, WORKSPACES[:2])
        at(page, started, "/new.2/general")
        page.get_by_text("Add a team", exact=True).click()
        hand.press(TEAMS[0], within=page.locator(".picker"))
        hand.settle()
        at(page, started, "/check")
        looked_at(page, "adopt-error")
        assert not page.get_by_role("button", name="Record it and write the files").count()
        page.get_by_role("link", name="Teams").first.click()
        page.locator("#f-teams .finding.bad").wait_for()
        assert WORKSPACES[1] in page.locator("#f-teams .finding.bad").inner_text()  # its name, not its key
        looked_at(page, "adopt-error-field")
        assert not (root / "objects.yaml").exists()
        at(page, started, "/check")
        page.get_by_text("HubSpot really shows this").click()
        hand.press("^Record it without adopting")
        hand.on("Check and record")
        hand.press("^Record what I saw")
        page.get_by_text("What you saw is recorded").wait_for()
        assert not (root / "objects.yaml").exists()
        recorded = csws(root, "history", "--format", "json").json["accounts"][0]["revisions"]
        assert [item["kind"] for item in recorded] == ["observed"]


def test_a_file_that_cannot_be_written_is_told_with_its_text_and_written_the_next_time(browser, root):
    (root / "workspaces").mkdir()
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = at(page, started, "/objects/objects")
        objects_and_primary(hand)
        hand.on("Check and finish")
        with read_only(root / "workspaces"):
            hand.press("^Record it and write the files")
            page.get_by_text("Not all files could be written").wait_for()
            looked_at(page, "adopt-unwritten")
            assert "Customer success" in page.locator("pre").inner_text()
        hand.press("^Write again", "link")
        hand.on("Check and finish")
        hand.press("^Record it and write the files")
        page.get_by_text("northwind is adopted").wait_for()
    assert csws(root, "plan", "--detailed-exitcode").code == 0


def test_without_a_catalogue_the_page_reads_it(browser, root):
    (root / "catalogs/northwind.json").unlink()
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        at(page, started)
        page.get_by_text("The lists to choose from are missing").wait_for()
        looked_at(page, "no-catalogue")
        page.get_by_role("button", name="Read the catalogue again").click()
        page.get_by_role("heading", level=2, name="Which workspaces does HubSpot list?").wait_for()
    assert (root / "catalogs/northwind.json").exists()


def test_an_old_catalogue_says_so_and_can_be_read_again(browser, root):
    file = root / "catalogs/northwind.json"
    data = json.loads(file.read_text())
    file.write_text(json.dumps({**data, "pulled_at": "2020-01-01T00:00:00Z"}))
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        at(page, started)
        page.get_by_text("The catalogue is old").wait_for()
        looked_at(page, "old-catalogue")
        page.get_by_role("button", name="Read the catalogue again").first.click()
        page.get_by_text("The catalogue is old").wait_for(state="detached")


def test_a_catalogue_that_cannot_be_read_says_why(browser, root, northwind):
    northwind.account.token = "another"
    (root / "catalogs/northwind.json").unlink()
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        at(page, started)
        page.get_by_role("button", name="Read the catalogue again").click()
        page.locator(".answer.finding.bad").wait_for()
        page.said.clear()  # the browser tells every answer that is not 200


def test_two_windows_do_not_send_what_one_of_them_did_not_show(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = at(page, started, "/objects/objects")
        objects_and_primary(hand)
        hand.on("Check and finish")
        other = page.context.new_page()
        other.goto(f"{started.url}/accounts/northwind/adopt/objects/objects")
        other.locator("#f-revenue-2").uncheck()
        Hand(other).settle()
        hand.press("^Record it and write the files")
        page.get_by_text("Something was changed in another window").wait_for()
        page.said.clear()
    assert csws(root, "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_what_is_done_is_adopted_and_the_rest_stays_for_later(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        hand = one_workspace(page, started)
        at(page, started, "/objects/objects")
        objects_and_primary(hand)
        hand.on(f"{WORKSPACES[0]}: General")
        at(page, started, "/check")
        assert WORKSPACES[0] in page.locator("main p.finding").inner_text()
        hand.press("^Record it and write the files")
        page.get_by_text("northwind is adopted").wait_for()
        at(page, started)
        assert page.get_by_role("link", name=WORKSPACES[0], exact=True).count() >= 1
    assert csws(root, "plan", "--detailed-exitcode").code == 0


def test_same_as_shows_each_value_with_its_label_and_says_where_a_tab_is_off(browser, root):
    with studio(root) as started, page_of(browser, started, bypass_csp=True) as page:
        one_workspace(page, started)
        hand = at(page, started, "/objects/objects")
        objects_and_primary(hand)
        hand.on(f"{WORKSPACES[0]}: General")
        at(page, started, f"/{NEW}/customers")
        shown = page.locator(".same dl").inner_text().split("\n")
        assert shown[:2] == ["HubSpot user property (CSM)", "Customer Success Manager"]
        at(page, started, f"/{NEW}/services")
        expect(page.locator(".same")).to_contain_text("In Customer success this tab is off.")
        looked_at(page, "adopt-same-off")
