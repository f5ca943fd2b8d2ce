"""What a column holds, and which texts stand for other values. Knows no rule and no file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from csws.kinds.health_scores.cells import Sort
from csws.kinds.health_scores.fitting import Sort as Type
from csws.kinds.health_scores.fitting import sort_of_property
from csws.model.catalog import Option, Property
from csws.model.frozen import frozen


class Holds(Enum):
    """How a column is read: a cell that is nothing of that sort has no value."""

    NUMBER = "number"
    DATE = "date"
    ANYTHING = "anything"


_BY_TYPE = {Type.NUMBER: Holds.NUMBER, Type.DATE: Holds.DATE}
_DATES = {Sort.DAYS, Sort.CALENDAR}


@frozen
class Column:
    """`meant` has the value that a text stands for where that is another: a label for an option. `ambiguous` are texts
    that are the value of one option and the label of another, or the label of two."""

    holds: Holds
    meant: Mapping[str, str]
    ambiguous: frozenset[str]


def column_of(found: Property | None, sorts: Collection[Sort]) -> Column:
    """The column of a property: by its type in the catalogue, else by what the comparisons take it for."""
    type_ = sort_of_property(found.type, found.field_type) if found else None
    holds = _compared(set(sorts)) if type_ is None else _BY_TYPE.get(type_, Holds.ANYTHING)
    options = (found.options or ()) if found and holds is Holds.ANYTHING else ()
    return Column(holds=holds, meant=_meant(options), ambiguous=_ambiguous(options))


def _compared(sorts: set[Sort]) -> Holds:
    if sorts == {Sort.NUMBER}:
        return Holds.NUMBER
    return Holds.DATE if sorts and sorts <= _DATES else Holds.ANYTHING


def _meant(options: tuple[Option, ...]) -> dict[str, str]:
    """An export by labels has them in place of the options' values."""
    return {one.label: one.value for one in options if one.label and one.label != one.value}


def _ambiguous(options: tuple[Option, ...]) -> frozenset[str]:
    meanings: dict[str, set[str]] = {}
    for one in options:
        for text in (one.value, one.label):
            meanings.setdefault(text, set()).add(one.value)
    return frozenset(text for text, values in meanings.items() if len(values) > 1)
