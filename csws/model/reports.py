"""The reports of one run over several accounts, of which there may be thousands. Apart from the plans, which need none.

`heads` describe each account without opening its report; where they are not given they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern

from csws.model.diagnostic import Diagnostic
from csws.model.digest import digest_of
from csws.model.frozen import frozen
from csws.model.grouping import Group, exit_code_of, groups_of, nameless
from csws.model.report import AccountReport


@frozen
class ReportHead:
    """`done` and `waiting` count steps; `planned` says that there was a plan, so that it can be resumed; `alike` is
    equal for accounts that ended the same way."""

    account: str
    exit_code: int
    done: int
    waiting: int
    planned: bool
    alike: str


@frozen
class Report:
    """The reports of the accounts of one run, in the project's order."""

    accounts: Sequence[AccountReport] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    heads: tuple[ReportHead, ...] = ()

    def __post_init__(self) -> None:
        if len(self.heads) != len(self.accounts):
            object.__setattr__(self, "heads", tuple(map(report_head, self.accounts)))

    @property
    def exit_code(self) -> int:
        return exit_code_of(self.heads, self.diagnostics)

    @property
    def groups(self) -> list[Group[ReportHead]]:
        """The accounts that ended the same way, in the order of their first ones."""
        return groups_of(self.heads)


def report_head(report: AccountReport) -> ReportHead:
    return ReportHead(
        account=report.account,
        exit_code=report.exit_code,
        done=len(report.done),
        waiting=len(report.waiting),
        planned=report.digest is not None,
        alike=_alike_report(report),
    )


def _alike_report(report: AccountReport) -> str:
    steps = [[step.id, step.summary, report.status(step.id)] for step in report.steps]
    failed = [message for _, message in report.failed]
    before = [[item.step, item.who, item.at] for item in report.done_before]
    run = report.run if failed else None  # the text names it then
    told = [steps, failed, before, list(report.notes), list(report.remarks), run, bool(report.runbook)]
    return intern(digest_of([report.exit_code, nameless(report.error, report.account, report.target), told]))
