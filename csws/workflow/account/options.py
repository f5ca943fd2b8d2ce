"""What the person who plans adds to the project's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csws.model.address import Address
from csws.model.frozen import frozen


@frozen
class PlanOptions:
    """Who plans, which deletes are allowed, how many may lose sight, and that the account really is new. `max_lost` and
    `max_moved` are percentages. `records` judge changed scores, with `activity`, on the day `as_of` (None is today);
    None are those that the project names, and () are none."""

    operator: str | None = None
    allow_delete: frozenset[Address] = frozenset()
    max_lost: float | None = None
    max_moved: float | None = None
    records: tuple[Path, ...] | None = None
    activity: tuple[Path, ...] = ()
    as_of: date | None = None
    new_account: bool = False

    @property
    def words(self) -> list[str]:
        """The options of a command that says the same, but for who plans."""
        words = [part for address in sorted(self.allow_delete) for part in ("--allow-delete", str(address))]
        words += [] if self.max_lost is None else ["--max-lost", f"{self.max_lost:g}"]
        words += [] if self.max_moved is None else ["--max-moved", f"{self.max_moved:g}"]
        words += [part for path in self.records or () for part in ("--records", path.as_posix())]
        words += [part for path in self.activity for part in ("--activity", path.as_posix())]
        words += ["--as-of", self.as_of.isoformat()] if self.as_of else []
        return [*words, *(["--new-account"] if self.new_account else [])]
