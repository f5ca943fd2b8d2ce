"""How the plan of an account stands: whether it can be applied, and if not, why not. The one judge
for every format, for a run over many accounts, and for whether a person is asked."""

from __future__ import annotations

from enum import Enum

from csws.model.plan import AccountPlan


class Standing(Enum):
    """The worst first.

    REFUSED: the configuration breaks a law, or a guard refuses. UNPLANNED: there is no plan. WAITS: a
    run must be finished or given up first, or this plan continues it. HELD: `apply` would refuse until
    something about the account is settled, of which the plan only warns (SPEC §4, CSW606). The others
    can be applied.
    """

    REFUSED = "refused"
    UNPLANNED = "unplanned"
    WAITS = "waits"
    HELD = "held"
    DELETES = "deletes"
    CHANGES = "changes"
    SAME = "same"

    @property
    def stops(self) -> bool:
        return self in (Standing.REFUSED, Standing.UNPLANNED, Standing.WAITS, Standing.HELD)

    @property
    def place(self) -> int:
        return list(Standing).index(self)


def standing_of(plan: AccountPlan) -> Standing:
    if plan.base is None:
        return Standing.UNPLANNED
    if not plan.applyable or plan.exit_code or plan.error or any(found.is_error for found in plan.diagnostics):
        return Standing.REFUSED
    if plan.run is not None and plan.run.waits:
        return Standing.WAITS
    if any(found.guard for found in plan.diagnostics):
        return Standing.HELD
    if any(step.destructive for step in plan.steps):
        return Standing.DELETES
    return Standing.CHANGES if plan.steps or plan.changes else Standing.SAME
