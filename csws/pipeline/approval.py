"""Which plan of a merged pull request counts as approved. Knows no forge: times and digests only."""

from __future__ import annotations

from collections.abc import Iterable

from csws.pipeline.forge import Approval, Pull, Shown


def approval(pull: Pull, shown: Iterable[Shown], approvals: Iterable[str]) -> Approval:
    """The newest plan shown before the merge. `approvals` are the times at which reviewers approved
    the last commit. If the plan became another one after the last of them, nothing counts: nobody
    approved what would be applied. Without reviews, the merge is the approval."""
    merged = pull.merged_at or ""
    before = sorted((one for one in shown if one.at <= merged), key=lambda one: one.at)
    if not before:
        return Approval(pull=pull, plan=None, why="its last commit had no plan when it was merged")
    last = before[-1]
    approved = max((at for at in approvals if at <= merged), default=None)
    seen = [one for one in before if approved is not None and one.at <= approved]
    if seen and seen[-1].digest != last.digest:
        return Approval(pull=pull, plan=None, why="its plan changed after the last approval")
    return Approval(pull=pull, plan=last)
