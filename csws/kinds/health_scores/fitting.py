"""Which comparisons and values fit which type of property. Types are HubSpot's own words."""

from __future__ import annotations

from enum import Enum

from csws.kinds.health_scores.conditions import DAYS, LISTS
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Option, Property


class Sort(Enum):
    """What a property holds; the value says it in a sentence."""

    NUMBER = "a number"
    TEXT = "a text"
    CHECK_BOX = "a check box"
    ONE_OPTION = "a choice of one option"
    SEVERAL = "a choice of several options"
    DATE = "a date"


WITH_OPTIONS = (Comparison.IS, Comparison.IS_NOT, *LISTS)  # they name values
RANGES = (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.BETWEEN)
_EXACT = (Comparison.IS, Comparison.IS_NOT, Comparison.IS_ANY_OF, Comparison.IS_NONE_OF)
COMPARISONS = {
    Sort.NUMBER: (*_EXACT, *RANGES),
    Sort.TEXT: _EXACT,
    Sort.CHECK_BOX: _EXACT,
    Sort.ONE_OPTION: _EXACT,
    Sort.SEVERAL: (Comparison.CONTAINS_ANY_OF, Comparison.CONTAINS_ALL_OF),
    Sort.DATE: (*DAYS, *RANGES),
}
_SORTS = {
    "number": Sort.NUMBER,
    "string": Sort.TEXT,
    "phone_number": Sort.TEXT,
    "bool": Sort.CHECK_BOX,
    "enumeration": Sort.ONE_OPTION,
    "date": Sort.DATE,
    "datetime": Sort.DATE,
}


def sort_of_property(type_: str, field_type: str | None) -> Sort | None:
    """What a property holds; None for a type that csws does not know."""
    several = type_ == "enumeration" and field_type == "checkbox"
    return Sort.SEVERAL if several else _SORTS.get(type_)


def options_of(found: Property) -> tuple[Option, ...] | None:
    """The values that a property can have; None where any is possible, or where they are not known."""
    if found.type == "bool":
        return found.options or _CHECK_BOX
    return found.options if found.type == "enumeration" else None


_CHECK_BOX = (Option(value="true", label="true"), Option(value="false", label="false"))
