"""CSW713: a record of which nothing is known is at risk (else it names the band)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.bands import SHOWN, Band, has_bounds
from csws.kinds.health_scores.judging import band_of_unknown
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW713",
    severity=Severity.INFO,
    phase=Phase.CONFIG,
    law="a record of which nothing is known is at risk (else it names the band)",
    reason="A customer of whom nobody knows anything is easily taken for a healthy one.",
    source="csws: what follows from the rules of the score",
    hint="If that is not intended, subtract points with `is_unknown`, or raise the bound.",
    bad="rules: [{property: n, is_unknown: true, points: 80}]",
    good="rules: [{property: n, at_least: 1, points: 80}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        if one.lines and has_bounds(one.score):
            total, band = band_of_unknown(one.score)
            if band is not Band.AT_RISK:
                message = f"A record of which nothing is known has {total} points and is {SHOWN[band]}."
                yield Finding(path=one.path, message=message, on_key=True, leans_on=(one.path,))
