"""Applies what was approved: plans again, and applies each account whose plan is an approved one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain

from csws.model.frozen import frozen
from csws.pipeline.context import Context
from csws.pipeline.documents import STALE, WAITING, Outcome, PlanDocument, Planned, outcomes_of, worst
from csws.pipeline.forge import Pull
from csws.pipeline.http import ApiFault
from csws.pipeline.planning import make_plan, read_plan
from csws.pipeline.pushing import Records, Unpushed
from csws.pipeline.telling import Result, tell
from csws.pipeline.texts import escaped, prose, stale_remark

_FAILURE = 1


def run(context: Context) -> int:
    """Steps that wait for a person are an outcome, not a failure: the exit code is 6, and the job
    succeeds."""
    try:
        records = context.records()
        records.take_newest()
        code, result = _applied(context, records)
    except (Unpushed, ApiFault) as fault:
        context.surface.error(str(fault))
        return context.finish(_FAILURE)
    untold = tell(context, result)
    return context.finish(code, job_code(code, result, untold))


def job_code(code: int, result: Result, untold: int) -> int:
    """Steps that wait for a person are no failure, unless nobody could be told of them."""
    is_only_waiting = (
        code == WAITING and not result.remarks and all(item.waits or not item.exit_code for item in result.outcomes)
    )
    return untold if is_only_waiting else code


def _applied(context: Context, records: Records) -> tuple[int, Result]:
    made = read_plan(context, context.saved_plan) if context.saved_plan else make_plan(context, next_action="")
    if made.plan is None:
        return made.code, Result(remarks=(f"⚠️ No plan could be made (exit code {made.code}), so nothing was applied.",))
    approved = _approved(context, made.plan)
    stale = tuple(item for item in made.plan.pending if item.digest not in approved.digests)
    broken = tuple(item for item in made.plan.accounts if item.digest is None)
    remarks = [stale_remark(item.account, approved.why, context.place) for item in stale]
    remarks += [
        f"⚠️ **{escaped(item.account)}**: no plan could be made (exit code {item.exit_code})." for item in broken
    ]
    codes = [*(item.exit_code for item in broken), *(STALE for _ in stale)]
    tried = [item for item in made.plan.pending if item.digest in approved.digests]
    if not tried:
        return worst(0, *codes), Result(remarks=tuple(remarks))
    code, outcomes, more = _apply(context, records, tried)
    result = Result(outcomes=outcomes, remarks=(*remarks, *more), pulls=approved.pulls)
    return worst(code, *codes), result


def _apply(context: Context, records: Records, tried: Sequence[Planned]) -> tuple[int, tuple[Outcome, ...], list[str]]:
    """Applies these accounts, and pushes what that changed in records."""
    file = str(context.saved_plan or context.job.out / "plan.json")
    words = [part for item in tried for part in ("--expect", item.digest or "")]
    chosen = [part for item in tried for part in ("--account", item.account)]
    job = context.job
    done, document = context.program.document(
        "apply", file, *words, *job.arguments, *job.apply_arguments, selection=chosen
    )
    error = document.get("error") or {}
    more = [f"⚠️ {prose(error['message'])} {prose(error.get('hint') or '')}"] if error else []
    code, unpushed = publish(context, records, done.code, "apply")
    if unpushed:  # nobody is sent to work that the branch does not know of
        return code, (), unpushed
    return code, outcomes_of(document), more


def publish(context: Context, records: Records, code: int, what: str) -> tuple[int, list[str]]:
    """Pushes changed records before anybody hears of them. Where that fails, the exit code is 6."""
    try:
        records.publish(commit_message(context, what))
    except Unpushed as fault:
        return WAITING, [not_pushed(context, records, fault)]
    return code, []


def commit_message(context: Context, what: str) -> str:
    """Starts no workflow."""
    return f"csws: record of {what} ({context.place.run_url}) [skip ci]"


def not_pushed(context: Context, records: Records, fault: Unpushed) -> str:
    """What to do with the records, which the job keeps as files."""
    kept = context.job.out / "records"
    records.copy_to(kept)
    context.surface.output("record", os.fspath(kept))
    advice = (
        "The account has changed, but the branch does not know it yet. Download the record from the files of this run, "
        "add its lines with `csws record merge`, and push, before anything else is applied."
    )
    context.surface.error(f"{fault} {advice}")
    return f"❌ {prose(str(fault))} {advice}"


@frozen
class _Approved:
    """The digests of accounts that may be applied, the pull requests that say so, and why the other
    accounts may not."""

    digests: frozenset[str]
    pulls: tuple[Pull, ...]
    why: str


def _approved(context: Context, plan: PlanDocument) -> _Approved:
    if context.saved_plan is not None:
        digests = frozenset(item.digest for item in plan.pending if item.digest)
        return _Approved(digests=digests, pulls=(), why="")
    if context.job.expect:
        digests = _accepted(plan, frozenset(context.job.expect))
        return _Approved(digests=digests, pulls=(), why="its plan is not the expected one")
    if not plan.pending or context.talk is None or context.approvals is None:
        return _Approved(digests=frozenset(), pulls=(), why="nobody approved its plan")
    found: frozenset[str] = frozenset()
    now = context.talk.merged_now()
    pulls, whys = [], []
    for pull in chain(now, _others(context, now)):
        if all(item.digest in found for item in plan.pending):
            break
        approval = context.approvals.approval(pull)
        accepted = _accepted(plan, approval.plan.digests) if approval.plan else frozenset()
        if accepted - found:
            pulls.append(pull)
        if approval.plan is None and pull in now:
            whys.append(f"the plan of {context.place.pull_mark}{pull.number} does not count: {approval.why}")
        found |= accepted
    return _Approved(digests=found, pulls=tuple(pulls), why=_why(context, bool(now), whys))


def _others(context: Context, now: Sequence[Pull]) -> Iterator[Pull]:
    """Earlier merges: a run of theirs may have been cancelled or have failed. An approved plan that is
    older can only be the present one if nothing has changed since."""
    assert context.talk is not None
    known = {pull.number for pull in now}
    return (pull for pull in context.talk.merged_lately() if pull.number not in known)


def _accepted(plan: PlanDocument, digests: frozenset[str]) -> frozenset[str]:
    whole = plan.digest in digests
    return frozenset(item.digest for item in plan.pending if item.digest and (whole or item.digest in digests))


def _why(context: Context, has_pull: bool, whys: Sequence[str]) -> str:
    if whys:
        return "; ".join(whys)
    if not has_pull:
        return f"this commit does not come from a merged {context.place.pull_word} with a plan"
    return "the account, or the settings, changed since its plan was approved"
