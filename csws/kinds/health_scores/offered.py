<<<<<<< HEAD
"""What could stand in a health score, by the account's catalogue: properties, events, segments, options, and the
comparisons that fit a property."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csws.kinds.health_scores.fitting import COMPARISONS, sort_of_property
from csws.kinds.health_scores.score import Comparison
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import Catalog, EventType, Property
from csws.model.choice import Choice
from csws.model.diagnostic import Path

_WORDS = frozenset(item.value for item in Comparison)
_ALWAYS = (Comparison.IS_KNOWN, Comparison.IS_UNKNOWN)
_CHECK_BOX = (Choice(value="true"), Choice(value="false"))


def values_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a value in a score's block of YAML, which may be unfinished."""
    named = path[:-1] if path and isinstance(path[-1], int) else path  # an item's list
    last, holder = named[-1] if named else "", _at(block, named[:-1])
    object_name = _of(block, "object")
    if path[:1] == ("segments",):
        found = catalog.segments_of(str(object_name))
        yield from (Choice(value=name) for name in (found.names() if found else ()))
    elif last == "property":
        yield from _properties(_object_properties(catalog, object_name))
    elif last == "event":
        yield from (Choice(value=item.name, label=item.label) for item in _events(catalog).values())
    elif last in _WORDS:
        yield from _options(_compared(block, path, holder, catalog))


def keys_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a key in a mapping of a score's block: comparisons, those that do not fit marked; and the
    properties of an event."""
    if path[-1:] == ("where",):
        event = _events(catalog).get(str(_of(_at(block, path[:-1]), "event")))
        yield from _properties(event.properties.values() if event else ())
    elif "rules" in path:
        found = _compared(block, (*path, ""), _at(block, path), catalog)
        sort = sort_of_property(found.type, found.field_type) if found else None
        fitting = (*COMPARISONS[sort], *_ALWAYS) if sort else tuple(Comparison)
        yield from (Choice(value=item.value, is_of_another_type=item not in fitting) for item in Comparison)


def _compared(block: Any, path: Path, holder: Any, catalog: Catalog) -> Property | None:
    """The property that a rule compares, of the score's object or of an event."""
    if "where" in path:
        at = path.index("where")
        event = _events(catalog).get(str(_of(_at(block, path[:at]), "event")))
        return event.properties.get(str(path[at + 1])) if event and len(path) > at + 1 else None
    name = _of(holder, "property")
    found = catalog.objects.get(str(_of(block, "object")))
    return found.properties.get(str(name)) if found else None


def _options(found: Property | None) -> Iterable[Choice]:
    if found is None:
        return ()
    if found.type == "bool" and not found.options:
        return _CHECK_BOX
    return (Choice(value=item.value, label=item.label) for item in found.options or ())


def _properties(found: Iterable[Property]) -> Iterator[Choice]:
    for item in sorted(found, key=lambda item: (item.label.casefold(), item.name)):
        yield Choice(value=item.name, label=item.label, is_archived=item.archived)


def _object_properties(catalog: Catalog, name: Any) -> Iterable[Property]:
    found = catalog.objects.get(str(name))
    return found.properties.values() if found else ()


def _events(catalog: Catalog) -> dict[str, EventType]:
    return {**STANDARD_EVENTS, **(catalog.event_types or {})}


def _of(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = _of(data, step)
    return data
=======
"""What an account offers for a health score: segments, properties, events, comparisons that fit, and values. As data;
knows no schema and no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csws.kinds.choices import Choice
from csws.kinds.health_scores.conditions import WITHOUT_VALUE
from csws.kinds.health_scores.fitting import COMPARISONS, options_of, sort_of_property
from csws.kinds.health_scores.score import Comparison
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import Catalog, EventType, Property
from csws.model.frozen import frozen


@frozen
class Compared:
    """A property that a rule may compare: its name, the comparisons that fit, and the values that it is compared with. `values`
    is empty where any value is possible; where `is_open`, others are possible too."""

    choice: Choice
    comparisons: tuple[Comparison, ...]
    values: tuple[Choice, ...] = ()
    is_open: bool = False


@frozen
class CountedEvent:
    """An event that a rule may count. Where `is_open`, it may have other properties too."""

    choice: Choice
    properties: tuple[Compared, ...]
    is_open: bool


def segments_of(catalog: Catalog, object_name: str) -> tuple[Choice, ...]:
    """The segments of an object; none where the catalogue does not say which there are."""
    found = catalog.segments_of(object_name)
    shown = ((found.shown(item.id), item.name) for item in found.all()) if found else ()
    return _in_order(Choice(value=value, label="" if value == name else name) for value, name in shown)


def properties_of(catalog: Catalog, object_name: str) -> tuple[Compared, ...]:
    """The properties of an object. Of some only the name is known: every comparison may fit them."""
    home = catalog.objects.get(object_name)
    return _compared(home.properties.values(), home.other_properties) if home else ()


def events_of(catalog: Catalog) -> tuple[CountedEvent, ...]:
    """The account's events, and those that every account has. There may be others."""
    return tuple(map(_event, {**STANDARD_EVENTS, **(catalog.event_types or {})}.values()))


def _event(found: EventType) -> CountedEvent:
    choice = Choice(value=found.name, label=found.label)
    return CountedEvent(choice=choice, properties=_compared(found.properties.values()), is_open=not found.is_complete)


def _compared(properties: Iterable[Property], others: Iterable[str] = ()) -> tuple[Compared, ...]:
    return (
        *(_of_property(item) for item in sorted(properties, key=lambda item: item.name) if not item.archived),
        *(Compared(choice=Choice(value=name), comparisons=tuple(Comparison)) for name in sorted(others)),
    )


def _of_property(found: Property) -> Compared:
    sort = sort_of_property(found.type, found.field_type)
    options = () if found.references is not None else options_of(found) or ()
    return Compared(
        choice=Choice(value=found.name, label=found.label),
        comparisons=(*COMPARISONS[sort], *WITHOUT_VALUE) if sort else tuple(Comparison),
        values=tuple(Choice(value=item.value, label=item.label) for item in options),
        is_open=found.has_more_options,
    )


def _in_order(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: ((choice.label or choice.value).casefold(), choice.value)))
>>>>>>> mine
