"""An independent search for shortest plans on small accounts: teams and names only, breadth first
over whole states.

Shares no code with the planner. A state is (name, teams) for each workspace. A step changes one
workspace to anything that a shortest plan could need: its wanted values, or fewer teams and a
temporary name.
"""

from __future__ import annotations

from itertools import chain, combinations, permutations
from unicodedata import normalize

State = frozenset  # of (key, name, frozenset of teams)


def shortest_length(start: dict, goal: dict, limit: int = 5) -> int:
    """`start` and `goal` map key → (name, frozenset of teams); "primary" is always in both."""
    first, last = _freeze(start), _freeze(goal)
    seen, border, length = {first}, {first}, 0
    while last not in seen:
        border = {after for state in border for after in _steps(dict(_thaw(state)), goal, limit)} - seen
        if not border:
            raise AssertionError("no way found")
        seen |= border
        length += 1
    return length


def _freeze(state: dict) -> State:
    return frozenset((key, name, teams) for key, (name, teams) in state.items())


def _thaw(state: State) -> list:
    return [(key, (name, teams)) for key, name, teams in state]


def _steps(state: dict, goal: dict, limit: int):
    for key in set(state) - set(goal):
        yield from _lawful({other: value for other, value in state.items() if other != key}, limit)
    for key in set(goal) - set(state):
        yield from _lawful({**state, key: goal[key]}, limit)
    for key in set(state) & set(goal):
        for value in _values(key, state[key], goal[key]):
            if value != state[key]:
                yield from _lawful({**state, key: value}, limit)


def _values(key: str, now: tuple, goal: tuple):
    """Any mix of current and wanted teams, with the current name, the wanted name, or a temporary
    one."""
    teams = sorted(now[1] | goal[1])
    subsets = chain.from_iterable(combinations(teams, size) for size in range(len(teams) + 1))
    names = {now[0], goal[0], f"temporary {key}"}
    return ((name, frozenset(some)) for some in subsets for name in names)


def plain(name: str) -> str:
    """Names are compared in NFC, trimmed, ignoring case."""
    return normalize("NFC", name).strip().casefold()


def _lawful(state: dict, limit: int):
    names = [plain(name) for name, _ in state.values()]
    teams = [team for _, held in state.values() for team in held]
    if len(state) - 1 <= limit and len(set(names)) == len(names) and len(set(teams)) == len(teams):
        yield _freeze(state)


def least_person_steps(start: dict, goal: dict, weights: dict, limit: int = 5) -> tuple[int, int]:
    """(length, person-steps) of the best plan, by trying every order of every smallest set of splits.

    A split workspace first gives up what any other wants of it, under a temporary name if its name is wanted.
    """
    changed = [key for key in sorted(set(start) | set(goal)) if start.get(key) != goal.get(key)]
    updates = [key for key in changed if key in start and key in goal]
    for size in range(len(updates) + 1):
        costs = [
            cost
            for split in combinations(updates, size)
            for order in set(permutations([*changed, *split]))
            if (cost := _cost(start, goal, weights, split, order, limit)) is not None
        ]
        if costs:
            return len(changed) + size, min(costs)
    raise AssertionError("no way found")


def _cost(start: dict, goal: dict, weights: dict, split: tuple, order: tuple, limit: int) -> int | None:
    """The person-steps of one order, or None if one of its steps is unlawful."""
    state, seen, cost = dict(start), set(), 0
    for key in order:
        if key in split and key not in seen:
            state[key] = _released(key, start, goal, state)
        elif key in goal:
            state[key] = goal[key]
        else:
            del state[key]
        seen.add(key)
        if not list(_lawful(state, limit)):
            return None
        cost += sum(weight for team, weight in weights.items() if _in_limbo(team, start, goal, state))
    return cost


def _released(key: str, start: dict, goal: dict, state: dict) -> tuple:
    others = [value for other, value in goal.items() if other != key]
    wanted = {team for _, teams in others for team in teams}
    name = start[key][0]
    if any(plain(other) == plain(name) for other, _ in others):
        free = plain(goal[key][0]) not in {plain(value[0]) for other, value in state.items()}
        name = goal[key][0] if free else f"temporary {key}"
    return name, frozenset(start[key][1] - wanted)


def _in_limbo(team: str, start: dict, goal: dict, state: dict) -> bool:
    old, new = (next((key for key, (_, teams) in where.items() if team in teams), None) for where in (start, goal))
    now = next((key for key, (_, teams) in state.items() if team in teams), None)
    return old is not None and new is not None and old != new and now not in (old, new)
