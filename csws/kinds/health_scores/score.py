"""A health score as values: groups of rules, each with a condition and points. Knows no file, no account
and no record."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from csws.model.frozen import frozen

Operand = Decimal | str
HIGHEST = 100  # the total is held within 0 and this (assumed, DOMAIN §1)


class Comparison(Enum):
    """How a property is compared; the value is the word in the YAML, and in a rule's path."""

    IS = "is"
    IS_NOT = "is_not"
    IS_ANY_OF = "is_any_of"
    IS_NONE_OF = "is_none_of"
    CONTAINS_ANY_OF = "contains_any_of"
    CONTAINS_ALL_OF = "contains_all_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    IS_KNOWN = "is_known"
    IS_UNKNOWN = "is_unknown"
    WITHIN_DAYS = "within_days"
    OLDER_THAN_DAYS = "older_than_days"
    WITHIN_NEXT_DAYS = "within_next_days"
    MORE_THAN_DAYS_AHEAD = "more_than_days_ahead"


@frozen
class PropertyTest:
    """One comparison with a property. `operands` are as the YAML has them: a number, or a text; two
    for `between`, any number for lists (sorted, without doubles), none for `is_known` and
    `is_unknown`."""

    property: str
    comparison: Comparison
    operands: tuple[Operand, ...] = ()


@frozen
class EventTest:
    """A count of events within days, of those events whose properties pass `where`. `count` is at_least,
    at_most or between; `counts` has one number, or two for between."""

    event: str
    count: Comparison
    counts: tuple[int, ...]
    within_days: int
    where: tuple[PropertyTest, ...] = ()


@frozen
class Rule:
    """Points for a record for which every test holds. A rule of an event group has one EventTest."""

    tests: tuple[PropertyTest | EventTest, ...]
    points: int


@frozen
class Group:
    """`lowest` is `min` of the YAML, or -max where that is not said. `kind` is events or properties."""

    key: str
    name: str
    kind: str
    highest: int
    lowest: int
    rules: tuple[Rule, ...] = ()


@frozen
class Score:
    """A declared or an existing score. Bounds are None where they are not said."""

    key: str | None
    name: str
    object: str
    is_published: bool
    segments: tuple[str, ...]
    healthy: int | None
    at_risk: int | None
    groups: tuple[Group, ...] = ()
