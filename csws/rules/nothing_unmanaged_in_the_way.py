"""CSW603: nothing that nobody manages is in the way (limit, team, name, an object change that would clear its choices)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import LATER, workspaces
from csws.model.diagnostic import Severity
from csws.model.kind import Kind, Thing
from csws.model.names import folded
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject
from csws.model.settings import MAX_TEAM_WORKSPACES
from csws.state.clearing import cleared_paths

RULE = Rule(
    code="CSW603",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="nothing that nobody manages is in the way (limit, team, name, an object change that would clear its choices)",
    reason="csws never changes a workspace that it does not manage, so it cannot resolve this conflict itself.",
    source="csws: SPEC",
    hint="Adopt it with `csws import KEY=id:…`, change it in HubSpot, or change the settings here.",
    bad="emea: {teams: [EMEA CSM]}   # a workspace made by hand has that team",
    good="emea: {teams: [EMEA CSM]}   # after `csws import europe=id:…`",
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    yield from _workspaces(subject)
    for kind in LATER:
        yield from _places(kind, subject)
        yield from _items(kind, subject)


def _places(kind: Kind, subject: PlanSubject) -> Iterator[Finding]:
    """What takes the places that the subscription leaves."""
    for place, limit in kind.tier_limits(subject.account.subscription).items():
        here = [thing for thing in kind.all(subject.desired) if kind.place_taken(thing) == place]
        others = [thing for thing in here if thing.key is None]
        if 0 < len(here) - len(others) <= limit < len(here):
            yield from (_in_place(kind, subject, other, place, limit) for other in others)


def _in_place(kind: Kind, subject: PlanSubject, other: Thing, place: str, limit: int) -> Finding:
    name = f"`{kind.called(other)}` (id:{other.id})"
    return Finding(
        path=(kind.section,),
        message=f"The {kind.noun} {name}, which csws does not manage, counts toward the limit of {limit} ({place}).",
        hint=f"Adopt it with `csws --account {subject.account.name} import {kind.name}.KEY=id:{other.id}`, or change it in HubSpot.",
        on_key=True,
    )


def _items(kind: Kind, subject: PlanSubject) -> Iterator[Finding]:
    """What an unmanaged item of another kind holds, and a managed one wants for itself alone."""
    managed = [thing for thing in kind.all(subject.desired) if thing.key is not None]
    for other in kind.all(subject.current):
        for thing in managed if other.key is None else ():
            for path in sorted({path for path, _ in kind.claims(thing) & kind.claims(other)}):
                name = f"`{kind.called(other)}` (id:{other.id})"
                yield Finding(
                    path=(*kind.yaml_path(thing.key or ""), *kind.parts_of(path)),
                    message=f"The {kind.noun} {name}, which csws does not manage, has the same {path}.",
                    hint=f"Adopt it with `csws --account {subject.account.name} import {kind.name}.KEY=id:{other.id}`, or change it in HubSpot.",
                )


def _workspaces(subject: PlanSubject) -> Iterator[Finding]:
    wanted = subject.desired.managed
    ours = [item for item in wanted if not item.is_primary]
    for other in subject.current.unmanaged:
        name = f"`{other.name}` (id:{other.id})"
        hint = (
            f"Adopt it with `csws --account {subject.account.name} import KEY=id:{other.id}`, or change it in HubSpot."
        )
        if len(ours) <= MAX_TEAM_WORKSPACES < len(ours) + len(subject.current.unmanaged):
            message = (
                f"The workspace {name}, which csws does not manage, counts toward the limit of {MAX_TEAM_WORKSPACES}."
            )
            yield Finding(path=("workspaces",), message=message, hint=hint, on_key=True)
        for item in wanted:
            path = ("workspaces", item.key or "")
            for team in sorted(set(item.teams) & set(other.teams)):
                message = f"The team `{subject.catalog.teams.shown(team)}` is in the workspace {name}, which csws does not manage."
                yield Finding(path=(*path, "teams"), message=message, hint=hint)
            if folded(item.name) == folded(other.name):
                yield Finding(
                    path=(*path, "name"),
                    message=f"The workspace {name}, which csws does not manage, has the same name.",
                    hint=hint,
                )
        if cleared_paths(workspaces.KIND, subject.current.objects, subject.desired.objects, other):
            message = f"Changing the objects would clear choices in the workspace {name}, which csws does not manage."
            yield Finding(path=("objects",), message=message, hint=hint, on_key=True)
