"""CSW805: a region keeps a team."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import regions
from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject

RULE = Rule(
    code="CSW805",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="a region keeps a team",
    reason="A region without a team is nobody's.",
    source="made up by a test",
    hint="Name a team, or apply with one of its own first.",
    bad="regions: {north: {name: N}}   # it had a team",
    good="regions: {north: {name: N, team: A}}",
    breach=BreachKind.GUARD,
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    had = {item.key for item in regions.KIND.all(subject.current) if regions.KIND.flat(item)["team"]}
    for item in regions.KIND.all(subject.desired):
        if item.key in had and not regions.KIND.flat(item)["team"]:
            yield Finding(path=("regions", item.key or ""), message=f"The region `{item.key}` would lose its team.")
