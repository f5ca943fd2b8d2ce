"""The one comment of a project on a pull request: where a new text goes.

An older run never overwrites a newer one's text. Another plan for a commit whose plan was shown
already is a new comment, because somebody may have approved the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from csws.model.frozen import frozen
from csws.pipeline.forge import Comment, Conversations, Pull
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import Mark, mark_of


class Way(Enum):
    ADD = "add"
    CHANGE = "change"
    REPLACE = "replace"  # a new comment, and a word in the old one
    LEAVE = "leave"  # a newer run has written already


@frozen
class Placement:
    way: Way
    comment: Comment | None = None
    was: str | None = None


def placement(comments: Iterable[Comment], new: Mark) -> Placement:
    """Where the text with this mark goes, among the comments of the pull request."""
    mine = marked(comments, new.kind, new.project)
    if not mine:
        return Placement(way=Way.ADD)
    comment, last = mine[-1]
    if last.run > new.run:
        return Placement(way=Way.LEAVE, comment=comment)
    shown = [mark.digest for _, mark in mine if mark.head == new.head and mark.digest]
    if new.kind == "plan" and shown and shown[-1] != new.digest:
        return Placement(way=Way.REPLACE, comment=comment, was=shown[-1])
    return Placement(way=Way.CHANGE, comment=comment)


def marked(comments: Iterable[Comment], kind: str, project: str) -> list[tuple[Comment, Mark]]:
    """Our own comments of this kind on this project, the oldest first."""
    return [
        (comment, mark)
        for comment in sorted(comments, key=lambda one: one.id)
        if comment.is_mine and (mark := mark_of(comment.body)) and (mark.kind, mark.project) == (kind, project)
    ]


def place(talk: Conversations, pull: Pull, mark: Mark, text: str, limit: int) -> Way:
    """Writes the text. Where it is not known whether a write was carried out, looks and goes on.

    Raises ApiFault.
    """
    try:
        return _placed(talk, pull, mark, text, limit)
    except ApiFault as fault:
        if not fault.unsure:
            raise
    return _placed(talk, pull, mark, text, limit)


def _placed(talk: Conversations, pull: Pull, mark: Mark, text: str, limit: int) -> Way:
    found = placement(talk.comments(pull), mark)
    if found.way is Way.ADD or found.comment is None:
        talk.add(pull, f"{mark}\n{text}")
    elif found.way is Way.CHANGE:
        talk.change(pull, found.comment, f"{mark}\n{text}")
    elif found.way is Way.REPLACE:
        talk.add(pull, f"{mark}\n{_CHANGED.format(was=(found.was or '')[:19])}\n\n{text}")
        _outdate(talk, pull, found.comment, limit)
    return found.way


_CHANGED = (
    "> **The plan for this commit has changed** since it was first shown (it was `{was}…`): the account is different now. "
    "If somebody approved the earlier plan, ask them to look again."
)
_OUTDATED = "> **This plan is out of date.** A later comment shows what would happen now."


def _outdate(talk: Conversations, pull: Pull, comment: Comment, limit: int) -> None:
    head, _, rest = comment.body.partition("\n")
    if not rest.startswith(_OUTDATED) and len(comment.body) + len(_OUTDATED) + 2 <= limit:
        talk.change(pull, comment, f"{head}\n{_OUTDATED}\n\n{rest}")
