"""What a plan comes to, in a few sentences: whether it can be applied, what would change, whom that
concerns, what cannot be undone, and what to do next. Every format for people begins with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from csws.model.change import Action, Change
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.change_rows import short_subject
from csws.render.change_words import name_of
from csws.render.consequences import fired
from csws.render.markup import tagged
from csws.render.words import Words, clean

_LONGEST = 60  # characters of an account's name
_MOST = 4  # names; of more, three and a count
_ORDER = {
    Action.DELETE: ("plan.deleted", "plan.n_deleted"),
    Action.CREATE: ("plan.created", "plan.n_created"),
    Action.UPDATE: ("plan.changed", "plan.n_changed"),
    Action.MOVE: ("plan.moved", "plan.n_moved"),
}


_KEYS = {
    Standing.REFUSED: "plan.cannot",
    Standing.UNPLANNED: "plan.no_plan",
    Standing.WAITS: "plan.waits",
    Standing.HELD: "plan.held",
    Standing.SAME: "plan.nothing",
}


@frozen(kw_only=False)
class Verdict:
    """On all accounts of a plan: the worst standing, the accounts that stop, by name, and whether others
    stand otherwise, so that the worst is not true of all."""

    worst: Standing
    stopped: tuple[str, ...]
    is_mixed: bool
    has_ready: bool

    @property
    def is_quiet(self) -> bool:
        """Nothing would change, and nothing is in the way."""
        return self.worst is Standing.SAME


def verdict(plan: Plan) -> Verdict:
    standings = {head.standing for head in plan.heads}
    stopped = tuple(head.account for head in plan.heads if head.standing.stops)
    ready = {Standing.DELETES, Standing.CHANGES} & standings
    worst = min(standings, key=lambda item: item.place, default=Standing.UNPLANNED)
    return Verdict(worst, stopped, is_mixed=bool(stopped) and len(standings) > 1, has_ready=bool(ready))


def sentence(plan: Plan, words: Words, *, approvable: bool = False) -> Markup:
    """Whether the plan can be applied; `approvable` where somebody can approve it."""
    found = verdict(plan)
    if not found.is_mixed:
        return escape(words.plain(standing_key(found.worst, approvable=approvable)))
    number, total = (escape(words.number(n)) for n in (len(found.stopped), len(plan.heads)))
    return words.say("plan.cannot_some", n=number, all=total, accounts=some(map(_short, found.stopped), words))


def standing_key(standing: Standing, *, approvable: bool = False) -> str:
    return _KEYS.get(standing, "plan.can_once" if approvable else "plan.can")


def facts(plan: Plan, words: Words, *, named: bool = True) -> Iterator[tuple[str, Markup]]:
    """The three lines: name and sentence of each. Only counts where nothing is to be `named`, because
    names may be long."""
    account = plan.accounts[0] if len(plan.heads) == 1 and named else None
    yield words.plain("plan.what"), _what(plan, account, words)
    if any(sum(head.counts) for head in plan.heads):
        yield words.plain("plan.who"), _who(plan, account, words)
    if any(head.fires for head in plan.heads):
        yield words.plain("fires.row"), _fires(plan, account, words)
    if any(sum(head.counts) for head in plan.heads):
        yield words.plain("plan.undone"), _undone(plan, account, words)


def _what(plan: Plan, account: AccountPlan | None, words: Words) -> Markup:
    if not any(sum(head.counts) for head in plan.heads):
        if not plan.heads or any(head.standing is Standing.UNPLANNED for head in plan.heads):
            return escape(words.plain("plan.invalid" if account and account.error is None else "plan.unplanned"))
        return escape(words.plain("plan.matches" if len(plan.heads) == 1 else "plan.all_match"))
    if account is None:
        return _what_in_all(plan, words)
    said = [
        words.say(key, names=_names((change for change in account.changes if change.action is action), words))
        for action, (key, _) in _ORDER.items()
        if account.count(action)
    ]
    return words.listed(said, "list.between")


def _what_in_all(plan: Plan, words: Words) -> Markup:
    totals = {action: sum(head.count(action) for head in plan.heads) for action in _ORDER}
    changing = sum(bool(sum(head.counts)) for head in plan.heads)
    return words.say(
        "plan.in_all",
        changes=words.count("plan.all_changes", sum(totals.values())),
        accounts=words.count("count.accounts", changing),
        counts=counts_of(totals, words),
    )


def counts_of(totals: Mapping[Action, int], words: Words) -> Markup:
    """The number of changes of each kind, what is deleted first."""
    found = [(key, totals[action]) for action, (_, key) in _ORDER.items() if totals[action]]
    return words.listed([words.say(key, n=escape(words.number(number))) for key, number in found])


def _who(plan: Plan, account: AccountPlan | None, words: Words) -> Markup:
    gained, lost = sum(head.gained for head in plan.heads), sum(head.lost for head in plan.heads)
    if account is None and (gained or lost):
        sides = {"plan.people_gain": gained, "plan.people_lose": lost}
        said = [words.say(key, people=words.count("count.people", n)) for key, n in sides.items() if n]
        return words.listed(said, "list.between")
    moves = account.team_moves if account else ()
    people = sum(move.people for move in moves) or max(gained, lost)
    if people:
        return _people(people, account, words)
    if moves:
        return words.say("plan.people_in_teams", names=some((_bold(move.team) for move in moves), words))
    return escape(words.plain("plan.nobody"))


def _people(people: int, account: AccountPlan | None, words: Words) -> Markup:
    seen = account.visibility if account else ()
    names = list(dict.fromkeys(name for item in seen for name in (*item.gained_people, *item.lost_people)))
    counted = words.count("count.people", people)
    if len(names) == people <= _MOST:
        return words.say("plan.people_named", people=counted, names=words.listed([_bold(name) for name in names]))
    return words.say("plan.people", people=counted)


def _undone(plan: Plan, account: AccountPlan | None, words: Words) -> Markup:
    deletes = sum(head.count(Action.DELETE) for head in plan.heads)
    if not deletes:
        return escape(words.plain("plan.undone_none"))
    if account is None or deletes > _MOST:
        return words.count("plan.deletions_in", deletes)
    gone = (change for change in account.changes if change.action is Action.DELETE)
    return words.say("plan.deletions", names=_names(gone, words))


def _fires(plan: Plan, account: AccountPlan | None, words: Words) -> Markup:
    """The health scores whose steps start workflows; of several accounts their number, and which."""
    number = sum(head.fires for head in plan.heads)
    if account is not None and number <= _MOST:
        return words.listed([one.said(words) for one in fired(account)], "list.between")
    count = words.count("fires.n", number)
    accounts = [head.account for head in plan.heads if head.fires]
    return words.say("fires.in", scores=count, accounts=some(map(_short, accounts), words))


_NEXT = {
    Standing.REFUSED: "plan.next_correct",
    Standing.UNPLANNED: "plan.next_correct",
    Standing.WAITS: "plan.next_run",
    Standing.HELD: "plan.next_first",
    Standing.SAME: "plan.next_none",
}


def next_action(plan: Plan, words: Words, ready: Markup) -> Markup:
    """What to do now; `ready` is what to do with a plan that can be applied."""
    found = verdict(plan)
    if not found.has_ready:
        return escape(words.plain(_NEXT[found.worst]))
    others = [escape(words.plain("plan.next_others"))] if found.stopped else []
    return words.listed([ready, *others], "list.between")


def _names(changes: Iterable[Change], words: Words) -> Markup:
    found = sorted(changes, key=lambda change: not name_of(change))
    return some((short_subject(change, words) for change in found), words)


def some(names: Iterable[Markup], words: Words) -> Markup:
    """Up to four names, or three and the number of the others."""
    every = list(names)
    if len(every) <= _MOST:
        return words.listed(every)
    more = escape(words.number(len(every) - _MOST + 1))
    return words.say("plan.and_more", names=words.listed(every[: _MOST - 1]), n=more)


def _short(name: str) -> Markup:
    return _bold(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…")


def _bold(name: str) -> Markup:
    return tagged("b", clean(name))
