"""The best order of the steps (PLANNING): fewest steps, then fewest person-steps, then deletes late, then by address.

A *move* is one step to be placed: a node, or the release of a node that is split to break a cycle. Person-steps are a
sum over the states between steps, and a state is the set of moves done, so the best order is a shortest path over sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations

from csws.model.frozen import frozen
from csws.model.kind import Claim
from csws.planner.nodes import PlanNode

Cost = tuple[int, int]  # person-steps; steps that follow a delete
_NO_WAY: Cost = (1 << 60, 0)


@frozen(kw_only=False)
class Move:
    """A step to be placed: the whole of a node, its early release, or what is left after the release."""

    node: PlanNode
    release: bool = False


@frozen(kw_only=False)
class _Problem:
    """Bit masks over the moves: what each waits for, and the weight of each team between its giver and its taker.
    `free_places` is how many items can be created before one is deleted."""

    moves: tuple[Move, ...]
    waits: tuple[int, ...]
    gaps: tuple[tuple[int, int, int], ...]
    free_places: float


def best_order(nodes: Sequence[PlanNode], free_places: float, weights: Mapping[Claim, int]) -> list[Move] | None:
    """The best order of all nodes of one kind, or None where none is lawful.

    `free_places` is how many more items the account may have; `weights` the primary members of each team.
    """
    tight = sum(node.is_create for node in nodes) > free_places
    bound = [node for node in nodes if _is_bound(node, nodes, tight)]
    loose = [Move(node) for node in nodes if node not in bound]
    order = _bound_order(bound, free_places, weights)
    if order is None:
        return None
    first = [move for move in loose if not move.node.is_delete]
    return [*first, *order, *(move for move in loose if move.node.is_delete)]


def _is_bound(node: PlanNode, nodes: Sequence[PlanNode], tight: bool) -> bool:
    """Whether its place in the order matters to anybody."""
    linked = any(node.waits_for(other) or other.waits_for(node) for other in nodes)
    return linked or (tight and (node.is_create or node.is_delete))


def _bound_order(nodes: Sequence[PlanNode], free_places: float, weights: Mapping[Claim, int]) -> list[Move] | None:
    """Over every smallest set of nodes whose splitting breaks all cycles, the cheapest order."""
    best: tuple[Cost, list[Move]] | None = None
    for split in _smallest_splits(nodes):
        found = _shortest_path(_problem(nodes, split, free_places, weights))
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return None if best is None else best[1]


def _smallest_splits(nodes: Sequence[PlanNode]) -> list[tuple[PlanNode, ...]]:
    """The minimum feedback vertex sets. Creates give nothing and deletes wait for nothing: neither is in a cycle."""
    updates = [node for node in nodes if not node.is_create and not node.is_delete]
    for size in range(len(updates) + 1):
        found = [
            split for split in combinations(updates, size) if _acyclic([node for node in updates if node not in split])
        ]
        if found:
            return found
    return []


def _acyclic(nodes: list[PlanNode]) -> bool:
    left = list(nodes)
    while left:
        ready = [node for node in left if not any(node.waits_for(other) for other in left)]
        if not ready:
            return False
        left = [node for node in left if node not in ready]
    return True


def _problem(
    nodes: Sequence[PlanNode], split: tuple[PlanNode, ...], free_places: float, weights: Mapping[Claim, int]
) -> _Problem:
    moves = (*(Move(node, release=True) for node in split), *(Move(node) for node in nodes))
    final = {node.address: 1 << at for at, (node) in enumerate(nodes, start=len(split))}
    giving = final | {node.address: 1 << at for at, node in enumerate(split)}
    waits = []
    for move in moves:
        own = giving[move.node.address] if move.node in split else 0
        others = sum(giving[other.address] for other in nodes if move.node.waits_for(other))
        waits.append(0 if move.release else own | others)
    gaps = [
        (
            giving[giver.address],
            final[taker.address],
            sum(weights.get(claim, 0) for claim in giver.gives & taker.takes),
        )
        for taker in nodes
        for giver in nodes
        if taker.waits_for(giver)
    ]
    return _Problem(tuple(moves), tuple(waits), tuple(gap for gap in gaps if gap[2]), free_places)


def _shortest_path(problem: _Problem) -> tuple[Cost, list[Move]] | None:
    moves, count = problem.moves, len(problem.moves)
    full = (1 << count) - 1

    @cache
    def rest(done: int) -> Cost:
        """The least cost of everything that follows the moves done."""
        if done == full:
            return (0, 0)
        return min((through(done, at) for at in _ready(problem, done)), default=_NO_WAY)

    def through(done: int, at: int) -> Cost:
        after = done | 1 << at
        people, late = rest(after)
        following = count - after.bit_count() if moves[at].node.is_delete else 0
        return (people + _between(problem, after), late + following)

    cost = rest(0)
    return None if cost >= _NO_WAY else (cost, _walk(problem, through))


def _ready(problem: _Problem, done: int) -> list[int]:
    """The moves that may come next, in the order of the nodes."""
    created = deleted = 0
    for at, move in enumerate(problem.moves):
        if done >> at & 1:
            created += move.node.is_create
            deleted += move.node.is_delete
    has_place = problem.free_places + deleted - created > 0
    return [
        at
        for at, move in enumerate(problem.moves)
        if not done >> at & 1 and problem.waits[at] & ~done == 0 and (has_place or not move.node.is_create)
    ]


def _between(problem: _Problem, done: int) -> int:
    """The people whose team is in neither its old nor its new workspace now."""
    return sum(weight for given, taken, weight in problem.gaps if done & given and not done & taken)


def _walk(problem: _Problem, through: Callable[[int, int], Cost]) -> list[Move]:
    done = 0
    out: list[Move] = []
    while len(out) < len(problem.moves):
        at = min(_ready(problem, done), key=lambda move: through(done, move))
        out.append(problem.moves[at])
        done |= 1 << at
    return out
