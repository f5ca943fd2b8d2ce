"""Carrying out an account's plan where no terminal asks: begins its run, and takes what a person says of one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shlex import join

from csws.apply import is_possible
from csws.errors import ApplyUnfinished, CswsError, StalePlan, UsageFault
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.manual import Answer, Said
from csws.model.plan import AccountPlan, Failure, Step
from csws.model.report import AccountReport
from csws.model.runs import How, Made
from csws.model.score_tests import ScoreTests
from csws.model.settings import Objects, Settings
from csws.model.target import RecordPermit
from csws.workflow.account.check import Opened, open_checked
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.running import Held
from csws.workflow.account.task import ApplyOptions, AskPerson
from csws.workflow.apply import apply_project, check_expected
from csws.workflow.observe import Observation, Recorded, check_pairs, observe_account
from csws.workflow.run.approved import keep_run, settle_run
from csws.workflow.run.finding import Found, find_run
from csws.workflow.run.per_account import check_has_accounts
from csws.workflow.run.plan_run import plan_project
from csws.workflow.run.reporting import check_reported, ended_report
from csws.workflow.run.resume import run_plan_of


@frozen
class StepAnswer:
    """What a person says of a step: its outcome, who did or saw it, a remark, and for SEEN the values that HubSpot
    shows instead, as `--set` takes them."""

    run: str
    step: int
    answer: Answer
    who: str
    remark: str = ""
    pairs: tuple[str, ...] = ()

    @property
    def by_hand(self) -> dict[int, str]:
        """The step with whoever did it, as `apply` takes what is reported."""
        return {self.step: self.who}


@frozen
class Answered:
    """What came of it: the report of the run, None where only something was recorded; and what was recorded."""

    report: AccountReport | None = None
    recorded: Recorded | None = None


def begin_run(
    root: Path, account: str, now: datetime, expected: str, options: PlanOptions, language: str = "en"
) -> AccountReport:
    """Applies the plan of the saved files, if it is the expected one; where steps are manual, it waits at the first
    of them. Raises StalePlan for another plan, and UsageFault where none is expected."""
    if not expected:
        raise UsageFault("No plan was named.", hint="Look at the plan, and begin the run from there.")
    plan = plan_project(root, [account], options, now)
    check_expected(plan, (expected,))
    keep_run(root, plan, [account])
    made = Made(how=How.CONFIG, command=join(["apply", "--expect", expected, *options.words]), language=language)
    how = ApplyOptions(plan=options, expect=(expected,), made=made, language=language)
    report = apply_project(root, [account], plan, how)
    settle_run(root, report)
    return report.accounts[0]


def answer_step(root: Path, patterns: list[str] | None, now: datetime, said: StepAnswer) -> Answered:
    """Records what a person says of a step. Repeating it is harmless. Raises CswsError (`ended`) for a run that has
    ended, unless it ended with this step done; UsageFault for a step that does not wait for a person, and for values
    that HubSpot cannot show."""
    if not said.who.strip():
        raise UsageFault("It is not known who did this.", hint="Enter a name under “Done by”.")
    if said.answer is Answer.SEEN and not (said.pairs or said.remark):
        raise UsageFault("No difference was entered.", hint="Choose what is different, or write it in your own words.")
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    found = find_run(opened, said.run)
    if found.held is None:
        if said.answer is not Answer.DONE:
            raise _ended(found)
        return Answered(report=ended_report(found, said.by_hand).accounts[0])
    check_reported(found, said.by_hand)
    if said.pairs:
        check_pairs(root, found.name, now, said.pairs)
    if said.answer is Answer.SEEN and found.held.run.overtaken:  # it stops already; this may be why it can go on
        return Answered(recorded=_noted(root, found, now, said))
    report = _applied(opened, found, said)
    if said.answer is Answer.DONE and report.exit_code:
        twin = find_run(opened, said.run)  # somebody may have said the same of the last step at the same moment
        if twin.held is None and said.step in twin.done:
            return Answered(report=ended_report(twin, said.by_hand).accounts[0])
    _check_taken(report, said)
    return Answered(report=report, recorded=_noted(root, found, now, said))


def _applied(opened: Opened, found: Found, said: StepAnswer) -> AccountReport:
    """The run, continued with what is said of the step."""
    try:
        plan, begun = run_plan_of(opened, found, PlanOptions())
    except StalePlan as ended:
        failure = Failure.of(ended)
        return AccountReport(account=found.name, target=found.shown_target, exit_code=ended.exit_code, error=failure)
    how = ApplyOptions(plan=PlanOptions(), begun=begun)
    how = replace(how, by_hand=said.by_hand) if said.answer is Answer.DONE else replace(how, ask=_asking(said))
    report = apply_project(opened.root, [found.name], plan, how)
    settle_run(opened.root, report)
    return report.accounts[0]


def possible_steps(held: Held, now: Settings) -> frozenset[int]:
    """The steps of a run that wait and that can be done before any other that waits."""
    if held.prepared is None:
        return frozenset(held.run.waiting)
    serial = held.prepared.serial
    return frozenset(step.id for step in held.prepared.left if is_possible(step, now, serial))


def _asking(said: StepAnswer) -> AskPerson:
    """Answers for the step, and leaves the others as they are."""

    def ask(
        plan: AccountPlan,
        step: Step,
        catalog: Catalog,
        objects: Objects,
        language: str,
        tests: tuple[ScoreTests, ...],
    ) -> Said:
        if step.id == said.step:
            return Said(
                answer=said.answer, who=said.who, text="; ".join([*said.pairs, said.remark]).strip("; ") or None
            )
        return Said(answer=Answer.SKIP if step.id < said.step else Answer.STOP)

    return ask


def _noted(root: Path, found: Found, now: datetime, said: StepAnswer) -> Recorded | None:
    """What was seen and remarked, now that the run has let the account go."""
    remarks = ((said.step, said.remark),) if said.remark else ()
    if not (said.pairs or remarks):
        return None
    observation = Observation(pairs=said.pairs, remarks=remarks)
    return observe_account(root, [found.name], now, observation, RecordPermit(operator=said.who))


def _check_taken(report: AccountReport, said: StepAnswer) -> None:
    """Raises ApplyUnfinished where somebody reports a step as done and csws did not take it: it needs another one."""
    known = (*report.done, *(done.step for done in report.done_before))
    if said.answer is not Answer.DONE or said.step in known or report.exit_code != ApplyUnfinished.exit_code:
        return
    message = report.error.message if report.error else f"Step {said.step} was not recorded."
    raise ApplyUnfinished(message, hint="Check both steps in HubSpot, then first record the other one as done.")


def _ended(found: Found) -> CswsError:
    return CswsError(
        f"Run {found.id} of `{found.name}` has ended, so nothing was recorded.",
        hint="`csws history` shows how it ended; record what you see with `csws observe`.",
        code="ended",
    )
