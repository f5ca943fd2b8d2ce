"""Somebody who fills in the forms of Adopt and Compare with a mouse, and what they had to do for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.hubspot.test_newcomer import TEAMS
from tests.studio.process import Studio

WORKSPACES = tuple(f"{team} workspace" for team in TEAMS)


class Hand:
    """`presses` counts clicks on buttons, links and boxes, `choices` what is chosen in dropdowns, and `typed` keeps every text
    that was typed."""

    def __init__(self, page: Any) -> None:
        self.page, self.presses, self.choices = page, 0, 0
        self.typed: list[str] = []

    def press(self, name: str, role: str = "button", *, exact: bool = False, within: Any = None) -> None:
        found = (within or self.page.locator("main")).get_by_role(role, name=name if exact else re.compile(name))
        found.first.click()
        self.presses += 1

    def tick(self, name: str, within: Any = None) -> None:
        self.press(name, "checkbox", within=within)
        self.settle()

    def switch(self, name: str) -> None:
        self.press(name, "switch")
        self.settle()

    def choose(self, path: str, label: str) -> None:
        self.page.locator(f'select[data-path="{path}"]').select_option(label=label)
        self.choices += 1
        self.settle()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.typed.append(text)

    def settle(self) -> None:
        """Until csws has kept it and the form is shown anew."""
        self.page.locator("html[data-busy]").wait_for(state="detached")

    def on(self, title: str) -> None:
        self.page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        self.page.wait_for_load_state()


def general(hand: Hand, name: str, team: str) -> None:
    hand.on(f"{name}: General")
    hand.page.get_by_text("Add a team", exact=True).click()
    hand.press(team, within=hand.page.locator(".picker"))
    hand.presses += 1
    hand.settle()
    hand.press("^Done, go to Customers")


def first_team_workspace(hand: Hand, name: str, team: str) -> None:
    """Every tab by hand."""
    general(hand, name, team)
    hand.on(f"{name}: Customers")
    hand.choose("customers.csm_property", "Customer Success Manager")
    hand.choose("customers.renewal_date_property", "Renews on")
    hand.press("^Done, go to Services")
    hand.on(f"{name}: Services")
    hand.switch("Show Services tab")
    hand.press("^Done, go to Revenue")
    hand.on(f"{name}: Revenue")
    hand.choose("revenue.objects.deals.csm_property", "Deal owner")
    hand.choose("revenue.objects.deals.date_property", "Close date")
    hand.tick("^Renewals$")
    hand.choose("revenue.objects.deals.default_pipeline", "Renewals")
    hand.choose("revenue.objects.deals.default_layout", "Board")
    hand.choose("revenue.objects.p42_contract.csm_property", "Contract owner")
    hand.choose("revenue.objects.p42_contract.date_property", "Ends on")
    hand.choose("revenue.objects.p42_contract.default_layout", "Table")
    hand.press("^Done, ")


def like_the_one_before(hand: Hand, name: str, team: str) -> None:
    """The teams are its own; all the rest is as before."""
    general(hand, name, team)
    for tab in ("Customers", "Services", "Revenue"):
        hand.on(f"{name}: {tab}")
        hand.press("^Same as")
        hand.settle()
        hand.press("^Done, ")


def objects_and_primary(hand: Hand) -> None:
    hand.on("Objects")
    hand.choose("customers", "Companies")
    hand.choose("services", "Services")
    hand.tick("^Deals$")
    hand.tick("^Contracts$")
    hand.press("^Done, go to")
    hand.on("Primary workspace: General")
    hand.type("Name", "Customer success")
    hand.press("^Done, go to Customers")
    hand.on("Customer success: Customers")
    hand.choose("customers.csm_property", "Customer Success Manager")
    hand.choose("customers.renewal_date_property", "None")
    hand.press("^Done, go to Services")
    hand.on("Customer success: Services")
    hand.switch("Show Services tab")
    hand.press("^Done, go to Revenue")
    hand.on("Customer success: Revenue")
    hand.switch("Show Revenue tab")
    hand.press("^Done, ")


def adopt(hand: Hand, started: Studio, names: Sequence[str] = WORKSPACES) -> None:
    """A whole adoption, from the accounts to the check at the end: the primary workspace, and these."""
    hand.page.goto(f"{started.url}/")
    hand.press("northwind", "link")
    for name in names:
        hand.type("Name of a workspace", name)
        hand.press("^Add$")
        hand.page.get_by_role("link", name=name, exact=True).wait_for()
    hand.press("Begin with Objects", "link")
    objects_and_primary(hand)
    first_team_workspace(hand, names[0], TEAMS[0])
    for name, team in zip(names[1:], TEAMS[1:], strict=False):
        like_the_one_before(hand, name, team)
    hand.on("Check and finish")
