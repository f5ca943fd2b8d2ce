"""What a property was at a moment in the past, from the history that HubSpot keeps of it. Knows no endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from csws.errors import CswsError
from csws.hubspot.faults import Unusable
from csws.model.frozen import frozen


@frozen
class Past:
    """The values of some properties, empty where there was none. `unknown` are those of which HubSpot does not keep enough."""

    values: tuple[str, ...]
    unknown: tuple[str, ...]


def is_later(record: Mapping[str, Any], moment: datetime) -> bool:
    """Whether a record was created at or after a moment."""
    created = record.get("createdAt")
    return created is not None and _time(created) >= moment


def past_of(record: Mapping[str, Any], names: Sequence[str], moment: datetime) -> Past:
    """The record just before a moment. HubSpot keeps only the last changes of a property: where they begin later, its
    value is unknown, and never the oldest that is kept."""
    kept = record.get("propertiesWithHistory")
    if not isinstance(kept, dict):
        raise _unexpected()
    found = {name: _value(kept.get(name) or (), record["properties"].get(name), moment) for name in names}
    return Past(
        values=tuple(found[name] or "" for name in names),
        unknown=tuple(name for name in names if found[name] is None),
    )


def _value(history: Any, now: Any, moment: datetime) -> str | None:
    """None where it is not known. No history and no value: there never was one."""
    if not isinstance(history, list | tuple) or not all(isinstance(one, dict) for one in history):
        raise _unexpected()
    before = [(when, one) for one in history if (when := _time(one.get("timestamp"))) < moment]
    if before:
        value = max(before, key=lambda pair: pair[0])[1].get("value")
        return "" if value is None else str(value)
    return None if history or now not in (None, "") else ""


def _time(text: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        raise _unexpected() from None
    if found.tzinfo is None:
        raise _unexpected()
    return found


def _unexpected() -> CswsError:
    return Unusable(
        "HubSpot's response for the history of records does not match its documentation.",
        hint="Try again. If it keeps happening, please report it: HubSpot's API may have changed.",
    )
