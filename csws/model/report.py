"""What an apply did to one account."""

from __future__ import annotations

from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.plan import Failure, Step
from csws.model.runs import DoneStep


@frozen
class AccountReport:
    """Step ids by their outcome; `done_before` says by whom and when; `runbook` is the file for those that wait;
    revisions are None if the account was never reached. `already` says that the plan had been applied, `notes` say
    how earlier runs ended, `remarks` what there is to say about a step that is done."""

    account: str
    target: str
    exit_code: int = 0
    digest: str | None = None
    run: str | None = None
    already: bool = False
    error: Failure | None = None
    before: int | None = None
    after: int | None = None
    steps: tuple[Step, ...] = ()
    done: tuple[int, ...] = ()
    done_before: tuple[DoneStep, ...] = ()
    remarks: tuple[tuple[int, str], ...] = ()
    failed: tuple[tuple[int, str], ...] = ()
    never_tried: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    runbook: str | None = None
    notes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def status(self, step: int) -> str:
        """One of done, done_before, failed, waiting, never_tried."""
        if step in self.done:
            return "done"
        if any(item.step == step for item in self.done_before):
            return "done_before"
        if step in self.waiting:
            return "waiting"
        return "failed" if step in [identity for identity, _ in self.failed] else "never_tried"
