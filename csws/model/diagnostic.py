"""Findings: what is wrong in the files or the account, and where. Does not know how they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from enum import Enum

from csws.model.breach import BreachKind
from csws.model.fix import Fix, Related
from csws.model.frozen import frozen
from csws.model.place import Path as Path
from csws.model.place import Span as Span

ITS_KEY = ""  # ends the path of a key: `("accounts", "acme", ITS_KEY)` is the word `acme`, not what is below it


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen
class Diagnostic:
    """One finding. `address` is a dotted YAML path; `accounts` are those that share it. `unread` is the path of the
    value that csws takes as absent because of it; `misspelled` says that its key is there, but misspelled. `breach`
    is not in documents: a finding that was read back only knows whether it is a guard's. `related` are other places
    that it is about, and `fixes` are ways to correct it, the likeliest first."""

    code: str
    severity: Severity
    message: str
    hint: str | None = None
    breach: BreachKind = BreachKind.INVALID
    accounts: tuple[str, ...] = ()
    address: str = ""
    span: Span | None = None
    unread: Path = ()
    misspelled: bool = False
    related: tuple[Related, ...] = field(default=(), compare=False)  # stored plans have neither
    fixes: tuple[Fix, ...] = field(default=(), compare=False)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def guard(self) -> bool:
        return self.breach is BreachKind.GUARD

    @property
    def stops_apply(self) -> bool:
        """A guard stops even where a plan only warns of it."""
        return self.is_error or self.guard

    def forbids(self, breach: BreachKind) -> bool:
        """Whether this is an error of that kind."""
        return self.is_error and self.breach is breach

    @property
    def entry(self) -> str | None:
        """The key of the entry of `accounts:` that it is in, None where it is elsewhere."""
        head, *rest = self.address.split(".")
        return rest[0] if head == "accounts" and rest else None

    def order(self) -> tuple[object, ...]:
        """The order of SPEC §3: file, line, column, code, account; findings without a place come last."""
        at = self.span
        place = (0, at.file, at.line, at.column) if at else (1, "", 0, 0)
        return (*place, self.code, self.accounts, self.address, self.message)


class Merging:
    """Findings as they come, each kept once: what several accounts (or workspaces, by way of `defaults` or of an alias)
    share is one."""

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], Diagnostic] = {}
        self._accounts: dict[tuple[object, ...], set[str]] = {}

    def add(self, findings: Iterable[Diagnostic]) -> None:
        for found in findings:
            place = (found.span.anchored or found.span) if found.span else found.address
            key = (found.code, found.severity, found.message, found.hint, place)
            known = self._first.get(key)
            if known is None or found.order() < known.order():
                self._first[key] = found
            self._accounts.setdefault(key, set()).update(found.accounts)

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything so far, in order."""
        whole = (replace(found, accounts=tuple(sorted(self._accounts[key]))) for key, found in self._first.items())
        return tuple(sorted(whole, key=Diagnostic.order))


def merged(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings in order, each once."""
    merging = Merging()
    merging.add(findings)
    return merging.all()
