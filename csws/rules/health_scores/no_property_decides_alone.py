"""CSW716: no single property decides the band alone."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.bands import SHOWN
from csws.kinds.health_scores.examples import Example, example_of
from csws.kinds.health_scores.judging import Deciding
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.judged import judged, unjudged

RULE = Rule(
    code="CSW716",
    severity=Severity.INFO,
    phase=Phase.CONFIG,
    law="no single property decides the band alone",
    reason="A score that one property decides says no more than that property.",
    source="csws: what follows from the rules of the score",
    hint="No action is required. If it should not decide alone, lower its points or raise those of other rules.",
    bad="max: 100\nrules: [{property: sentiment, is: good, points: 100}]",
    good="max: 60\nrules: [{property: sentiment, is: good, points: 60}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    yield from unjudged(subject, RULE.code)
    for one, found in judged(subject, RULE.code):
        places = {
            compared.test.property: compared.name
            for line in reversed(one.lines)
            for compared in line.comparisons()
            if compared.event is None
        }
        for deciding in {one.property: one for one in reversed(found)}.values():
            yield Finding(path=places[deciding.property], message=_message(deciding), leans_on=(one.path,))


def _message(deciding: Deciding) -> str:
    name, band = deciding.property, SHOWN[deciding.band]
    if deciding.samples is None:
        return f"`{name}` decides the band alone: without a value, every record is {band}."
    example, value = example_of(deciding.samples)
    return {
        Example.VALUE: f"`{name}` decides the band alone: with the value `{value}`, every record is {band}.",
        Example.DAYS_AGO: f"`{name}` decides the band alone: with a date {value} days ago, every record is {band}.",
        Example.DAYS_AHEAD: f"`{name}` decides the band alone: with a date {value} days ahead, every record is {band}.",
        Example.OTHER: f"`{name}` decides the band alone: with a value that no rule names, every record is {band}.",
        Example.ANY: f"`{name}` decides the band alone: with any value, every record is {band}.",
    }[example]
