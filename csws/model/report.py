"""What an apply did to one account."""

from __future__ import annotations

from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.plan import Failure, Step


@frozen
class AccountReport:
    """Step ids by what became of them; `runbook` is the file for those that wait; revisions are None where the account was never reached."""

    account: str
    target: str
    exit_code: int = 0
    digest: str | None = None
    error: Failure | None = None
    before: int | None = None
    after: int | None = None
    steps: tuple[Step, ...] = ()
    done: tuple[int, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()
    never_tried: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    runbook: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    def status(self, step: int) -> str:
        """One of done, failed, waiting, never_tried."""
        if step in self.done:
            return "done"
        if step in self.waiting:
            return "waiting"
        return "failed" if step in [identity for identity, _ in self.failed] else "never_tried"
