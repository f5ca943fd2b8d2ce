"""Who sees which team workspace before and after: people whose primary team is selected (DOMAIN §1). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.plan import TeamMove, Visibility
from csws.model.settings import Settings, Workspace


def visibility(
    current: Settings, desired: Settings, moved: Mapping[Address, Address], catalog: Catalog
) -> tuple[Visibility, ...]:
    """One entry for each team workspace whose viewers change, by key."""
    left = {item.address for item in current.managed} - set(moved.values())
    out = []
    for address in sorted({item.address for item in desired.managed} | left):
        key = address.key
        old, new = current.get(moved.get(address, address).key), desired.get(key)
        if old and new and (old.teams, old.is_primary) == (new.teams, new.is_primary):
            continue
        before, after = viewers(old, catalog), viewers(new, catalog)
        if before != after:
            out.append(_entry(key, after - before, before - after, catalog))
    return tuple(out)


def team_moves(
    current: Settings, desired: Settings, moved: Mapping[Address, Address], catalog: Catalog
) -> tuple[TeamMove, ...]:
    """The teams whose workspace changes, by name; a workspace under a new key is the same workspace."""
    renamed = {old: new for new, old in moved.items()}
    before = {team: renamed.get(item.address, item.address) for item in current.managed for team in item.teams}
    after = {team: item.address for item in desired.managed for team in item.teams}
    moves = [
        TeamMove(
            team=catalog.teams.shown(team),
            before=before.get(team),
            after=after.get(team),
            people=len(catalog.primary_members(team)),
        )
        for team in {*before, *after}
        if before.get(team) != after.get(team)
    ]
    return tuple(sorted(moves, key=lambda move: move.team))


def viewers(workspace: Workspace | None, catalog: Catalog) -> frozenset[str]:
    """The ids of the people who see a team workspace; its teams are ids. Nobody for the primary, which everybody else sees."""
    if workspace is None or workspace.is_primary:
        return frozenset()
    return frozenset().union(*(catalog.primary_members(team) for team in workspace.teams))


def _entry(key: str, gained: frozenset[str], lost: frozenset[str], catalog: Catalog) -> Visibility:
    mails = {person.id: person.email for person in catalog.people}
    gained_people, lost_people = (
        tuple(sorted(mail for one in ids if (mail := mails.get(one)))) for ids in (gained, lost)
    )
    return Visibility(
        workspace=key, gained=len(gained), lost=len(lost), gained_people=gained_people, lost_people=lost_people
    )
