"""The health scores that a project declares, with the place of each rule in the YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.kinds.health_scores import labels
from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import rule_places, score_of
from csws.kinds.health_scores.score import EventTest, Group, Operand, PropertyTest, Rule, Score
from csws.model.catalog import EventType, Property
from csws.model.diagnostic import Path, Severity
from csws.model.frozen import frozen
from csws.model.rule_input import Subject
from csws.rules.references import is_custom

STANDARD = ("contacts", "companies")


@frozen
class Compared:
    """One comparison of a property, of the score's object or of an event: where its name is, and where its value is. The
    name of an event's property is a key."""

    test: PropertyTest
    event: str | None
    name: Path
    value: Path


@frozen
class Line:
    """A rule at its place."""

    group: Group
    rule: Rule
    path: Path

    @property
    def condition(self) -> str:
        return condition_text(self.rule.tests)

    def comparisons(self) -> Iterator[Compared]:
        """Every comparison of a property, those of events too."""
        for at, test in enumerate(self.rule.tests):
            if isinstance(test, EventTest):
                yield from (self._of_event(test.event, one) for one in test.where)
            else:
                path = (*self.path, "when", at) if len(self.rule.tests) > 1 else self.path
                yield Compared(test=test, event=None, name=(*path, "property"), value=(*path, test.comparison.value))

    def _of_event(self, event: str, test: PropertyTest) -> Compared:
        name = (*self.path, "where", test.property)
        return Compared(test=test, event=event, name=name, value=(*name, test.comparison.value))


@frozen
class DeclaredScore:
    """A score with its block of YAML, and its rules in the order there."""

    score: Score
    block: Mapping[str, Any]
    path: Path
    lines: tuple[Line, ...]

    @property
    def lesser(self) -> Severity | None:
        """The severity of what does not matter yet, because the score is a draft."""
        return None if self.score.is_published else Severity.INFO

    def group_path(self, group: Group) -> Path:
        return (*self.path, "groups", group.key)

    def line_of(self, group: Group, rule: Rule) -> Line:
        """The line of this very rule."""
        return next(line for line in self.lines if line.rule is rule and line.group.key == group.key)

    def place_of(self, compared: Compared, operand: Operand) -> Path:
        """Where a compared value is: in a list, its own place."""
        holder: Any = self.block
        for part in compared.value[len(self.path) :]:
            holder = holder[part]
        return (
            (*compared.value, holder.index(operand))
            if isinstance(holder, list) and operand in holder
            else compared.value
        )


def scores(subject: Subject) -> tuple[DeclaredScore, ...]:
    """Every declared health score, read once."""
    if "health scores" not in subject.memo:
        subject.memo["health scores"] = tuple(_scores(subject))
    found: tuple[DeclaredScore, ...] = subject.memo["health scores"]
    return found


def _scores(subject: Subject) -> Iterator[DeclaredScore]:
    for item in KIND.all(subject.declared.settings):
        block = subject.declared.blocks.get(KIND.address(item), {})
        path = KIND.yaml_path(item.key or "")
        score = score_of(block, item.key)
        lines = [line for group in score.groups for line in _lines(block, path, group)]
        yield DeclaredScore(score=score, block=block, path=path, lines=tuple(lines))


def _lines(block: Mapping[str, Any], path: Path, group: Group) -> Iterator[Line]:
    """`score_of` leaves out what it cannot read, as `rule_of` does."""
    for at, rule in zip(rule_places(block, group.key), group.rules, strict=True):
        yield Line(group=group, rule=rule, path=(*path, "groups", group.key, "rules", at))


def can_have_scores(subject: Subject, name: str) -> bool | None:
    """Whether an object can have health scores; None if the catalogue does not have it."""
    return True if name in STANDARD else is_custom(subject, name)


def event_type(subject: Subject, name: str) -> EventType | None:
    return labels.event_type(subject.catalog, name)


def property_of(subject: Subject, one: DeclaredScore, compared: Compared) -> Property | None:
    """The property that is compared, of the score's object or of an event; None if csws does not know it."""
    if compared.event is not None:
        event = event_type(subject, compared.event)
        return event.properties.get(compared.test.property) if event else None
    home = subject.catalog.objects.get(one.score.object)
    return home.properties.get(compared.test.property) if home else None
