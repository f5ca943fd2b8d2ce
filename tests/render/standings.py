"""What may be true of an account's plan, and what every format says of it: one table, with the plans
that the cases are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from csws.model.breach import BreachKind
from csws.model.diagnostic import Diagnostic, Severity, merged
from csws.model.plan import AccountPlan, Failure
from csws.model.run import Plan
from csws.model.runs import UnfinishedRun

Made = Callable[[AccountPlan], AccountPlan]


def finding(code: str, severity: Severity, breach: BreachKind, name: str) -> Diagnostic:
    return Diagnostic(
        code=code, severity=severity, breach=breach, message="A sentence.", hint="Another.", accounts=(name,)
    )


def waiting(*, waits: bool) -> UnfinishedRun:
    return UnfinishedRun(
        id="3f9a1c2b77d0",
        digest="sha256:" + "1" * 64,
        since="2026-11-23T10:00:00Z",
        by="Kim",
        waiting=(1,),
        waits=waits,
    )


def unknown(one: AccountPlan) -> AccountPlan:
    return replace(one, diagnostics=(finding("CSW606", Severity.WARNING, BreachKind.GUARD, one.account),))


def refused_by(code: str) -> Made:
    def made(one: AccountPlan) -> AccountPlan:
        found = finding(code, Severity.ERROR, BreachKind.GUARD, one.account)
        return replace(one, applyable=False, diagnostics=(found,))

    return made


def beside_a_run(one: AccountPlan) -> AccountPlan:
    found = finding("CSW607", Severity.WARNING, BreachKind.GUARD, one.account)
    return replace(one, run=waiting(waits=True), diagnostics=(found,))


def not_permitted(one: AccountPlan) -> AccountPlan:
    found = finding("CSW501", Severity.ERROR, BreachKind.NOT_PERMITTED, one.account)
    return replace(one, applyable=False, exit_code=7, diagnostics=(found,))


def unlawful(one: AccountPlan) -> AccountPlan:
    found = finding("CSW302", Severity.ERROR, BreachKind.INVALID, one.account)
    return AccountPlan(account=one.account, target=one.target, exit_code=3, diagnostics=(found,))


def unreachable(one: AccountPlan) -> AccountPlan:
    error = Failure(code="not_reachable", message="It is not reachable.", hint="Try again.")
    return AccountPlan(account=one.account, target=one.target, exit_code=1, error=error)


READY, QUIET = "Can be applied", "No changes"
CANNOT, YET, RUN, NONE = (
    "Cannot be applied as it is",
    "Cannot be applied yet",
    "A run is not finished yet",
    "No plan was made",
)
# What happens to a plan, and what every format says of it: with changes, and without.
CASES: dict[str, tuple[Made, str, str]] = {
    "nothing in the way": (lambda one: one, READY, QUIET),
    "a warning": (
        lambda one: replace(one, diagnostics=(finding("CSW301", Severity.WARNING, BreachKind.INVALID, one.account),)),
        READY,
        QUIET,
    ),
    "an unknown account": (unknown, YET, YET),
    "another run waits": (beside_a_run, RUN, RUN),
    "a run that this plan continues": (lambda one: replace(one, run=waiting(waits=True), goes_on=True), RUN, RUN),
    "a run that the next apply ends": (lambda one: replace(one, run=waiting(waits=False)), READY, QUIET),
    "an unknown account with a waiting run": (lambda one: replace(unknown(one), run=waiting(waits=True)), RUN, RUN),
    "a delete that nobody allowed": (refused_by("CSW601"), CANNOT, CANNOT),
    "a protected workspace": (refused_by("CSW602"), CANNOT, CANNOT),
    "too many people lose their workspace": (refused_by("CSW604"), CANNOT, CANNOT),
    "refused, of an unknown account": (
        lambda one: replace(unknown(one), applyable=False),
        CANNOT,
        CANNOT,
    ),
    "a law that the account breaks": (not_permitted, CANNOT, CANNOT),
    "a law that the files break": (unlawful, NONE, NONE),
    "an account that cannot be reached": (unreachable, NONE, NONE),
}


def run_of(accounts: list[AccountPlan]) -> Plan:
    found = [item for one in accounts for item in one.diagnostics]
    return Plan(accounts=tuple(accounts), diagnostics=merged(found))
