"""What apply has to do in an account: the plan compared with it, and the unfinished run that it continues or
meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from csws.apply import Prepared, prepare, prepare_run
from csws.errors import CswsError, StalePlan
from csws.load.account import LoadedAccount
from csws.model.catalog import Catalog
from csws.model.diagnostic import Diagnostic
from csws.model.event import Listen, nobody
from csws.model.frozen import frozen
from csws.model.manual import Said
from csws.model.plan import AccountPlan, Step
from csws.model.runs import UNSAID, BegunRun, Made
from csws.model.score_tests import ScoreTests
from csws.model.settings import Objects
from csws.model.target import AccountRef, Reader, Target
from csws.workflow.account.ending import ended_failure, overtaken_failure
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.running import Held, held_run
from csws.workflow.account.standing import guards, is_of_run

# Of a plan, one of its steps, with what its runbook shows: the catalogue, the objects in force, the language, and tests.
AskPerson = Callable[[AccountPlan, Step, Catalog, Objects, str, tuple[ScoreTests, ...]], Said]


@frozen
class ApplyOptions:
    """`by_hand` are the manual steps that somebody reports as done: id → who. `begun` has, by account, the id of the
    run that is to go on: it was approved and judged by its guards when it began, with the options of then. `made`
    says how the plan was made; its command lacks `csws` and the account. `expect` are the digests that were approved.
    `listen` is told what happens; `ask` asks a person for a step in the run's language, where there is one."""

    plan: PlanOptions
    lock_timeout: float = 30.0
    by_hand: Mapping[int, str] = field(default_factory=dict)
    begun: Mapping[str, str] = field(default_factory=dict)
    made: Made = UNSAID
    expect: tuple[str, ...] = ()
    listen: Listen = nobody
    ask: AskPerson | None = None
    language: str = "en"


@frozen
class Task:
    """`run` is the unfinished run; `held` is that run compared with the account, if steps go one at a time there. `tests`
    are the records on which a person tests the scores that are turned on."""

    prepared: Prepared
    run: BegunRun | None
    held: Held | None = None
    goes_on: bool = False
    tests: tuple[ScoreTests, ...] = ()


@frozen(kw_only=False)
class At:
    """An account that is being read."""

    target: Target
    reference: AccountRef
    reader: Reader
    account: LoadedAccount
    catalog: Catalog


def task_of(plan: AccountPlan, at: At, options: ApplyOptions) -> Task:
    """Where steps go one at a time, a plan that does what waits of the unfinished run is that run's."""
    begun, resumes = at.reader.unfinished(), options.begun.get(plan.account)
    if resumes is not None and (begun is None or begun.id != resumes):
        raise ended_failure(resumes)
    if begun is None or at.target.atomic:
        prepared = prepare(plan, at.catalog, at.reader)
        if plan.goes_on and plan.run is not None and prepared.left:
            raise ended_failure(plan.run.id)
        return Task(prepared=prepared, run=begun, goes_on=resumes is not None)
    held = held_run(at.target, at.reference, at.reader, at.catalog)
    assert held is not None  # it was there a moment ago, in the same transaction
    if not resumes and not is_of_run(plan, held):
        return Task(prepared=_beside(plan, held, at, options), run=begun, held=held)
    prepared = prepare_run(held.plan, begun.id, at.catalog, at.reader)
    if prepared.overtaken:
        raise overtaken_failure(held.run, plan.account)
    return Task(prepared=prepared, run=begun, held=held, goes_on=True)


def _beside(plan: AccountPlan, held: Held, at: At, options: ApplyOptions) -> Prepared:
    """Another plan than that of the run. That the run waits says more than that the account has moved on with it."""
    try:
        return prepare(plan, at.catalog, at.reader)
    except StalePlan as stale:
        found = guards(plan, held, at.account, at.reader.read(), new_account=options.plan.new_account)
        raise refusal_of(plan.account, found) or stale from None


def refusal_of(account: str, found: list[Diagnostic]) -> CswsError | None:
    """Guards refuse with any severity."""
    errors = [item for item in found if item.stops_apply]
    if not errors:
        return None
    first = min(errors, key=lambda item: item.guard)
    sentences = " ".join(item.message for item in errors)
    return first.breach.failure(f"`{account}` was not changed. {sentences}", hint=first.hint, code=first.code)
