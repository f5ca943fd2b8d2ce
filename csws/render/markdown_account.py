"""One account of a plan as folded blocks of a comment: as many as fit, the deletes first."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.model.change import Action, Change
from csws.model.frozen import frozen
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan
from csws.render.access_words import access_sentences
from csws.render.change_rows import SettingRow, change_title, gone_and_added, setting_rows, stays_in
from csws.render.finding_words import finding_text
from csws.render.headline import counts_of, standing_key
from csws.render.html_text import calm, code, listed, units, with_code
from csws.render.markdown_moves import moves_blocks
from csws.render.review.steps import step_views
from csws.render.words import Words

_MARKS = {Action.CREATE: "➕", Action.UPDATE: "✏️", Action.DELETE: "❌", Action.MOVE: "➡️"}
_COLUMNS = {
    Action.CREATE: ("after",),
    Action.UPDATE: ("before", "after"),
    Action.DELETE: ("before",),
    Action.MOVE: ("before", "after"),
}
_HEADS = {"before": "plan.before", "after": "plan.after"}
_MOST_MEMBERS = 50


@frozen(kw_only=False)
class CommentPart:
    """A piece of the comment, and the number of changes that it omits for lack of room."""

    text: str
    left_out: int = 0


def account_blocks(
    group: Group[PlanHead], plan: AccountPlan, room: int, words: Words, *, unfolded: bool
) -> Iterator[CommentPart]:
    """The plan of an account, or of several accounts with the same plan, in one fold, with a fold
    inside for each change."""
    head = f"<details{' open' if unfolded else ''}><summary>{_title(group, plan, words)}</summary>\n\n"
    tail = "</details>\n\n"
    left = room - units(head) - units(tail)
    body, left_out = "", 0
    changes = [_change(change, words) for change in sorted(plan.changes, key=_deletes_first)]
    moves = moves_blocks(plan, words)
    rest = [_all_names(group, words), moves, _notes(plan, words), _people(group, plan, words), _steps(plan, words)]
    for number, piece in enumerate([*changes, *rest]):
        if units(piece) <= left:
            body += piece
            left -= units(piece)
        elif number < len(changes):
            left_out += 1
    yield CommentPart(head + body + tail if body else "", left_out)


def _title(group: Group[PlanHead], plan: AccountPlan, words: Words) -> str:
    counts = counts_of({action: plan.count(action) for action in Action}, words)
    standing = group.heads[0].standing
    stops = [escape(words.plain(standing_key(standing)))] if standing.stops else []
    told = Markup(" · ").join([counts, *stops])
    if len(group.heads) == 1:
        name = Markup(code(plan.account))
    else:
        same, names = words.count("plan.same", len(group.heads)), Markup(listed(group.names))
        name = words.say("list.beside", text=same, name=names)
    return str(words.say("list.fact", name=name, text=told))


def _all_names(group: Group[PlanHead], words: Words) -> str:
    """The names of all accounts, because a title has only three."""
    if len(group.heads) == 1:
        return ""
    names = ", ".join(map(code, group.names))
    example = words.say("plan.example", account=Markup(code(group.names[0])))
    note = "" if is_exact(group) else f"<p>{example}</p>\n\n"
    every = words.count("count.accounts", len(group.heads))
    return f"{note}<details><summary>{every}</summary>\n<p>{names}</p>\n</details>\n\n"


def _notes(plan: AccountPlan, words: Words) -> str:
    return "".join(f"<p>{with_code(finding_text(note, words.language))}</p>\n\n" for note in plan.notes)


def _deletes_first(change: Change) -> bool:
    return change.action is not Action.DELETE


def _change(change: Change, words: Words) -> str:
    rows = "".join(_row(row, change.action, words) for row in setting_rows(change, words))
    heads = [words.plain("plan.setting"), *(words.plain(_HEADS[side]) for side in _COLUMNS[change.action])]
    head = "".join(f"<th>{word}</th>" for word in heads)
    return (
        f"<details{' open' if change.action is Action.DELETE else ''}><summary>{_MARKS[change.action]} "
        f"{calm(change_title(change, words))}</summary>\n"
        f"<table>\n<tr>{head}</tr>\n{rows}</table>\n</details>\n\n"
    )


def _row(row: SettingRow, action: Action, words: Words) -> str:
    note = f"<br>{words.say('list.beside', text=Markup(), name=Markup(row.note)).strip()}" if row.note else ""
    sides = dict(zip(("before", "after"), _sides(row, action, words), strict=True))
    cells = "".join(f"<td>{calm(sides[column])}</td>" for column in _COLUMNS[action])
    return f"<tr><td>{calm(row.place)}{note}</td>{cells}</tr>\n"


def _sides(row: SettingRow, action: Action, words: Words) -> tuple[str, str]:
    """A list as the items removed and the items added; the others are only counted."""
    if action in (Action.CREATE, Action.DELETE) or not row.is_list:
        return row.shown.value(row.before), row.shown.value(row.after)
    gone, added = gone_and_added(row)
    kept = stays_in(row)
    stays = f"<br>{words.count('plan.of_list', kept)}" if kept else ""
    return _members("−", gone), _members("+", added) + stays


def _members(sign: str, names: list[Markup]) -> str:
    more = [f"… (+{len(names) - _MOST_MEMBERS})"] if len(names) > _MOST_MEMBERS else []
    return "<br>".join([*(f"{sign} {name}" for name in names[:_MOST_MEMBERS]), *more])


def _steps(plan: AccountPlan, words: Words) -> str:
    if len(plan.steps) < 2 and not any(step.consequential for step in plan.steps):
        return ""
    lines = "".join(
        f"<li>{'<br>'.join(calm(text) for text in (view.text, *view.notes))}</li>\n" for view in step_views(plan, words)
    )
    title = words.count("plan.steps", len(plan.steps))
    return f"<details><summary>{title}</summary>\n<ol>\n{lines}</ol>\n</details>\n\n"


def _people(group: Group[PlanHead], plan: AccountPlan, words: Words) -> str:
    """Teams have different people in each account, so several accounts show only the totals."""
    if len(group.heads) > 1:
        gained, lost = sum(head.gained for head in group.heads), sum(head.lost for head in group.heads)
        together = words.say("plan.access_in_all", gained=words.number(gained), lost=words.number(lost))
        return f"<p>{together}</p>\n\n" if gained or lost else ""
    lines = "".join(f"<li>{calm(text)}</li>\n" for text in access_sentences(plan, words, _MOST_MEMBERS))
    return f"<p>{words.plain('plan.access')}</p>\n<ul>\n{lines}</ul>\n\n" if lines else ""
