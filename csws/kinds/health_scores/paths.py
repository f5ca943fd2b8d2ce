"""The paths of a score's flat fields: `groups.support.max`, and `groups.support.rules.[num_open_tickets at_most 0]`
with the rule's points as its value. Knows no value."""

from __future__ import annotations

from functools import lru_cache

from csws.model.address import KEY
from csws.model.field import EACH
from csws.model.paths import segments

GROUPS = "groups"
RULES = "rules"
POINTS = f"{GROUPS}.{EACH}.{RULES}.{EACH}"  # the path of every rule's field


def group_path(key: str, name: str) -> str:
    return f"{GROUPS}.{key}.{name}"


@lru_cache(maxsize=4096)  # the same few paths, in every step of every account
def pattern_of(path: str) -> str | None:
    """The path with `*` in place of the names that people choose; None for a text that no field can have."""
    if path.startswith(f"{GROUPS}.{EACH}."):
        return path
    try:
        parts = segments(path)
        if len(parts) == 4 and parts[2] == RULES:
            from csws.kinds.health_scores.conditions import condition_of  # loaded where there is a score

            condition_of(parts[3][1:-1])
    except ValueError:
        return None
    if parts[0] != GROUPS:
        return path
    if len(parts) < 3 or not KEY.match(parts[1]):
        return None
    if len(parts) == 4 and parts[2] == RULES and parts[3].startswith("["):
        return POINTS
    return f"{GROUPS}.{EACH}.{parts[2]}" if len(parts) == 3 else None


def group_of(path: str) -> str | None:
    """The key of the group whose field it is."""
    parts = segments(path)
    return parts[1] if parts[0] == GROUPS and len(parts) > 2 else None


def condition_at(path: str) -> str | None:
    """The condition of the rule whose path it is."""
    parts = segments(path)
    return parts[3][1:-1] if len(parts) == 4 else None
