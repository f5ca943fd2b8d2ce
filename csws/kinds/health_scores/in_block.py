"""What could stand at a path in a score's block of YAML, which may be unfinished: what the account offers for that
place. Knows no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csws.kinds.health_scores.conditions import COUNTS
from csws.kinds.health_scores.fitting import WITH_OPTIONS
from csws.kinds.health_scores.offered import Compared, CountedEvent, events_of, properties_of, segments_of
from csws.kinds.health_scores.paths import RULES
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Catalog
from csws.model.choice import Choice
from csws.model.place import Path

_WITH_OPTIONS = frozenset(item.value for item in WITH_OPTIONS)
_SUBJECTS = ("property", "event", "when")  # a rule has one of them


def values_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a value, or of an item of its list."""
    named = path[:-1] if path and isinstance(path[-1], int) else path
    last = named[-1] if named else ""
    if named == ("segments",):
        yield from segments_of(catalog, _object_of(block))
    elif last == "property":
        yield from (item.choice for item in _by_label(properties_of(catalog, _object_of(block))))
    elif last == "event":
        yield from (item.choice for item in events_of(catalog))
    elif last in _WITH_OPTIONS:
        found = _compared(block, named[:-1], catalog)
        yield from found.values if found else ()


def keys_in(block: Any, path: Path, catalog: Catalog) -> Iterator[Choice]:
    """The choices of a key: of a rule its subjects and comparisons, those marked that do not fit what it has; of
    `where` the properties of the event."""
    if path[-1:] == ("where",):
        event = _event(_at(block, path[:-1]), catalog)
        yield from (item.choice for item in _by_label(event.properties if event else ()))
    elif RULES in path:
        fitting = _fitting(block, path, catalog)
        names = (*(item.value for item in Comparison), *("where", *_SUBJECTS)[: 0 if "where" in path else None])
        yield from (Choice(value=name, is_of_another_type=name not in fitting) for name in names)


def _by_label(found: Iterable[Compared]) -> list[Compared]:
    """Properties as a person looks for them."""
    return sorted(found, key=lambda item: ((item.choice.label or item.choice.value).casefold(), item.choice.value))


def _fitting(block: Any, path: Path, catalog: Catalog) -> set[str]:
    """The keys that fit what a rule, a condition of `when`, or a comparison under `where` has already."""
    rule = _at(block, path)
    if "where" not in path and _of(rule, "event") is not None:
        return {"event", "where", "within_days", *(item.value for item in COUNTS)}
    if "where" not in path and _of(rule, "when") is not None:
        return {"when"}
    found = _compared(block, path, catalog)
    comparisons = {item.value for item in (found.comparisons if found else Comparison)}
    own = {"property"} if _of(rule, "property") is not None else {"where", *_SUBJECTS}
    return {*comparisons, *own}


def _compared(block: Any, path: Path, catalog: Catalog) -> Compared | None:
    """The property that is compared at a path: of the score's object, or of an event."""
    if "where" in path:
        at = path.index("where")
        event = _event(_at(block, path[:at]), catalog)
        known, name = event.properties if event else (), _step(path, at + 1)
    else:
        known, name = properties_of(catalog, _object_of(block)), _of(_at(block, path), "property")
    return next((item for item in known if item.choice.value == name), None)


def _event(rule: Any, catalog: Catalog) -> CountedEvent | None:
    name = _of(rule, "event")
    return next((item for item in events_of(catalog) if item.choice.value == name), None)


def _object_of(block: Any) -> str:
    return str(_of(block, "object"))


def _step(path: Path, at: int) -> str | int | None:
    return path[at] if at < len(path) else None


def _of(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = _of(data, step)
    return data
