"""Applying one account's plan: the one place that makes a permission to write. From the project come target, operator
and catalogue only."""

from __future__ import annotations

from dataclasses import replace

from csws.apply import Prepared, prepare_again, run, run_stepwise
from csws.documents.run_document import run_text
from csws.errors import ConfigInvalid, CswsError, NotPermitted
from csws.load.account import LoadedAccount, load_account
from csws.load.project import Project
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.diagnostic import Diagnostic, merged
from csws.model.event import Event, EventKind
from csws.model.manual import Ask
from csws.model.plan import AccountPlan, Failure
from csws.model.report import AccountReport
from csws.model.rule_input import PlanSubject
from csws.model.runs import DoneStep
from csws.model.target import RecordPermit, Target, WritePermit, shown_target
from csws.rules import plan_findings
from csws.schema import check_catalog
from csws.workflow.account.check import catalog_of, no_account
from csws.workflow.account.ending import agree, ended
from csws.workflow.account.finding import diagnostic
from csws.workflow.account.plan import reached
from csws.workflow.account.runbook import with_runbook
from csws.workflow.account.score_tests import Tested, found_tests
from csws.workflow.account.standing import guards
from csws.workflow.account.task import ApplyOptions, At, Task, refusal_of, task_of


def apply_account(project: Project, plan: AccountPlan, options: ApplyOptions) -> AccountReport:
    """What was done to one account, or why nothing was. `project` need only know this account."""
    blank = AccountReport(
        account=plan.account,
        target=plan.target,
        digest=plan.digest,
        run=options.begun.get(plan.account),
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
    refusal = refusal_of(plan.account, [item for item in plan.diagnostics if not item.guard]) if plan.base else None
    return Failure.of(refusal) if refusal else _NOT_PLANNED


_NOT_PLANNED = Failure(
    code="not_planned", message="No plan was made for this account.", hint="Run `csws plan` to see why."
)


def plan_event(plan: AccountPlan, run: str | None = None) -> Event:
    return Event(kind=EventKind.PLAN, account=plan.account, digest=plan.digest, run=run, steps=len(plan.steps))


def _written(blank: AccountReport, project: Project, plan: AccountPlan, options: ApplyOptions) -> AccountReport:
    account, catalog = _account(project, plan)
    target, reference = reached(project.root, account.entry, catalog)
    with target.reader(reference) as reader:
        task = task_of(plan, At(target, reference, reader, account, catalog), options)
    blank, prepared = _blank(blank, task), task.prepared
    found = _found(task, account, catalog, options)
    blank = replace(blank, diagnostics=merged([*(item for item in plan.diagnostics if not item.guard), *found]))
    refusal = refusal_of(plan.account, found)
    if refusal is not None:
        return replace(blank, exit_code=refusal.exit_code, error=Failure.of(refusal))
    tested = Tested()
    if not target.atomic:
        tested = found_tests(project.root, account.entry, catalog, prepared.plan, prepared.left, options.plan)
    task = replace(task, tests=tested.tests)
    operator = options.plan.operator or account.entry.operator
    over = () if _is_met(task, target) else ended(task.run, target, reference, _recording(operator, options))
    if not prepared.left:
        agree(target, reference, prepared, _recording(operator, options), resumes=task.goes_on)
        report = replace(blank, never_tried=(), already=_is_already(prepared, options), notes=over)
        return report if target.atomic else with_runbook(report, project.root, prepared, catalog, options.language)
    permit = _permit(task, operator, options, unfinished=task.run.id if task.run and not over else None)
    try:
        with target.writer(reference, permit) as writer:
            again = prepare_again(prepared, catalog, writer)
            if again.left or task.goes_on:
                writer.begin()
            blank = _blank(blank, replace(task, prepared=again))
            options.listen(plan_event(again.plan, writer.run or None))
            if target.atomic:
                report = run(again, writer, options.listen)
            else:
                report = run_stepwise(
                    again,
                    writer,
                    options.by_hand,
                    options.listen,
                    _asking(options, again, catalog, task),
                )
    except CswsError as error:  # nothing of this run is done; what was known before still holds
        return replace(blank, exit_code=error.exit_code, error=Failure.of(error), notes=over)
    report = replace(report, run=writer.run or None, done_before=blank.done_before, diagnostics=blank.diagnostics)
    if not target.atomic:
        report = with_runbook(report, project.root, again, catalog, _language(task, options), task.tests)
    told = (*over, *([] if over else _replaced(task)), *([tested.note] if tested.note else []))
    return replace(report, notes=told)


def _is_met(task: Task, target: Target) -> bool:
    """Whether the writer takes care of the unfinished run: it continues or replaces it."""
    if not task.prepared.left:
        return False
    return task.goes_on or target.atomic


def _recording(operator: str | None, options: ApplyOptions) -> RecordPermit:
    return RecordPermit(operator=operator, lock_timeout=options.lock_timeout)


def _is_already(prepared: Prepared, options: ApplyOptions) -> bool:
    """Whether the account's newest revision was made by this plan, or by the one that is expected."""
    made_by = prepared.state.made_by
    return made_by is not None and made_by in (prepared.plan.digest, *options.expect)


def _blank(blank: AccountReport, task: Task) -> AccountReport:
    """The report with what is known before anything is done."""
    prepared = task.prepared
    known = {**task.held.before, **prepared.done} if task.held and task.goes_on else {}
    return replace(
        blank,
        digest=prepared.plan.digest,
        run=task.run.id if task.run and task.goes_on else None,
        steps=prepared.plan.steps,
        done_before=tuple(known.get(step) or DoneStep(run="", step=step, at="") for step in prepared.before),
        never_tried=tuple(step.id for step in prepared.left),
        before=prepared.revision,
        after=prepared.revision,
    )


def _found(task: Task, account: LoadedAccount, catalog: Catalog, options: ApplyOptions) -> list[Diagnostic]:
    """The rules of the plan, judged again. The guards of a continued run were judged when it began."""
    found = _judged(task.prepared, account, catalog, options)
    if task.goes_on:
        return [item for item in found if not item.guard]
    state = task.prepared.state
    return [*found, *guards(task.prepared.plan, task.held, account, state, new_account=options.plan.new_account)]


def _permit(task: Task, operator: str | None, options: ApplyOptions, unfinished: str | None) -> WritePermit:
    plan = task.prepared.plan
    made = options.made
    command = f"csws --account {plan.account} {made.command}"
    return WritePermit(
        operator=operator,
        plan_digest=plan.digest or "",
        plan=run_text(replace(plan, run=None)),
        revision=task.prepared.revision,
        lock_timeout=options.lock_timeout,
        made=replace(made, command=command, language=options.language),
        unfinished=unfinished,
        goes_on=task.goes_on,
        end=task.prepared.end,
    )


def _language(task: Task, options: ApplyOptions) -> str:
    """A runbook that is written again stays in its language, unless another one is asked for."""
    asked = options.language
    return task.run.made.language if task.run and task.goes_on and asked == "en" else asked


def _replaced(task: Task) -> tuple[str, ...]:
    if task.run is None or task.goes_on:
        return ()
    return (f"Run {task.run.id} was unfinished; this run replaced it.",)


def _asking(options: ApplyOptions, prepared: Prepared, catalog: Catalog, task: Task) -> Ask | None:
    ask, plan, objects, language = options.ask, prepared.plan, prepared.origin.objects, _language(task, options)
    return (lambda step: ask(plan, step, catalog, objects, language, task.tests)) if ask else None


def _account(project: Project, plan: AccountPlan) -> tuple[LoadedAccount, Catalog]:
    """The account of the plan in this project. Raises NotPermitted where it is another one."""
    if not project.has_accounts:
        raise no_account(project.root)
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
        max_moved=options.plan.max_moved,
        score_moves=prepared.plan.score_moves,
    )
    return [diagnostic(rule, finding, account) for rule, finding in plan_findings(subject)]
