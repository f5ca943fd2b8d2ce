"""CSW604: not too many people lose their workspace: lost = saw a team workspace before and none at the end (moving is not losing); refused above the greater of 5 people and 25 % of those who saw one; `--max-lost PERCENT` replaces both."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject
from csws.model.settings import Settings

RULE = Rule(
    code="CSW604",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="not too many people lose their workspace: lost = saw a team workspace before and none at the end (moving is not losing); refused above the greater of 5 people and 25 % of those who saw one; `--max-lost PERCENT` replaces both",
    reason="A mistake in a list of teams can take the workspace away from many people without deleting anything.",
    source="csws: SPEC; other tools that counted only deletes missed this",
    hint="If this is intended, use `--max-lost PERCENT`.",
    bad="emea: {teams: []}   # twenty people saw it",
    good="emea: {teams: [EMEA CSM]}",
    breach=BreachKind.GUARD,
)


MIN_PEOPLE = 5
SHARE = 25.0


def check(subject: PlanSubject) -> Iterator[Finding]:
    old, new = _teams(subject.current), _teams(subject.desired)
    if old <= new:
        return  # nobody loses anything
    before, after = _seeing(old, subject), _seeing(new, subject)
    lost = len(before - after)
    limit = (
        max(MIN_PEOPLE, len(before) * SHARE / 100) if subject.max_lost is None else len(before) * subject.max_lost / 100
    )
    if lost > limit:
        message = f"{lost} of the {len(before)} people who see a team workspace would no longer see one; the limit is {int(limit)}."
        percent = -(-lost * 100 // len(before))
        yield Finding(
            path=("workspaces",), message=message, hint=f"If this is intended, use `--max-lost {percent}`.", on_key=True
        )


def _teams(settings: Settings) -> set[str]:
    """The teams that have a team workspace."""
    return {team for item in settings.team_workspaces for team in item.teams}


def _seeing(teams: set[str], subject: PlanSubject) -> frozenset[str]:
    """The people who see a workspace of these teams."""
    return frozenset().union(*map(subject.catalog.primary_members, teams))
