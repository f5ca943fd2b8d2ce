"""CSW719: a group's rules are of the group's kind."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.score import EventTest
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW719",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a group's rules are of the group's kind",
    reason="HubSpot has property groups and event groups, and no group has rules of both kinds.",
    source="HubSpot partners, 2026",
    hint="Move the rule to a group of its kind, or correct the group's `kind`.",
    bad="kind: events\nrules: [{property: n, at_least: 5, points: 10}]",
    good="kind: properties\nrules: [{property: n, at_least: 5, points: 10}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        for line in one.lines:
            is_event = any(isinstance(test, EventTest) for test in line.rule.tests)
            leans_on = ((*one.group_path(line.group), "kind"),)
            if is_event and line.group.kind == "properties":
                message = f"The group `{line.group.key}` is for properties, but this rule counts an event."
                yield Finding(path=line.path, message=message, leans_on=leans_on)
            elif not is_event and line.group.kind == "events":
                message = f"The group `{line.group.key}` is for events, but this rule compares a property."
                yield Finding(path=line.path, message=message, leans_on=leans_on)
