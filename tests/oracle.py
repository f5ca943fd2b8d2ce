"""Independent search for shortest plans on small accounts: teams and names only, breadth first over whole states.

Shares no code with the planner. A state is, for each workspace, (name, teams); a step changes one workspace to anything
that a shortest plan could need: its wanted values, or fewer teams and a temporary name.
"""

from __future__ import annotations

from itertools import chain, combinations

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
    """Any mix of teams had and wanted, with the name now, the name wanted, or a temporary one."""
    teams = sorted(now[1] | goal[1])
    subsets = chain.from_iterable(combinations(teams, size) for size in range(len(teams) + 1))
    names = {now[0], goal[0], f"temporary {key}"}
    return ((name, frozenset(some)) for some in subsets for name in names)


def _lawful(state: dict, limit: int):
    names = [name.casefold() for name, _ in state.values()]
    teams = [team for _, held in state.values() for team in held]
    if len(state) - 1 <= limit and len(set(names)) == len(names) and len(set(teams)) == len(teams):
        yield _freeze(state)
