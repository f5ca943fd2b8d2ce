"""The labels that an account has for what a condition names: properties, the options that they are compared with, and
events. Knows no language.

Each has a key that no other has: of a property its name, of an option the condition that it is the value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from csws.kinds.health_scores.conditions import Tests, condition_text, name_text
from csws.kinds.health_scores.score import Comparison, EventTest, Operand, PropertyTest
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import Catalog, EventType, Property

Labeled = Iterator[tuple[str, str]]


def property_key(name: str, event: str = "") -> str:
    """`event` is the one whose property it is, "" for a property of the score's object."""
    return f"{event_key(event)} where {name_text(name)}" if event else name_text(name)


def value_key(name: str, value: Operand, event: str = "") -> str:
    test = PropertyTest(property=name, comparison=Comparison.IS, operands=(value,))
    return f"{event_key(event)} where {condition_text((test,))}" if event else condition_text((test,))


def event_key(name: str) -> str:
    return f"event {name_text(name)}"


def labels_in(tests: Tests, object_name: str, catalog: Catalog) -> Labeled:
    """The key and the label of each thing that a condition of a score of this object names, as far as the catalogue
    has one."""
    home = catalog.objects.get(object_name)
    for test in tests:
        if isinstance(test, EventTest):
            yield from _of_event(test, event_type(catalog, test.event))
        elif home is not None:
            yield from _of_property(test, home.properties)


def event_type(catalog: Catalog, name: str) -> EventType | None:
    """An event by its name: one of the catalogue, or one that every account has."""
    return (catalog.event_types or {}).get(name) or STANDARD_EVENTS.get(name)


def _of_event(test: EventTest, known: EventType | None) -> Labeled:
    if known is not None and known.label:
        yield event_key(test.event), known.label
    for one in test.where if known else ():
        yield from _of_property(one, known.properties if known else {}, test.event)


def _of_property(test: PropertyTest, properties: Mapping[str, Property], event: str = "") -> Labeled:
    found = properties.get(test.property)
    if found is None:
        return
    if found.label:
        yield property_key(test.property, event), _own_label(found.name, found.label, properties.values())
    labels = {option.value: option.label for option in found.options or () if option.label}
    for value in test.operands:
        if isinstance(value, str) and value in labels:
            yield value_key(test.property, value, event), _own_label(value, labels[value], found.options or ())


def _own_label(name: str, label: str, others: Iterable[object]) -> str:
    """With the name behind it where another one has the same label."""
    same = Counter(getattr(one, "label", "") for one in others)
    return f"{label} ({name})" if same[label] > 1 else label
