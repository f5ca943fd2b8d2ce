"""CSW709: each rule matters: there is a record whose own total differs without it."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.judging import Hidden, Hiding
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.judged import judged, unjudged

RULE = Rule(
    code="CSW709",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="each rule matters: there is a record whose own total differs without it",
    reason="A rule whose points are always cut off only looks as if it counted.",
    source="csws: what follows from the rules of the score",
    hint="Change the points or the group's bounds, or remove the rule.",
    bad="max: 10\nrules: [{property: n, at_least: 5, points: 10}, {property: n, at_least: 9, points: 5}]",
    good="max: 15\nrules: [{property: n, at_least: 5, points: 10}, {property: n, at_least: 9, points: 5}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    yield from unjudged(subject, RULE.code)
    for one, found in judged(subject, RULE.code):
        for hidden in found:
            path = one.line_of(hidden.group, hidden.rule).path
            yield Finding(path=path, message=_message(hidden), severity=one.lesser, leans_on=(one.path,))


def _message(hidden: Hidden) -> str:
    group, others = hidden.group, " and ".join(f"`{condition_text(rule.tests)}`" for rule in hidden.beside)
    if hidden.hiding is Hiding.TOTAL:
        return "This rule makes no difference: the total is held within 0 and 100, and is the same without it."
    if hidden.hiding is Hiding.BOUNDS:
        return f"This rule makes no difference: the group `{group.key}` is at its maximum or its minimum without it."
    bound, points = ("maximum", group.highest) if hidden.hiding is Hiding.MAXIMUM else ("minimum", group.lowest)
    if not others:
        return f"This rule makes no difference: whenever it fires, the group `{group.key}` is at its {bound} of {points} without it."
    return f"This rule makes no difference: whenever it fires, the group `{group.key}` is at its {bound} of {points} through {others}."
