"""Examples beside a configuration, and what came of them: what a test file says that a score or a workspace does."""

from __future__ import annotations

from csws.model.diagnostic import Diagnostic, Span
from csws.model.frozen import frozen


@frozen
class Ran:
    """One example in one account. `misses` are sentences about what is not as expected, none where it holds; `because`
    are lines that explain what csws found instead."""

    account: str
    name: str
    span: Span
    misses: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.misses


@frozen
class Examples:
    """All examples that could be run, in the order of the files, and what is wrong in these. `files` are their names;
    `several` says that the project has several accounts."""

    files: tuple[str, ...]
    ran: tuple[Ran, ...]
    findings: tuple[Diagnostic, ...]
    several: bool = False

    @property
    def failed(self) -> int:
        return sum(not one.holds for one in self.ran)
