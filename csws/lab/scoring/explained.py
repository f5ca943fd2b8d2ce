"""Why a record has its total: lines of points that sum to it. Knows no words."""

from __future__ import annotations

from csws.kinds.health_scores.score import Group, Rule, Score
from csws.lab.scoring.outcome import GroupOutcome, Outcome
from csws.model.frozen import frozen


@frozen
class GroupExplained:
    """The rules that fired, in the score's order. Their points and `cut`, which its bounds add or take, sum to
    `given`. Where events are not known, `given` is a range and `cut` is None."""

    group: Group
    fired: tuple[Rule, ...]
    cut: int | None
    outcome: GroupOutcome


@frozen
class Explained:
    """The groups, and what 0 and 100 add or take from their sum: together the total. `cut` is None for a range."""

    groups: tuple[GroupExplained, ...]
    cut: int | None
    outcome: Outcome


def explained(score: Score, outcome: Outcome) -> Explained:
    """The reasons for an outcome of this score."""
    groups, at = [], 0
    for group, found in zip(score.groups, outcome.groups, strict=True):
        fired = tuple(rule for place, rule in enumerate(group.rules, at) if outcome.fired >> place & 1)
        at += len(group.rules)
        low, high = found.given
        groups.append(
            GroupExplained(group=group, fired=fired, cut=low - found.sum if low == high else None, outcome=found)
        )
    cut = (
        outcome.total[0] - sum(one.given[0] for one in outcome.groups)
        if outcome.is_exact and _are_exact(outcome)
        else None
    )
    return Explained(groups=tuple(groups), cut=cut, outcome=outcome)


def _are_exact(outcome: Outcome) -> bool:
    return all(low == high for low, high in (group.given for group in outcome.groups))
