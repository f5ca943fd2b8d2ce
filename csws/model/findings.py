"""What a check has found, with the rules that were asked: all that a report of it needs."""

from __future__ import annotations

from collections.abc import Callable

from csws.model.diagnostic import Diagnostic, Severity
from csws.model.digest import digest_of
from csws.model.frozen import frozen
from csws.model.rule import Rule

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@frozen
class Findings:
    """`diagnostics` in file order; `asked` gives the rules by code. Most reports name none, and loading all takes time."""

    diagnostics: tuple[Diagnostic, ...] = ()
    asked: Callable[[], tuple[Rule, ...]] = tuple

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.asked()

    def is_valid(self, *, strict: bool = False) -> bool:
        bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        return not any(found.severity in bad for found in self.diagnostics)


def most_important(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """Errors first; among equals what hides other findings (files, then shapes, then laws), then file order."""
    return sorted(found, key=lambda item: (_WEIGHT[item.severity], item.code[:4]))


def identities(found: tuple[Diagnostic, ...]) -> list[str]:
    """An identity for each finding that survives edits elsewhere in its file: it covers no line number.

    The order distinguishes findings that are equal in everything else.
    """
    seen: dict[str, int] = {}
    out = []
    for item in found:
        base = [item.code, item.span.file if item.span else "", item.address, item.message, list(item.accounts)]
        digest = digest_of(base)
        seen[digest] = seen.get(digest, 0) + 1
        out.append(digest_of([*base, seen[digest]]).removeprefix("sha256:"))
    return out
