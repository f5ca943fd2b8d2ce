"""The plans of one run over several accounts, of which there may be thousands.

`heads` describe each account without opening its plan; where they are not given they are made.
"""

from __future__ import annotations

from collections.abc import Sequence

from csws.model import snapshot_0_1
from csws.model.diagnostic import Diagnostic
from csws.model.digest import digest_of
from csws.model.frozen import frozen
from csws.model.grouping import Group, PlanHead, exit_code_of, groups_of, plan_head
from csws.model.plan import PLAN_FORMAT, AccountPlan


@frozen
class Plan:
    """The plans of the accounts of one run, in the project's order."""

    accounts: Sequence[AccountPlan] = ()
    format: str = PLAN_FORMAT
    diagnostics: tuple[Diagnostic, ...] = ()
    heads: tuple[PlanHead, ...] = ()

    def __post_init__(self) -> None:
        if len(self.heads) != len(self.accounts):
            object.__setattr__(self, "heads", tuple(map(plan_head, self.accounts)))

    @property
    def digest(self) -> str | None:
        """With one account, its own digest; with several, a digest over theirs, including accounts without a plan;
        None without accounts. csws 0.1 made one over the digests of one account too."""
        if len(self.heads) == 1 and self.format != snapshot_0_1.FORMAT:
            return self.heads[0].digest
        each = [(head.account_id, head.digest) for head in self.heads]
        return digest_of(each) if each else None

    @property
    def exit_code(self) -> int:
        return exit_code_of(self.heads, self.diagnostics)

    @property
    def has_changes(self) -> bool:
        return any(head.steps for head in self.heads)

    @property
    def groups(self) -> list[Group[PlanHead]]:
        """The accounts that have the same plan and stand alike, the worst first."""
        return sorted(groups_of(self.heads), key=lambda group: group.heads[0].standing.place)
