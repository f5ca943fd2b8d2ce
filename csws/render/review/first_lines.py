"""The first lines of a page: whether the plan can be applied, what it is about, whom it concerns, what
cannot be undone, and the one next action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from csws.model.frozen import frozen
from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.about import About
from csws.render.headline import Verdict, sentence, verdict
from csws.render.review.account import PlanView
from csws.render.review.marks import MARKS, Mark
from csws.render.review.origin import is_merge, pull_number
from csws.render.review.sentences import plain
from csws.render.review.tally import Tally
from csws.render.words import Words, clean

_MOST_NAMED = 4  # people, accounts, deletions
_GOOD = Mark("plan.can", "✓", "good")


@frozen
class Action:
    """The one next action: a button with where it leads, or a command; `why` says what it does."""

    label: str = ""
    url: str = ""
    command: str = ""
    why: Markup | str = ""


@frozen
class FirstLines:
    """`what` is "" where there is no plan to speak of."""

    look: str
    sign: str
    title: str
    what: Markup | str
    who: Markup
    undone: tuple[Markup, ...]
    undone_note: str
    fires: tuple[Markup, ...]
    action: Action


def first_lines(plan: Plan, views: Sequence[PlanView], about: About, words: Words) -> FirstLines:
    found = verdict(plan)
    tally = _sum(views)
    undone = list(_undone(views, words))
    mark = MARKS[found.worst] if found.stopped or not views else _GOOD
    more = [Markup("… (+{})").format(len(undone) - _MOST_NAMED)] if len(undone) > _MOST_NAMED else []
    return FirstLines(
        look=mark.look,
        sign=mark.sign,
        title=sentence(plan, words, approvable=bool(about.pull)).striptags(),
        what=_what(views, tally, words),
        who=_who(views, words),
        undone=(*undone[:_MOST_NAMED], *more),
        undone_note=words.plain("page.again") if undone else "",
        fires=tuple(_fires(views, words)),
        action=_action(views, found, about, plan.digest or "", words),
    )


def _sum(views: Sequence[PlanView]) -> Tally:
    total = Tally()
    for view in views:
        total = total.plus(view.tally.times(len(view.names)))
    return total


def _what(views: Sequence[PlanView], tally: Tally, words: Words) -> Markup | str:
    said = tally.said(words)
    if all(view.standing is Standing.UNPLANNED for view in views):
        return ""
    if not said:
        matches = len(views) == 1 and views[0].standing is Standing.SAME
        return words.plain("page.matches") if matches else words.say("page.stop", text=plain(words, "page.nothing"))
    total = sum(len(view.names) for view in views)
    changing = sum(len(view.names) for view in views if view.changes)
    where = words.count("page.in_accounts", changing)
    return words.say("page.stop", text=said if total == 1 else words.listed([said, where], "list.also"))


def _who(views: Sequence[PlanView], words: Words) -> Markup:
    affected, primary = (sum(getattr(view, side) for view in views) for side in ("affected", "to_primary"))
    if not affected:
        return escape(words.plain("page.nobody"))
    number = words.count("page.n_people", affected)
    people = [name for view in views for name in view.people]
    accounts = sum(len(view.names) for view in views if view.affected)
    if len(views) > 1:
        number = words.listed([number, words.count("page.in_accounts", accounts)])
    if 0 < len(people) <= _MOST_NAMED:
        number = words.say("list.fact", name=number, text=words.listed([escape(one) for one in people]))
    parts = [words.say("page.stop", text=number)]
    parts += [words.count("page.n_primary", primary)] if primary else []
    return words.listed(parts, "list.between")


def deleting(view: PlanView, words: Words) -> list[Markup]:
    """The deletions of a plan, each as what would be done."""
    return [_deleting(one.name, allowed=one.allowed, words=words) for one in view.deletions]


def _deleting(name: str, *, allowed: bool, words: Words) -> Markup:
    return words.say("page.deleting" if allowed else "page.deleting_refused", name=name)


def _undone(views: Sequence[PlanView], words: Words) -> Iterator[Markup]:
    """The deletions by name, those of the same name once; refused ones last."""
    found: dict[tuple[bool, str], list[str]] = {}
    for view in views:
        for one in view.deletions:
            found.setdefault((not one.allowed, one.name), []).extend(view.names)
    alone = sum(len(view.names) for view in views) == 1
    for (refused, name), accounts in sorted(found.items(), key=lambda pair: pair[0][0]):
        text = _deleting(name, allowed=not refused, words=words)
        yield text if alone else words.say("list.fact", name=text, text=_accounts(accounts, words))


def _fires(views: Sequence[PlanView], words: Words) -> Iterator[Markup]:
    """What would start workflows, the same once; more than a few only as numbers."""
    found: dict[Markup, list[str]] = {}
    for view in views:
        for one in view.fires:
            found.setdefault(one, []).extend(view.names)
    if len(found) > _MOST_NAMED:
        accounts = [name for names in found.values() for name in names]
        yield words.say("fires.in", scores=words.count("fires.n", len(accounts)), accounts=_accounts(accounts, words))
        return
    alone = sum(len(view.names) for view in views) == 1
    for text, accounts in found.items():
        yield text if alone else words.say("list.fact", name=_accounts(accounts, words), text=text)


def _accounts(names: Sequence[str], words: Words) -> Markup:
    names = tuple(dict.fromkeys(names))
    if len(names) > _MOST_NAMED:
        return words.count("count.accounts", len(names))
    return words.listed([escape(name) for name in names])


def _action(views: Sequence[PlanView], found: Verdict, about: About, digest: str, words: Words) -> Action:
    if found.worst is Standing.WAITS and len(views) == 1 and views[0].way_on:
        return Action(command=views[0].way_on, why=words.plain("page.go_resume"))
    if found.stopped or not views:
        label = words.plain("page.go_stop")
        why = "page.go_held_why" if found.worst is Standing.HELD else "page.go_stop_why"
        return Action(label=label, url="#stops", why=words.plain(why))
    if found.is_quiet:
        return Action(why=words.plain("page.go_none"))
    if about.pull:
        label = words.plain("page.go_merge" if is_merge(about) else "page.go_pull", n=pull_number(about))
        return Action(label=label, url=about.pull, why=words.say("page.approves", digest=_short(digest)))
    return Action(command=f"csws apply --expect {clean(digest)}", why=words.plain("page.go_apply"))


def _short(digest: str) -> str:
    """`sha256:9c22fa52…` as people compare it: two groups of four."""
    text = digest.rpartition(":")[2]
    return f"{text[:4]} {text[4:8]}"
