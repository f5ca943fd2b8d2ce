"""What differs, and where it comes from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.diff import diff
from csws.model.address import Address
from csws.model.settings import CustomersTab, Objects, Settings, Workspace, in_order

PRIMARY = Workspace(key="primary", id="primary", name="All")
EMEA = Workspace(key="emea", id="emea", name="Europe", teams=("1",), customers=CustomersTab(csm_property="owner"))


def account(*items: Workspace, customers: str = "companies") -> Settings:
    return Settings(objects=Objects(customers=customers), workspaces=in_order([PRIMARY, *items]))


BASE = account(EMEA)
RENAMED = account(replace(EMEA, name="EMEA"))
OTHER_OBJECT = account(EMEA, customers="contacts")


@pytest.mark.parametrize(
    ("current", "desired", "applied", "expected"),
    [
        (BASE, RENAMED, None, ["workspace.emea update config name"]),
        (BASE, RENAMED, BASE, ["workspace.emea update config name"]),
        (RENAMED, BASE, BASE, ["workspace.emea update drift name"]),
        (
            account(),
            BASE,
            BASE,
            ["workspace.emea create drift name teams customers.csm_property services.show revenue.show"],
        ),
        (
            account(),
            BASE,
            account(),
            ["workspace.emea create config name teams customers.csm_property services.show revenue.show"],
        ),
        (
            BASE,
            account(),
            BASE,
            ["workspace.emea delete config name teams customers.csm_property services.show revenue.show"],
        ),
        (
            OTHER_OBJECT,
            BASE,
            BASE,
            ["objects update drift customers", "workspace.emea update config customers.csm_property"],
        ),
        (
            BASE,
            OTHER_OBJECT,
            BASE,
            ["objects update config customers", "workspace.emea update config customers.csm_property"],
        ),
    ],
)
def test_changes_and_their_origin(current, desired, applied, expected):
    found = diff(current, desired, applied=applied)
    assert [
        " ".join([str(item.address), item.action.value, item.origin.value, *(one.path for one in item.fields)])
        for item in found
    ] == expected


def test_a_move_keeps_the_workspace():
    (change,) = diff(
        BASE, account(replace(EMEA, key="europe")), moved={Address.workspace("europe"): Address.workspace("emea")}
    )
    assert (str(change.address), change.action.value, [one.path for one in change.fields]) == (
        "workspace.europe",
        "move",
        ["key"],
    )
    assert (change.fields[0].before, change.fields[0].after) == ("emea", "europe")
