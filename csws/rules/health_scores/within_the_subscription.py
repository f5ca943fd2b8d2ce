"""CSW701: published scores and drafts stay within the number that the subscription allows (Professional 1 and 5, Enterprise 10 and 20)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.states import DRAFT, PUBLISHED
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW701",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="published scores and drafts stay within the number that the subscription allows (Professional 1 and 5, Enterprise 10 and 20)",
    reason="HubSpot limits how many health scores an account can have.",
    source="HubSpot: Health scores (September 2025)",
    hint="Remove a score, or change its `state`.",
    bad="subscription: professional\nhealth_scores: {a: {state: published, …}, b: {state: published, …}}",
    good="subscription: professional\nhealth_scores: {a: {state: published, …}, b: {state: draft, …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    limits = KIND.tier_limits(subject.account.subscription)
    for published, place in ((True, PUBLISHED), (False, DRAFT)):
        mine = [one for one in scores(subject) if one.score.is_published is published]
        for one in mine[limits.get(place, len(mine)) :]:
            what = "published health scores" if published else "drafts of health scores"
            message = f"There are {len(mine)} {what}, but this subscription allows {limits[place]}."
            yield Finding(path=one.path, message=message, on_key=True, leans_on=((*one.path, "state"),))
