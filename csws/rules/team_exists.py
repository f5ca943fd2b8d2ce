"""CSW303: the team exists, and its name is unambiguous."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Catalog
from csws.model.diagnostic import Path, Severity
from csws.model.field import Reference
from csws.model.meant import respelled
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.suggestion import did_you_mean
from csws.rules.references import groups

RULE = Rule(
    code="CSW303",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the team exists, and its name is unambiguous",
    reason="A workspace can be assigned only to teams that exist in the account.",
    source="csws: the account's catalogue",
    hint="Correct the name, or pull the catalogue again if the team is new.",
    bad="teams: [EMEA CMS]",
    good="teams: [EMEA CSM]",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for item in subject.workspaces:
        for at, team in enumerate(item.teams):
            if subject.catalog.teams.find(team) is None:
                yield _finding(subject.catalog, ("workspaces", item.key or "", "teams", at), team)
    for group in groups(subject):  # of other kinds: the tabs name no team
        for path, _, team in group.naming(Reference.TEAM):
            if subject.catalog.teams.find(team) is None:
                yield from (_finding(subject.catalog, at, team) for at in group.each(path))


def _finding(catalog: Catalog, path: Path, team: str) -> Finding:
    teams, unread = catalog.teams, catalog.unread("teams")
    if unread is not None:
        # A name leads to no team without the list; an id does.
        severity = Severity.WARNING if catalog.is_id(team) else None
        message = f"csws cannot check whether the account has a team `{team}`."
        return Finding(path=path, message=message, hint=unread, severity=severity)
    same = teams.same_name(team)
    if len(same) > 1:
        words = " or ".join(f"`id:{identity}`" for identity in same)
        return Finding(path=path, message=f"{len(same)} teams are called `{team}`.", hint=f"Write which one: {words}.")
    hint = teams.formerly(team) or did_you_mean(team, teams.names())
    message = f"The account has no team `{team}`."
    return Finding(path=path, message=message, hint=hint, remedies=respelled(path, team, teams))
