"""CSW705: the property exists on the object and is not archived; the event and its properties exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csws.kinds.health_scores.score import EventTest
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import ObjectType
from csws.model.diagnostic import Path, Severity
from csws.model.meant import meant, renamed, titled
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import Compared, Line, can_have_scores, event_type, scores

RULE = Rule(
    code="CSW705",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the property exists on the object and is not archived; the event and its properties exist",
    reason="A rule can only ask for what HubSpot keeps of the record.",
    source="csws: the account's catalogue",
    hint="Correct the name, or pull the catalogue again if it is new.",
    bad="rules: [{property: num_tickets, at_most: 0, points: 5}]",
    good="rules: [{property: num_open_tickets, at_most: 0, points: 5}]",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        home = subject.catalog.objects.get(one.score.object) if can_have_scores(subject, one.score.object) else None
        for line in one.lines:
            yield from _events(subject, line)
            for compared in line.comparisons():
                if compared.event is not None:
                    yield from _of_event(subject, compared)
                elif home is not None:
                    yield from _of_object(subject, home, compared)


def _of_object(subject: Subject, home: ObjectType, compared: Compared) -> Iterator[Finding]:
    name = compared.test.property
    found = home.properties.get(name)
    if found is not None and found.archived:
        message = f"`{titled(found)}` of `{home.name}` is archived; HubSpot deletes it 90 days after archiving."
        yield Finding(path=compared.name, message=message, hint="Restore the property in HubSpot, or use another one.")
    elif found is None and name not in home.other_properties:
        unread = subject.catalog.unread_properties(home.name)
        if unread is not None:
            message = f"csws cannot check whether `{home.name}` has a property `{name}`."
            yield Finding(path=compared.name, message=message, hint=unread, severity=Severity.WARNING)
        else:
            message = f"The object `{home.name}` has no property `{name}`."
            hint = meant(name, home.properties.values())
            remedies = renamed(compared.name, name, home.properties.values())
            yield Finding(path=compared.name, message=message, hint=hint, remedies=remedies)


def _events(subject: Subject, line: Line) -> Iterator[Finding]:
    for test in line.rule.tests:
        if isinstance(test, EventTest) and event_type(subject, test.event) is None:
            yield _missing_event(subject, (*line.path, "event"), test.event)


def _missing_event(subject: Subject, path: Path, name: str) -> Finding:
    """HubSpot lists the events that people define, but not its own."""
    types, unread = subject.catalog.event_types, subject.catalog.unread("events")
    if types is None or unread is not None:
        message = f"csws cannot check whether the account has an event `{name}`."
        unread = unread or "Run `csws catalog pull`, or look whether HubSpot offers it."
        severity = Severity.INFO if types is None else Severity.WARNING
        return Finding(path=path, message=message, hint=unread, severity=severity)
    is_own = re.match(r"pe\d+_", name) is not None
    hint = meant(name, [*STANDARD_EVENTS.values(), *types.values()])
    return Finding(
        path=path,
        message=f"The catalogue has no event `{name}`.",
        hint=hint or (None if is_own else "Look whether HubSpot offers it."),
        severity=None if is_own else Severity.WARNING,
        remedies=renamed(path, name, [*STANDARD_EVENTS.values(), *types.values()]),
    )


def _of_event(subject: Subject, compared: Compared) -> Iterator[Finding]:
    found, name = event_type(subject, compared.event or ""), compared.test.property
    if found is not None and name not in found.properties:
        hint = meant(name, found.properties.values())
        if found.is_complete:
            message = f"The event `{found.name}` has no property `{name}`."
            yield Finding(path=compared.name, message=message, hint=hint, on_key=True)
        else:
            message = f"csws cannot check whether the event `{found.name}` has a property `{name}`."
            hint = hint or "Look whether HubSpot offers it."
            yield Finding(path=compared.name, message=message, hint=hint, severity=Severity.INFO, on_key=True)
