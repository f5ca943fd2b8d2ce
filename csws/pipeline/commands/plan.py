"""Plans for a pull request: shows the plan, keeps its digest for the merge, and comments."""

from __future__ import annotations

from csws.pipeline.commands.validate import base_words, write_sarif
from csws.pipeline.comments import Way, place
from csws.pipeline.context import Context
from csws.pipeline.documents import PlanDocument, worst
from csws.pipeline.forge import Pull, Shown
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import Mark
from csws.pipeline.planning import MadePlan, make_plan

_REFUSED = 4


def run(context: Context) -> int:
    write_sarif(context)
    pull = context.talk.pull if context.talk else None
    made = make_plan(context, *base_words(context), next_action=context.place.approving if pull else None)
    told = _tell(context, pull, made) if pull is not None else 0
    refused = _REFUSED if made.plan and made.plan.refused and context.job.fail_on_refused else 0
    if refused:
        names = ", ".join(made.plan.refused) if made.plan else ""
        context.surface.error(f"This plan cannot be applied as it is ({names}). The summary says why.")
    job_code = worst(told, refused, 0 if made.code == 2 else made.code)
    return context.finish(made.code, job_code)


def _tell(context: Context, pull: Pull, made: MadePlan) -> int:
    """Keeps the digest, then comments: reviewers never see one that is not kept."""
    faults = []
    for act in (_keep, _comment):
        try:
            act(context, pull, made)
        except ApiFault as fault:
            faults.append(str(fault))
    if not faults:
        return 0
    message = " ".join(faults)
    if context.is_from_a_fork:
        context.surface.warning(
            f"{message} This is a fork's {context.place.pull_word}: its token only reads, so its plan is in the summary alone."
        )
        return 0
    context.surface.error(f"{message} What the {context.place.pull_word} shows may be an earlier plan.")
    return 1


def _keep(context: Context, pull: Pull, made: MadePlan) -> None:
    if context.approvals is None or made.plan is None or made.plan.digest is None:
        return
    accounts = tuple(item.digest for item in made.plan.pending if item.digest)
    shown = Shown(at="", digest=made.plan.digest, accounts=accounts)
    context.approvals.keep(pull, shown, _title(made.plan), can_apply=not made.plan.refused)


def _title(plan: PlanDocument) -> str:
    if plan.refused:
        return "This plan cannot be applied"
    return "This plan cannot be applied yet" if plan.held else f"{len(plan.pending)} accounts with changes"


def _comment(context: Context, pull: Pull, made: MadePlan) -> None:
    if not context.job.comments or context.talk is None:
        return
    if _is_outdated(context, pull):
        context.surface.warning(
            "A newer commit was pushed meanwhile, so this run leaves the comment to that commit's run."
        )
        return
    digest = made.plan.digest if made.plan else None
    mark = Mark(kind="plan", project=context.job.project, head=pull.head, digest=digest, run=context.place.run)
    if place(context.talk, pull, mark, made.text, context.longest_comment) is Way.LEAVE:
        context.surface.warning("A newer run has commented already, so this run leaves its comment as it is.")


def _is_outdated(context: Context, pull: Pull) -> bool:
    """Where the forge does not say, the order of the runs decides."""
    try:
        return context.talk is not None and context.talk.head_of(pull) != pull.head
    except ApiFault:
        return False
