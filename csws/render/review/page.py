"""A whole page: its first lines, its plans, and for several accounts what comes first and the table of
all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from markupsafe import Markup

from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.about import About
from csws.render.review.account import PlanView, Room, plan_view
from csws.render.review.findings import Found, shown_findings
from csws.render.review.first_lines import FirstLines, deleting, first_lines
from csws.render.review.marks import MARKS, Mark
from csws.render.review.origin import Crumb, crumbs
from csws.render.words import Words, clean

_MOST_FIRES = 40  # plans that are listed because they start workflows
_MOST_OTHERS = 12  # plans whose sentences come before the table of all accounts


@frozen
class Row:
    """An account in the table of all; `plan` is the place of its plan on the page."""

    account: str
    plan: int
    standing: Standing
    what: Markup | str
    changes: int
    fires: bool = False


@frozen
class Page:
    """`heading` is the title of the pull request, "" if nobody says it. `stops`, `deletes`, `fires` and `others` are places
    in `plans`. `rows` is empty for one account."""

    words: Words
    title: str
    heading: str
    crumbs: tuple[Crumb, ...]
    first: FirstLines
    plans: tuple[PlanView, ...]
    stopping: tuple[Found, ...]
    checks: tuple[Found, ...]
    stops: tuple[int, ...] = ()
    deletes: tuple[int, ...] = ()
    fires: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    more_others: int = 0
    more_fires: int = 0
    rows: tuple[Row, ...] = ()
    standings: tuple[Standing, ...] = ()
    digest: str = ""
    marks: Mapping[Standing, Mark] = field(default_factory=lambda: MARKS)

    @property
    def has_scores(self) -> bool:
        return any(view.scores or view.fires for view in self.plans)


def page(plan: Plan, about: About, words: Words) -> Page:
    plans = _plans(plan, words)
    rows = tuple(_row(name, at, view, words) for at, view in enumerate(plans) for name in view.names)
    shared = tuple(item for item in plan.diagnostics if not item.accounts)
    others = [at for at, view in enumerate(plans) if view.standing is Standing.CHANGES]
    fires = [at for at, view in enumerate(plans) if view.fires and not view.standing.stops]
    others.sort(key=lambda at: -len(plans[at].names))
    return Page(
        words=words,
        title=_title(plans, words),
        heading=clean(about.title),
        crumbs=tuple(crumbs(about, words)),
        first=first_lines(plan, plans, about, words),
        plans=plans,
        stopping=shown_findings(tuple(item for item in shared if item.stops_apply), words),
        checks=shown_findings(tuple(item for item in shared if not item.stops_apply), words),
        stops=tuple(at for at, view in enumerate(plans) if view.standing.stops),
        deletes=tuple(at for at, view in enumerate(plans) if view.deletions and not view.standing.stops),
        fires=tuple(fires[:_MOST_FIRES]),
        more_fires=max(len(fires) - _MOST_FIRES, 0),
        others=tuple(others[:_MOST_OTHERS]),
        more_others=max(len(others) - _MOST_OTHERS, 0),
        rows=rows if len(rows) > 1 else (),
        standings=tuple(one for one in Standing if any(row.standing is one for row in rows)),
        digest=plan.digest or "" if plan.has_changes else "",
    )


def _plans(plan: Plan, words: Words) -> tuple[PlanView, ...]:
    """The worst first; what is drawn is shared out in that order."""
    found, room, views = _by_account(plan), Room(), []
    for group in plan.groups:
        mine = {id(item): item for name in group.names for item in found.get(name, ())}
        view = plan_view(group, plan.accounts[group.at], tuple(mine.values()), words, room)
        room = room.without(view)
        views.append(view)
    return tuple(sorted(views, key=lambda view: view.standing.place))


def _by_account(plan: Plan) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for item in plan.diagnostics:
        for name in item.accounts:
            found.setdefault(name, []).append(item)
    return found


def _title(plans: tuple[PlanView, ...], words: Words) -> str:
    number = sum(len(view.names) for view in plans)
    if number == 1:
        return words.plain("page.of_account", account=plans[0].names[0])
    return words.count("page.of_accounts", number).striptags() if number else words.plain("page.title")


def _row(account: str, at: int, view: PlanView, words: Words) -> Row:
    rest = replace(view.tally, deleted=0, deleted_scores=0).said(words)
    parts = [*deleting(view, words), *([rest] if rest else [])]
    if view.failure and len(view.names) == 1:
        parts = [view.failure.text]
    what = words.listed(parts, "list.also")
    return Row(
        account=account, plan=at, standing=view.standing, what=what, changes=view.changes, fires=bool(view.fires)
    )
