"""Names in an example of a health score that mean nothing: groups, rules, properties and events that are not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.score import EventTest, PropertyTest, Score
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import Catalog
from csws.model.diagnostic import Diagnostic
from csws.model.suggestion import did_you_mean
from csws.workflow.example_files import Example

EXPECTED = ("points", "band", "groups", "rules")


def strangers(example: Example, score: Score, catalog: Catalog) -> list[Diagnostic]:
    """What is wrong with an example before anything is calculated."""
    found = [_expects_nothing(example), _no_day(example)]
    out = [item for item in found if item is not None]
    return [*out, *_unknown_groups(example, score), *_unknown_rules(example, score), *_unknown(example, score, catalog)]


def _expects_nothing(example: Example) -> Diagnostic | None:
    if any(name in example.said for name in EXPECTED):
        return None
    return example.finding("This example expects nothing.", "Add `points:`, `band:`, `groups:` or `rules:`.")


def _no_day(example: Example) -> Diagnostic | None:
    try:
        date.fromisoformat(example.said["as_of"])
    except ValueError:
        message = f"`as_of`: `{example.said['as_of']}` is not a day."
        return example.finding(message, "Write one as `2026-11-25`.", "as_of")
    return None


def _unknown_groups(example: Example, score: Score) -> Iterator[Diagnostic]:
    known = [group.key for group in score.groups]
    for key in example.said.get("groups", {}):
        if key not in known:
            hint = did_you_mean(key, known) or f"Groups: {_quoted(known)}."
            yield example.finding(f"`{score.key}` has no group `{key}`.", hint, "groups", key, key=True)


def _unknown_rules(example: Example, score: Score) -> Iterator[Diagnostic]:
    known = [condition_text(rule.tests) for group in score.groups for rule in group.rules]
    for at, rule in enumerate(example.said.get("rules", ())):
        if rule not in known:
            hint = did_you_mean(rule, known) or f"Rules: {_quoted(known)}."
            yield example.finding(f"`{score.key}` has no rule `{rule}`.", hint, "rules", at)


def _unknown(example: Example, score: Score, catalog: Catalog) -> Iterator[Diagnostic]:
    """Properties of the record, and events with theirs. What a rule names is known, whatever the catalogue says."""
    tests = [test for group in score.groups for rule in group.rules for test in rule.tests]
    home = catalog.objects.get(score.object)
    there = {*home.properties, *home.other_properties} if home else set()
    compared = {test.property for test in tests if isinstance(test, PropertyTest)}
    for name in example.said["record"]:
        if name not in compared | there:
            message = f"`{score.object}` has no property `{name}`."
            yield example.finding(message, _meant(name, compared | there), "record", name, key=True)
    types = {**STANDARD_EVENTS, **(catalog.event_types or {})}
    counted = [test for test in tests if isinstance(test, EventTest)]
    for at, said in enumerate(example.said.get("events") or ()):
        name = said["event"]
        mine = [test for test in counted if test.event == name]
        if not mine and name not in types:
            hint = _meant(name, {*types, *(test.event for test in counted)})
            yield example.finding(f"There is no event `{name}`.", hint, "events", at, "event")
            continue
        known = {one.property for test in mine for one in test.where} | set(
            types[name].properties if name in types else ()
        )
        for key in said.keys() - known - {"event", "at"}:
            message = f"No rule and no catalogue names a property `{key}` of the event `{name}`."
            yield example.finding(message, _meant(key, known), "events", at, key, key=True)


def _meant(name: str, known: Collection[str]) -> str:
    return did_you_mean(name, sorted(known)) or "Write its internal name, or leave it out."


def _quoted(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
