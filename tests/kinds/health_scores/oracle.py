"""An independent search for shortest plans of scores, breadth first over whole states. Shares no code with the planner.

A state is (name, content, state, whether an edit waits to be turned on) by key. Content is whatever an edit of it has to
be turned on for.
"""

from __future__ import annotations

from itertools import chain

from tests.oracle import plain


def shortest_length(start: dict, goal: dict, most_published: int, most_drafts: int) -> int | None:
    """`start` and `goal` map key → (name, other, content, state), where `other` needs no turning on; None where no way
    leads there."""
    limits = (most_published, most_drafts)
    first, last = (_freeze({key: (*held, False) for key, held in side.items()}) for side in (start, goal))
    seen, border, length = {first}, {first}, 0
    while last not in seen:
        border = set(chain.from_iterable(_steps(dict(state), goal, limits) for state in border)) - seen
        if not border:
            return None
        seen |= border
        length += 1
    return length


def _freeze(state: dict):
    return frozenset(state.items())


def _steps(state: dict, goal: dict, limits: tuple[int, int]):
    for key in set(state) - set(goal):
        yield from _lawful({other: held for other, held in state.items() if other != key}, limits)
    for key in set(goal) - set(state):
        name, other, content, _ = goal[key]
        yield from _lawful({**state, key: (name, other, content, "draft", False)}, limits)
    for key in set(state) & set(goal):
        for held in _values(key, state[key], goal[key]):
            yield from _lawful({**state, key: held}, limits)


def _values(key: str, now: tuple, goal: tuple):
    """Turning on is a step by itself; anything else can be edited at once, and turned off with it."""
    name, other, content, state, waits = now
    yield (name, other, content, "published", False)
    for new_name in {name, goal[0], f"temporary {key}"}:
        for new_other in {other, goal[1]}:
            for new_content in {content, goal[2]}:
                edited = waits or (state == "published" and new_content != content)
                yield (new_name, new_other, new_content, state, edited)
                yield (new_name, new_other, new_content, "draft", False)


def _lawful(state: dict, limits: tuple[int, int]):
    names = [plain(held[0]) for held in state.values()]
    on = sum(held[3] == "published" for held in state.values())
    if len(set(names)) == len(names) and on <= limits[0] and len(state) - on <= limits[1]:
        yield _freeze(state)
