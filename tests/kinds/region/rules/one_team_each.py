"""CSW801: a team is in charge of one region."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import regions
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW801",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a team is in charge of one region",
    reason="Two regions of one team are one region.",
    source="made up by a test",
    hint="Name another team.",
    bad="regions: {north: {name: N, team: A}, south: {name: S, team: A}}",
    good="regions: {north: {name: N, team: A}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    taken: dict[object, str | None] = {}
    for item in regions.KIND.all(subject.declared.settings):
        team = regions.KIND.flat(item)["team"]
        if team is not None and taken.setdefault(team, item.key) != item.key:
            yield Finding(
                path=("regions", item.key or "", "team"), message=f"`{team}` is in charge of `{taken[team]}`."
            )
