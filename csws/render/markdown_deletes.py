"""The deletes of a plan in a comment: all of them, or none."""

from __future__ import annotations

from csws.model.change import Action, Change
from csws.model.grouping import Group, PlanHead
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.render.change_rows import subject
from csws.render.change_words import name_of
from csws.render.html_text import calm, code, listed, units
from csws.render.words import Words


def delete_list(plan: Plan, words: Words, room: int) -> str | None:
    """Every delete by name, or by key alone; "" where there is none, None if not even the keys fit."""
    count = _count(plan)
    if not count:
        return ""
    title = f"<p><strong>{words.count('plan.deletes_only', count)}</strong></p>"
    for text in (_deletes_by_name(plan, words), _deletes_by_key(plan)):
        if units(text) <= room:
            return f"{title}\n\n<ul>\n{text}</ul>\n"
    return None


def too_many_deletes(plan: Plan, words: Words) -> str:
    accounts = words.count("count.accounts", len([head for head in plan.heads if head.count(Action.DELETE)]))
    text = words.count("plan.deletes_too_long", _count(plan))
    said = words.say("plan.deletes_where", text=text, accounts=accounts)
    return f"<p><strong>{said}</strong></p>\n"


def _count(plan: Plan) -> int:
    return sum(head.count(Action.DELETE) for head in plan.heads)


def _deleted(plan: AccountPlan) -> list[Change]:
    return [change for change in plan.changes if change.action is Action.DELETE]


def _deletes_by_name(plan: Plan, words: Words) -> str:
    several = len(plan.heads) > 1
    return "".join(
        _delete(group.names if several else (), change, words)
        for group in _deleting(plan)
        for change in _deleted(plan.accounts[group.at])
    )


def _deleting(plan: Plan) -> list[Group[PlanHead]]:
    return [group for group in plan.groups if group.heads[0].count(Action.DELETE)]


def _delete(names: tuple[str, ...], change: Change, words: Words) -> str:
    account = f"{listed(names)}: " if names else ""
    what = calm(subject(change, words)) if name_of(change) else code(change.address.key)
    return f"<li>{account}{what}</li>\n"


def _deletes_by_key(plan: Plan) -> str:
    return "".join(
        f"<li>{listed(group.names)}: {', '.join(code(change.address.key) for change in _deleted(plan.accounts[group.at]))}</li>\n"
        for group in _deleting(plan)
    )
