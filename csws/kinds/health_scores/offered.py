"""What an account offers for a health score: segments, properties, events, comparisons that fit, and values. As data;
knows no schema and no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csws.kinds.health_scores.conditions import WITHOUT_VALUE
from csws.kinds.health_scores.fitting import COMPARISONS, options_of, sort_of_property
from csws.kinds.health_scores.score import Comparison
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.model.catalog import Catalog, EventType, Property
from csws.model.choice import Choice
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
