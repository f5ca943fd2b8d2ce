"""What would start workflows, in a comment: all of it, or none and that it is left out."""

from __future__ import annotations

from csws.model.run import Plan
from csws.render.consequences import fired
from csws.render.html_text import calm, code, listed, units
from csws.render.words import Words


def fires_list(plan: Plan, words: Words, room: int) -> str | None:
    """Every health score by name and what it does, or by key alone; "" where there is none, None if not even the keys
    fit."""
    count = _count(plan)
    if not count:
        return ""
    title = f"<p><strong>{words.count('fires.listed', count)}</strong></p>"
    for lines in (_by_name(plan, words), _by_key(plan)):
        text = f"{title}\n\n<ul>\n{''.join(lines)}</ul>\n"
        if units(text) <= room:
            return text
    return None


def too_many_fires(plan: Plan, words: Words) -> str:
    accounts = words.count("count.accounts", len([head for head in plan.heads if head.fires]))
    said = words.say("fires.too_long", text=words.count("fires.listed", _count(plan)), accounts=accounts)
    return f"<p><strong>{said}</strong></p>\n"


def _count(plan: Plan) -> int:
    return sum(head.fires for head in plan.heads)


def _by_name(plan: Plan, words: Words) -> list[str]:
    several = len(plan.heads) > 1
    return [
        f"<li>{f'{listed(group.names)}: ' if several else ''}{calm(one.said(words))}</li>\n"
        for group in plan.groups
        if group.heads[0].fires
        for one in fired(plan.accounts[group.at])
    ]


def _by_key(plan: Plan) -> list[str]:
    return [
        f"<li>{listed(group.names)}: "
        f"{', '.join(code(one.address.key) for one in fired(plan.accounts[group.at]))}</li>\n"
        for group in plan.groups
        if group.heads[0].fires
    ]
