"""What could stand in the block of a health score while somebody types it: what the account offers at a path. The block
may be unfinished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.kinds.health_scores.offered import Compared, events_of, properties_of, segments_of
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Catalog
from csws.model.choice import Choice
from csws.model.diagnostic import Path

_WORDS = frozenset(item.value for item in Comparison)


def values_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a value."""
    named = path[:-1] if path and isinstance(path[-1], int) else path  # an item's list
    last, object_name = named[-1] if named else "", str(_of(block, "object"))
    if path[:1] == ("segments",):
        yield from segments_of(catalog, object_name)
    elif last == "property":
        yield from (item.choice for item in properties_of(catalog, object_name))
    elif last == "event":
        yield from (item.choice for item in events_of(catalog))
    elif last in _WORDS:
        found = _compared(block, named[:-1], catalog)
        yield from found.values if found is not None else ()


def keys_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a key in a mapping: comparisons, those that do not fit the property marked; and the properties of
    an event."""
    if path[-1:] == ("where",):
        yield from (item.choice for item in _of_event(block, path[:-1], catalog))
    elif "rules" in path:
        found = _compared(block, path, catalog)
        fitting = found.comparisons if found is not None else tuple(Comparison)
        yield from (Choice(value=item.value, is_of_another_type=item not in fitting) for item in Comparison)


def _compared(block: Any, path: Path, catalog: Catalog) -> Compared | None:
    """The property that the mapping at a path compares, of the score's object or of an event."""
    if "where" in path:
        at = path.index("where")
        name, found = path[at + 1] if len(path) > at + 1 else "", _of_event(block, path[:at], catalog)
    else:
        name, found = _of(_at(block, path), "property"), properties_of(catalog, str(_of(block, "object")))
    return next((item for item in found if item.choice.value == name), None)


def _of_event(block: Any, path: Path, catalog: Catalog) -> tuple[Compared, ...]:
    """The properties of the event that the rule at a path counts."""
    name = _of(_at(block, path), "event")
    return next((item.properties for item in events_of(catalog) if item.choice.value == name), ())


def _of(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = _of(data, step)
    return data
