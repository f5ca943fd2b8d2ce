"""The plans and the reports of one run over several accounts, of which there may be thousands.

`heads` tell of each account without opening it; where they are not given they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csws.errors import worst
from csws.model.alike import Group, PlanHead, ReportHead, groups_of, plan_head, report_head
from csws.model.diagnostic import Diagnostic
from csws.model.plan import AccountPlan, digest_of
from csws.model.report import AccountReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plans of the accounts of one run, in the project's order."""

    accounts: Sequence[AccountPlan] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    heads: tuple[PlanHead, ...] = ()

    def __post_init__(self) -> None:
        if len(self.heads) != len(self.accounts):
            object.__setattr__(self, "heads", tuple(map(plan_head, self.accounts)))

    @property
    def digest(self) -> str | None:
        """The digest over the accounts' digests; None where there is no account. An account without a plan counts too."""
        each = [(head.account_id, head.digest) for head in self.heads]
        return digest_of(each) if each else None

    @property
    def exit_code(self) -> int:
        """The worst of the accounts' codes; 3 where the project could not be read far enough to know any account."""
        return _worst(self.heads, self.diagnostics)

    @property
    def has_changes(self) -> bool:
        return any(head.steps for head in self.heads)

    @property
    def groups(self) -> list[Group[PlanHead]]:
        """The accounts that have the same plan: what went wrong first, what does not change last."""
        return sorted(groups_of(self.heads), key=lambda group: _urgency(group.heads[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
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
        """The worst of the accounts' codes; 3 where the project could not be read far enough to know any account."""
        return _worst(self.heads, self.diagnostics)

    @property
    def groups(self) -> list[Group[ReportHead]]:
        """The accounts that ended the same way, in the order of their first ones."""
        return groups_of(self.heads)


def _worst(heads: Sequence[PlanHead] | Sequence[ReportHead], diagnostics: tuple[Diagnostic, ...]) -> int:
    if not heads and any(found.is_error for found in diagnostics):
        return 3
    return worst([head.exit_code for head in heads])


def _urgency(head: PlanHead) -> int:
    if not head.has_base or head.exit_code:
        return 0
    return 1 if sum(head.counts) or head.steps else 2
