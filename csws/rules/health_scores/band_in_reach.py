"""CSW712: each band can be reached: some record lies in it (a band of no width: warning)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.bands import SHOWN, Band, totals_in
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import DeclaredScore
from csws.rules.health_scores.judged import judged, unjudged

RULE = Rule(
    code="CSW712",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="each band can be reached: some record lies in it (a band of no width: warning)",
    reason="A band in which no record can ever be tells nobody anything.",
    source="csws: what follows from the rules of the score",
    hint="Move the bounds, or change points and maxima.",
    bad="bands: {healthy: 90, at_risk: 40}   # and all groups give 80 at most",
    good="bands: {healthy: 70, at_risk: 40}",
)

_PLACES = {Band.AT_RISK: ("bands", "at_risk"), Band.NEUTRAL: ("bands",), Band.HEALTHY: ("bands", "healthy")}


def check(subject: Subject) -> Iterator[Finding]:
    yield from unjudged(subject, RULE.code)
    for one, found in judged(subject, RULE.code):
        if not totals_in(one.score, Band.AT_RISK):
            severity = one.lesser or Severity.WARNING
            message = "No record can be at risk, because the bound `at_risk` is 0."
            yield _finding(one, Band.AT_RISK, message, severity)
        for band in found:
            span = totals_in(one.score, band)
            message = f"No record can be {SHOWN[band]}: no total from {span[0]} to {span[-1]} is possible."
            if len(span) == 1:
                message = f"No record can be {SHOWN[band]}: a total of {span[0]} is not possible."
            yield _finding(one, band, message, one.lesser)


def _finding(one: DeclaredScore, band: Band, message: str, severity: Severity | None) -> Finding:
    path = (*one.path, *_PLACES[band])
    return Finding(path=path, message=message, severity=severity, leans_on=(one.path,))
