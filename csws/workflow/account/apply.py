"""Applying one account's plan: the one place that makes a permission to write. From the project come target, operator
and catalogue only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from pathlib import Path

from csws.apply import Prepared, prepare, prepare_again, run, run_stepwise
from csws.documents.run_document import run_text
from csws.errors import ApplyUnfinished, ConfigInvalid, CswsError, NotPermitted
from csws.load.account import LoadedAccount, load_account
from csws.load.project import Project
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.diagnostic import Diagnostic, merged
from csws.model.event import Listen, nobody
from csws.model.frozen import frozen
from csws.model.manual import Ask, Said
from csws.model.plan import AccountPlan, Failure, Step
from csws.model.report import AccountReport
from csws.model.rule_input import PlanSubject
from csws.model.settings import Objects
from csws.model.target import AccountRef, RecordPermit, Target, WritePermit, shown_target
from csws.rules import plan_findings
from csws.schema import check_catalog
from csws.targets import target_for
from csws.workflow.account.check import catalog_of, diagnostic
from csws.workflow.account.plan import PlanOptions, account_ref
from csws.workflow.account.runbook import remove_runbook, write_runbook


@frozen
class ApplyOptions:
    """`by_hand` are the manual steps that somebody says they did: id → who. `begun` names the accounts whose run was
    approved and judged by its guards when it began, with the options of then. `listen` is told what happens; `ask` asks a
    person for a step, where there is one."""

    plan: PlanOptions
    lock_timeout: float = 30.0
    by_hand: Mapping[int, str] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    listen: Listen = nobody
    ask: Callable[[AccountPlan, Step, Catalog, Objects], Said] | None = None
    language: str = "en"


def apply_account(project: Project, plan: AccountPlan, options: ApplyOptions) -> AccountReport:
    """What was done to one account, or why nothing was. `project` need only know this account."""
    blank = AccountReport(
        account=plan.account,
        target=plan.target,
        digest=plan.digest,
        steps=plan.steps,
        diagnostics=plan.diagnostics,
        never_tried=tuple(step.id for step in plan.steps),
    )
    try:
        if plan.base is None or plan.exit_code:
            return replace(blank, exit_code=plan.exit_code or 1, error=plan.error or _why_not_planned(plan))
        return _written(blank, project, plan, options)
    except CswsError as error:
        return replace(blank, exit_code=error.exit_code, error=Failure.of(error))


def _why_not_planned(plan: AccountPlan) -> Failure:
    """What the rules found in the account. Of invalid files, `csws plan` shows every place."""
    refusal = _refusal(plan.account, [item for item in plan.diagnostics if not item.guard]) if plan.base else None
    return Failure.of(refusal) if refusal else _NOT_PLANNED


_NOT_PLANNED = Failure(
    code="not_planned", message="No plan was made for this account.", hint="Run `csws plan` to see why."
)


def _written(blank: AccountReport, project: Project, plan: AccountPlan, options: ApplyOptions) -> AccountReport:
    account, catalog = _account(project, plan)
    reference = account_ref(project.root, account.entry, catalog)
    target, digest = target_for(reference.scheme), blank.digest or ""  # what makes it is long: it is made once
    done = target.done_steps(reference, digest)  # by a reader of its own, so not inside of another one
    with target.reader(reference) as reader:
        prepared = prepare(plan, catalog, reader, done)
    found = _judged(prepared, account, catalog, options)
    blank = replace(
        blank, diagnostics=merged([*plan.diagnostics, *found]), before=prepared.revision, after=prepared.revision
    )
    refusal = _refusal(plan.account, [item for item in found if not (item.guard and plan.account in options.begun)])
    if refusal is not None:
        return replace(blank, exit_code=refusal.exit_code, error=Failure.of(refusal))
    if not prepared.left:
        _agree(target, reference, prepared, options)
        return replace(blank, never_tried=())
    permit = WritePermit(
        operator=options.plan.operator or account.entry.operator,
        plan_digest=digest,
        plan=run_text(plan),
        revision=prepared.revision,
        lock_timeout=options.lock_timeout,
        end=prepared.end,
    )
    with target.writer(reference, permit) as writer:
        again = prepare_again(prepared, catalog, writer, target.done_steps(reference, digest))
        if again.left:
            writer.begin()
        if target.atomic:
            report = run(again, writer, options.listen)
        else:
            report = run_stepwise(again, writer, options.by_hand, options.listen, _asking(options, again, catalog))
    if not target.atomic:
        report = _with_runbook(report, project.root, again, catalog, options.language)
    return replace(report, diagnostics=blank.diagnostics)


def _agree(target: Target, reference: AccountRef, prepared: Prepared, options: ApplyOptions) -> None:
    """Nothing is left to do, so the plan agrees with the account: what was observed is no drift any
    longer. A run that is resumed agrees with nothing but its own steps."""
    state = prepared.state
    at_the_end = state.revision > 0 and state.settings == prepared.end
    if state.applied == state.settings or not at_the_end or prepared.plan.account in options.begun:
        return
    with target.recorder(reference, RecordPermit(operator=None, lock_timeout=options.lock_timeout)) as recorder:
        if recorder.read().revision == state.revision:
            recorder.agree()


def _with_runbook(
    report: AccountReport, root: Path, prepared: Prepared, catalog: Catalog, language: str
) -> AccountReport:
    try:
        if report.waiting:
            path = write_runbook(root, prepared.plan, report.waiting, catalog, prepared.origin.objects, language)
            return replace(report, runbook=path)
        if report.exit_code == 0:
            remove_runbook(root, report.account)
    except CswsError as error:
        return _without_runbook(report, error)
    return report


def _without_runbook(report: AccountReport, error: CswsError) -> AccountReport:
    """What is recorded is recorded, whatever became of the runbook."""
    before = f"{report.error.message} " if report.error else ""
    failure = Failure(code=error.code, message=f"{before}{error.message}", hint=error.hint)
    return replace(report, exit_code=ApplyUnfinished.exit_code, error=failure)


def _asking(options: ApplyOptions, prepared: Prepared, catalog: Catalog) -> Ask | None:
    ask = options.ask
    return (lambda step: ask(prepared.plan, step, catalog, prepared.origin.objects)) if ask else None


def _account(project: Project, plan: AccountPlan) -> tuple[LoadedAccount, Catalog]:
    """The account of the plan in this project. Raises NotPermitted where it is another one."""
    if not project.has_accounts:
        raise ConfigInvalid("csws.yaml contains no readable account.", hint="Run `csws validate` to see why.")
    if plan.account not in project.accounts:
        raise NotPermitted(
            f"The plan is for account `{plan.account}`, which is not in this project.",
            hint="Apply it in the project for which it was made.",
            code="CSW503",
        )
    account = load_account(project, plan.account)
    if account.catalog is None or check_catalog(account):
        raise ConfigInvalid(f"The catalogue of `{plan.account}` is not usable.", hint="Run `csws validate` to see why.")
    catalog = catalog_of(account)
    same = (catalog.account_id, catalog.account_name, shown_target(account.entry.target)) == (
        plan.account_id,
        plan.account,
        plan.target,
    )
    if not same:
        raise NotPermitted(
            f"The plan for `{plan.account}` was made for account {plan.account_id} at `{plan.target}`; this project has account {catalog.account_id} at `{shown_target(account.entry.target)}`.",
            hint="Make a new plan here.",
            code="CSW503",
        )
    return account, catalog


def _judged(prepared: Prepared, account: LoadedAccount, catalog: Catalog, options: ApplyOptions) -> list[Diagnostic]:
    """The rules of the plan, judged again: with this operator, these options, and the account as it was at the base."""
    steps = prepared.steps
    allowed = frozenset(step.address for step in steps if step.action is Action.DELETE and step.allowed)
    subject = PlanSubject(
        account=account.entry,
        catalog=catalog,
        current=prepared.origin,
        desired=prepared.end,
        moved={
            step.address: replace(step.address, key=str(step.was["key"]))
            for step in steps
            if step.action is Action.MOVE
        },
        operator=options.plan.operator or account.entry.operator,
        allowed_deletes=allowed | options.plan.allow_delete,
        max_lost=options.plan.max_lost,
    )
    return [diagnostic(rule, finding, account) for rule, finding in plan_findings(subject)]


def _refusal(account: str, found: list[Diagnostic]) -> CswsError | None:
    errors = [item for item in found if item.is_error]
    if not errors:
        return None
    first = min(errors, key=lambda item: item.guard)
    sentences = " ".join(item.message for item in errors)
    return first.breach.failure(f"`{account}` was not changed. {sentences}", hint=first.hint, code=first.code)
