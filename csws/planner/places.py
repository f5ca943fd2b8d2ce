"""The parts of ordered moves, one for each step, so that an account never has more items of a sort than its
subscription allows. Pure.

The order of the moves is kept where it fits. Where it does not, what is there already changes first, then comes what is
deleted, then what is created and passes through a place on its way to another, and last what is created to stay there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from csws.errors import ConfigInvalid
from csws.model.change import Action
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.planner.order import Move

_MOST_TRIED = 10_000  # situations from which no way led on


@frozen(kw_only=False)
class Part:
    """One step of a move: its first stage, or its second."""

    move: Move
    second: bool = False


@frozen(kw_only=False)
class _Effect:
    """Which place a part gives up, and which it takes; "" for none."""

    gives: str
    takes: str


def parts_of(kind: Kind, order: Sequence[Move]) -> list[Part]:
    """Every part, in the order of the moves, each with its second stage right after its first."""
    out = []
    for move in order:
        if move.release or _has_first(kind, move):
            out.append(Part(move))
        if not move.release and _second(kind, move):
            out.append(Part(move, second=True))
    return out


def _has_first(kind: Kind, move: Move) -> bool:
    before, after = move.node.before, move.node.after
    if before is None or after is None or move.node.change.action is Action.MOVE:
        return True
    return bool(kind.differing(kind.flat(before), kind.flat(kind.first_stage(before, after)))) or not _second(
        kind, move
    )


def _second(kind: Kind, move: Move) -> bool:
    after = move.node.after
    return after is not None and bool(kind.second_stage(move.node.before, after))


def within_limits(kind: Kind, parts: list[Part], held: Sequence[Thing], limits: Mapping[str, int]) -> list[Part]:
    """The parts in an order in which no prefix has more items of a sort than `limits`. Raises ConfigInvalid where there
    is none."""
    if not limits:
        return parts
    taken = Counter(map(kind.place_taken, held))
    most = {place: max(limit, taken[place]) for place, limit in limits.items()}
    if _fits(kind, parts, taken, most):
        return parts
    return _Arranging(kind, parts, taken, most).arranged()


def _fits(kind: Kind, parts: Sequence[Part], taken: Counter[str], most: Mapping[str, int]) -> bool:
    now = Counter(taken)
    for part in parts:
        _do(now, _effect(kind, part))
        if any(now[place] > most[place] for place in most):
            return False
    return True


def _effect(kind: Kind, part: Part) -> _Effect:
    before, after = part.move.node.before, part.move.node.after
    if part.move.release:
        return _Effect("", "")
    first = None if after is None else kind.first_stage(before, after)
    start, end = (first, after) if part.second else (before, first)
    return _Effect(*("" if thing is None else kind.place_taken(thing) for thing in (start, end)))


def _do(taken: Counter[str], effect: _Effect) -> None:
    taken[effect.gives] -= 1
    taken[effect.takes] += 1


def _gives_up(other: Part, part: Part) -> bool:
    """Whether the other part can be what this one waits for: turning a score on gives nothing up, and takes nothing but
    its place."""
    return not other.second and not part.second


class _Arranging:
    """Tries the parts one by one, each time those that are ready and fit, the best sort first; a part that leads nowhere
    is taken back."""

    def __init__(self, kind: Kind, parts: list[Part], taken: Counter[str], most: Mapping[str, int]) -> None:
        self._kind, self._left, self._taken, self._most = kind, list(parts), Counter(taken), most
        self._places = {id(part): at for at, part in enumerate(parts)}
        self._dead: set[frozenset[int]] = set()  # what was left where no way led on

    def arranged(self) -> list[Part]:
        out: list[Part] = []
        if not self._arrange(out):
            raise self._no_order()
        return out

    def _arrange(self, out: list[Part]) -> bool:
        state = frozenset(map(id, self._left))
        if not self._left:
            return True
        if state in self._dead or len(self._dead) > _MOST_TRIED:
            return False
        ready = [part for part in self._left if self._is_ready(part) and self._fits(part)]
        for part in sorted(ready, key=self._rank):
            effect, at = _effect(self._kind, part), self._left.index(part)
            self._left.remove(part)
            _do(self._taken, effect)
            out.append(part)
            if self._arrange(out):
                return True
            out.pop()
            _do(self._taken, _Effect(effect.takes, effect.gives))
            self._left.insert(at, part)
        self._dead.add(state)
        return False

    def _is_ready(self, part: Part) -> bool:
        """Whether nothing is left that it waits for: an earlier part of its own, or one that gives up what it takes."""
        for other in self._left:
            if other is part:
                return True
            node, mine = other.move.node, part.move.node
            if node is mine or (not part.move.release and _gives_up(other, part) and mine.waits_for(node)):
                return False
        return True

    def _fits(self, part: Part) -> bool:
        effect = _effect(self._kind, part)
        if effect.takes in ("", effect.gives) or effect.takes not in self._most:
            return True
        return self._taken[effect.takes] < self._most[effect.takes]

    def _rank(self, part: Part) -> tuple[int, bool, int]:
        node = part.move.node
        sort = 1 if node.is_delete else 2 if node.is_create else 0
        if node.is_create and not _second(self._kind, part.move):
            sort = 3
        return (sort, not part.second, self._places[id(part)])

    def _no_order(self) -> ConfigInvalid:
        most = " and ".join(f"{limit} {place}" for place, limit in self._most.items())
        noun = self._kind.noun
        return ConfigInvalid(
            f"No order of these changes keeps the account within {most} {noun}s at every step.",
            hint=f"Apply in two parts: delete a {noun} first, or turn one off, and make the other changes after that.",
            code="CSW701",
        )
