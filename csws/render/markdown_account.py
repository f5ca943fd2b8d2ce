"""One account of a plan as folded blocks of a comment: as many as fit, the deletes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange
from csws.model.frozen import frozen
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan, Step
from csws.render.change_words import FIRES, NO_LABELS, WILL_BE, counted, field_note, name_of, origin_note
from csws.render.html_text import code, listed, named, units, value_html, with_code

_MARKS = {Action.CREATE: "➕", Action.UPDATE: "✏️", Action.DELETE: "❌", Action.MOVE: "➡️"}
_COLUMNS = {
    Action.CREATE: ("after",),
    Action.UPDATE: ("before", "after"),
    Action.DELETE: ("before",),
    Action.MOVE: ("before", "after"),
}
_MOST_MEMBERS = 50


@frozen(kw_only=False)
class CommentPart:
    """A piece of the comment, and the number of changes that it omits for lack of room."""

    text: str
    left_out: int = 0


def account_blocks(group: Group[PlanHead], plan: AccountPlan, room: int, *, unfolded: bool) -> Iterator[CommentPart]:
    """The plan of an account, or of several accounts with the same plan, in one fold, with a fold
    inside for each workspace."""
    head = f"<details{' open' if unfolded else ''}><summary>{_title(group, plan)}</summary>\n\n"
    tail = "</details>\n\n"
    left = room - units(head) - units(tail)
    body, left_out = "", 0
    notes = _all_names(group) + "".join(f"<p>{with_code(note)}</p>\n\n" for note in plan.notes)
    changes = [_change(change) for change in sorted(plan.changes, key=_deletes_first)]
    for number, piece in enumerate([*changes, notes, _steps(plan), _people(group, plan)]):
        if units(piece) <= left:
            body += piece
            left -= units(piece)
        elif number < len(changes):
            left_out += 1
    yield CommentPart(head + body + tail if body else "", left_out)


def _title(group: Group[PlanHead], plan: AccountPlan) -> str:
    if len(group.heads) == 1:
        return f"{code(plan.account)}: {_counts(plan)}"
    same = f"The same {counted(len(plan.changes), 'change')} in {len(group.heads):,} accounts"
    return f"{same} ({listed(group.names)}): {_counts(plan)} in each"


def _all_names(group: Group[PlanHead]) -> str:
    """The names of all accounts, because a title has only three."""
    if len(group.heads) == 1:
        return ""
    names = ", ".join(map(code, group.names))
    example = "" if is_exact(group) else f"<p>Workspace names are shown as in {code(group.names[0])}.</p>\n\n"
    return f"{example}<details><summary>All {len(group.heads):,} accounts</summary>\n<p>{names}</p>\n</details>\n\n"


def _deletes_first(change: Change) -> bool:
    return change.action is not Action.DELETE


def _counts(plan: AccountPlan) -> str:
    words = {Action.CREATE: "to add", Action.UPDATE: "to change", Action.DELETE: "to destroy", Action.MOVE: "to move"}
    told = [f"{plan.count(action)} {word}" for action, word in words.items() if plan.count(action)]
    return ", ".join([*told, counted(len(plan.steps), "step")])


def _change(change: Change) -> str:
    title = f" {code(name)}" if (name := name_of(change)) else ""
    rows = "".join(_row(change, item) for item in change.fields)
    head = "".join(f"<th>{word}</th>" for word in ("setting", *_COLUMNS[change.action]))
    return (
        f"<details{' open' if change.action is Action.DELETE else ''}><summary>{_MARKS[change.action]} "
        f"{code(str(change.address))}{title} {f'{WILL_BE[change.action]} {origin_note(change)}'.rstrip()}</summary>\n"
        f"<table>\n<tr>{head}</tr>\n{rows}</table>\n</details>\n\n"
    )


def _row(change: Change, item: FieldChange) -> str:
    note = f"<br>{pending}" if (pending := field_note(change, item)) else ""
    sides = dict(zip(("before", "after"), _sides(change, item), strict=True))
    cells = "".join(f"<td>{sides[column]}</td>" for column in _COLUMNS[change.action])
    return f"<tr><td>{code(item.path)}{note}</td>{cells}</tr>\n"


def _sides(change: Change, item: FieldChange) -> tuple[str, str]:
    """A list as the items removed and the items added; the others are only counted."""
    labels = change.labels.get(item.path, NO_LABELS)
    if not isinstance(item.before, tuple) or not isinstance(item.after, tuple):
        return value_html(item.before, labels), value_html(item.after, labels)
    gone = [name for name in item.before if name not in item.after]
    added = [name for name in item.after if name not in item.before]
    kept = len(item.after) - len(added)
    stays = f"<br>({kept} unchanged)" if kept else ""
    return _members("−", gone, labels), _members("+", added, labels) + stays


def _members(sign: str, names: list[str], labels: Mapping[str, str]) -> str:
    more = [f"and {len(names) - _MOST_MEMBERS} more"] if len(names) > _MOST_MEMBERS else []
    return "<br>".join([*(f"{sign} {named(name, labels)}" for name in names[:_MOST_MEMBERS]), *more])


def _steps(plan: AccountPlan) -> str:
    if len(plan.steps) < 2 and not any(step.consequential for step in plan.steps):
        return ""
    return "<ol>\n" + "".join(map(_step, plan.steps)) + "</ol>\n\n"


def _step(step: Step) -> str:
    reason = f"<br>transient: {with_code(step.reason or '')}" if step.transient else ""
    clears = f"<br>clears {', '.join(map(code, step.clears[:_MOST_MEMBERS]))}" if step.clears else ""
    fires = f"<br>⚠️ <b>starts workflows</b>: {FIRES}" if step.consequential else ""
    return f"<li>{with_code(step.summary)}{reason}{fires}{clears}</li>\n"


def _people(group: Group[PlanHead], plan: AccountPlan) -> str:
    """Teams have different people in each account, so several accounts show only the totals."""
    if len(group.heads) > 1:
        gained, lost = sum(head.gained for head in group.heads), sum(head.lost for head in group.heads)
        together = f"Who sees what, in all {len(group.heads):,} accounts together: {gained:,} gained, {lost:,} lost"
        return f"<p>{together}</p>\n\n" if gained or lost else ""
    moves = "".join(
        f"<li>team {code(move.team)}: {_place(move.before)} → {_place(move.after)} ({move.people})</li>\n"
        for move in plan.team_moves[:_MOST_MEMBERS]
    )
    sees = "".join(
        f"<li>{code(item.workspace)}: {item.gained} gained, {item.lost} lost</li>\n"
        for item in plan.visibility[:_MOST_MEMBERS]
    )
    return f"Who sees what:\n<ul>\n{moves}{sees}</ul>\n\n" if moves or sees else ""


def _place(address: Address | None) -> str:
    return code(address.key) if address else "the primary workspace"
