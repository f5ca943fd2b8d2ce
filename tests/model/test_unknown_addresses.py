"""A plan with an unknown kind of setting was made by a newer csws, wherever it names the kind."""

from __future__ import annotations

import pytest

from csws.documents.plan_document import account_document, account_from
from csws.model.plan import PLAN_FORMAT
from csws.model.unknown import Unknown
from tests.render.hostile import hostile_plan

PLACES = {
    "a change is about": ("changes", 0, "address"),
    "step 1 is about": ("steps", 0, "address"),
    "step 1 serves": ("steps", 0, "because", 0),
    "a team moves from or to": ("team_moves", 0, "from"),
    "it leaves alone": ("untouched", 0, "address"),
}


@pytest.mark.parametrize("what", PLACES)
@pytest.mark.parametrize("address", ["territory.x", "workspace", "workspace.a.teams"])
def test_it_is_refused_as_newer(what, address):
    (account, _) = hostile_plan("x").accounts
    data = account_document(account)
    data["steps"][0]["because"] = ["workspace.c"]
    *path, last = PLACES[what]
    at = data
    for part in path:
        at = at[part]
    at[last] = address
    with pytest.raises(Unknown, match=f"^{what} `{address}`$"):
        account_from(data, PLAN_FORMAT)
