"""The workspaces of a plan before and after, with the teams that move, as a picture: what is in it,
what it says in words, and its two widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds import kind_of, workspaces
from csws.model.address import Address
from csws.model.change import Action, Change
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.settings import PRIMARY
from csws.render.change_words import name_of
from csws.render.review.geometry import Cell, Chip, Layout, layout
from csws.render.review.sayings import names_before
from csws.render.review.sentences import workspace_names
from csws.render.words import Words, clean

_WIDE, _NARROW = 766, 305  # px: a card on a desk and on a phone
_MOST_ROWS, _MOST_STAYING = 24, 6
_MOST_NARROW_ARROWS = 3  # more would be a tangle; each team says where it goes
_PRIMARY = Address.workspace(PRIMARY)


@frozen(kw_only=False)
class Moved:
    """A row of the table beside the picture. `people` is None where the plan is of several
    accounts."""

    team: str
    before: str
    after: str
    people: int | None


@frozen(kw_only=False)
class Picture:
    wide: Layout
    narrow: Layout
    moved: tuple[Moved, ...]
    left_out: int


def picture(plan: AccountPlan, words: Words, *, alone: bool) -> Picture | None:
    """None where no workspace comes, goes or gets another name, and no team moves."""
    seen = _Seen(plan=plan, words=words, names=workspace_names(plan), old=names_before(plan), alone=alone)
    places = list(seen.places())
    if not places:
        return None
    rows = [seen.row(address) for address in places[:_MOST_ROWS]]
    heads = (words.plain("page.before"), words.plain("page.after"))
    wide = min(96 + 16 * len(plan.team_moves), 240)
    return Picture(
        wide=layout(rows, heads, _WIDE, wide),
        narrow=layout(rows, heads, _NARROW, 33, arrows=len(plan.team_moves) <= _MOST_NARROW_ARROWS),
        moved=tuple(seen.moved()),
        left_out=max(len(places) - _MOST_ROWS, 0),
    )


@frozen
class _Seen:
    """A plan, for its picture. A team without a workspace sees the primary one."""

    plan: AccountPlan
    words: Words
    names: Mapping[Address, str]
    old: Mapping[Address, str]
    alone: bool

    def places(self) -> Iterator[Address]:
        """The workspaces of the picture, in reading order: those that stay, that go, that are new."""
        touched = {end or _PRIMARY for move in self.plan.team_moves for end in (move.before, move.after)}
        changes = {change.address: change for change in self.plan.changes if kind_of(change.address) is workspaces.KIND}
        drawn = [at for at, change in changes.items() if at in touched or _is_drawn(change)]
        yield from sorted(touched - changes.keys())
        for action in (Action.MOVE, Action.UPDATE, Action.DELETE, Action.CREATE):
            yield from (address for address in drawn if changes[address].action is action)

    def row(self, address: Address) -> tuple[Cell, Cell]:
        change, plain = self._change(address), self.words.plain
        before, after = self._name(address, "before"), self._name(address, "after")
        action = change.action if change else Action.UPDATE
        if action is Action.CREATE:
            return (
                Cell(note=plain("page.absent")),
                Cell(name=after, note="+ " + plain("page.is_new"), look="acc b", chips=self._chips(address, "after")),
            )
        chips, rest = self._chips(address, "before"), self._staying(change)
        if action is Action.DELETE:
            return Cell(name=before, chips=chips), Cell(note=f"✕ {self._deleted(address)}", look="bad b")
        soft = plain("page.everybody") if address == _PRIMARY else ""
        old = self.old.get(address, "")
        renamed = plain("page.is_renamed", name=old) if old and before != after else ""
        return (
            Cell(name=before, note=soft, chips=(*rest[0], *chips), rest=rest[1]),
            Cell(
                name=after,
                note=renamed or soft,
                look="acc b" if renamed else "soft",
                chips=(*rest[0], *self._chips(address, "after")),
                rest=rest[1],
            ),
        )

    def moved(self) -> Iterator[Moved]:
        for move in self.plan.team_moves:
            before, at = self._name(move.before or _PRIMARY, "before"), move.after or _PRIMARY
            after, old = self._name(at, "after"), self.old.get(at)
            if old and old != after:
                after = self.words.plain("list.beside", text=after, name=self.words.plain("page.until_now", name=old))
            yield Moved(clean(move.team), before, after, move.people if self.alone else None)

    def _deleted(self, address: Address) -> str:
        refused = any(step.address == address and not step.allowed for step in self.plan.steps if step.destructive)
        return self.words.plain("page.is_refused" if refused else "page.is_deleted")

    def _change(self, address: Address) -> Change | None:
        return next((item for item in self.plan.changes if item.address == address), None)

    def _name(self, address: Address, side: str) -> str:
        change = self._change(address)
        renamed = next((item for item in change.fields if item.path == "name"), None) if change else None
        name = getattr(renamed, side) if renamed else self.names.get(address)
        key = self.words.plain("page.primary") if address == _PRIMARY else address.key
        return clean(name or key).strip() or key

    def _chips(self, address: Address, side: str) -> tuple[Chip, ...]:
        other = "after" if side == "before" else "before"
        way, sign = ("page.to", "→") if side == "before" else ("page.from", "←")
        return tuple(
            Chip(
                team=clean(move.team),
                people=self.words.count("count.people", move.people).striptags() if self.alone else "",
                way=f"{sign} {self.words.plain(way, name=self._name(getattr(move, other) or _PRIMARY, other))}",
                move=at,
                arrives=side == "after",
            )
            for at, move in enumerate(self.plan.team_moves)
            if (getattr(move, side) or _PRIMARY) == address
        )

    def _staying(self, change: Change | None) -> tuple[tuple[Chip, ...], str]:
        """The teams that stay in a workspace that changes; of any other the plan does not say them."""
        if change is None:
            return (), ""
        item = next((item for item in change.fields if item.path == "teams"), None)
        value = change.unchanged.get("teams", ()) if item is None else item.before
        teams = value if isinstance(value, tuple) else ()
        if item is not None and isinstance(item.after, tuple):
            teams = tuple(team for team in teams if team in item.after)
        left = len(teams) - _MOST_STAYING
        rest = self.words.count("page.n_teams", left).striptags() if left > 0 else ""
        return tuple(Chip(team=clean(team)) for team in teams[:_MOST_STAYING]), rest


def _is_drawn(change: Change) -> bool:
    """Whether a workspace comes, goes, or gets another name."""
    is_there = change.action in (Action.CREATE, Action.DELETE)
    return is_there or (name_of(change) != "" and any(item.path == "name" and item.before for item in change.fields))
