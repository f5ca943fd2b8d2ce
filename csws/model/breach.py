"""What breaking a rule means for a run, and the failure that a run reports for it. Knows no rule."""

from __future__ import annotations

from enum import Enum

from csws.errors import ConfigInvalid, CswsError, GuardRefused, NotPermitted


class BreachKind(Enum):
    """INVALID: the configuration cannot be planned. NOT_PERMITTED: the operator or the account is not the right one.
    GUARD: it can be planned, and is applied only once a person allows it."""

    INVALID = "invalid"
    NOT_PERMITTED = "not_permitted"
    GUARD = "guard"

    @property
    def failure(self) -> type[CswsError]:
        """What a run raises for it; the exit code is the failure's."""
        return _FAILURES[self]


_FAILURES: dict[BreachKind, type[CswsError]] = {
    BreachKind.INVALID: ConfigInvalid,
    BreachKind.NOT_PERMITTED: NotPermitted,
    BreachKind.GUARD: GuardRefused,
}
