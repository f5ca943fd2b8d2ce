"""What the laws about a score's points find, worked out once. A law that would take too much work is not judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.judging import (
    bands_out_of_reach,
    can_fire,
    deciding_properties,
    groups_below_maximum,
    hidden_rules,
)
from csws.kinds.health_scores.reach import Reach
from csws.kinds.health_scores.work import TooMuchWork
from csws.model.diagnostic import Severity
from csws.model.rule import Finding
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import DeclaredScore, Line, scores

_LAWS: Mapping[str, Callable[[Reach], Any]] = {
    "CSW709": hidden_rules,
    "CSW712": bands_out_of_reach,
    "CSW715": groups_below_maximum,
    "CSW716": deciding_properties,
}
_BY_BANDS = {"CSW712", "CSW716"}
_BY_ALL_RULES = {"CSW712", "CSW715"}


def judged(subject: Subject, code: str) -> Iterator[tuple[DeclaredScore, tuple[Any, ...]]]:
    """The scores with what the law of this code found in each; only those where it could be judged."""
    for declared, found in _findings(subject):
        if found.get(code) is not None:
            yield declared, found[code] or ()


def may_fire(line: Line) -> bool:
    """Whether some record can pass the tests of a rule."""
    try:
        return can_fire(line.rule)
    except TooMuchWork:
        return True


def unjudged(subject: Subject, code: str) -> Iterator[Finding]:
    """The findings that laws are not judged, for the first of them."""
    for declared, found in _findings(subject):
        missing = [law for law, result in found.items() if result is None]
        if missing and missing[0] == code:
            yield Finding(
                path=declared.path,
                message=f"The rules of this score can combine in too many ways for csws to check {', '.join(missing)}.",
                hint="Compare fewer different values of one property, or put rules that share a property into one group.",
                severity=Severity.INFO,
                on_key=True,
                leans_on=(declared.path,),
            )


def _findings(subject: Subject) -> list[tuple[DeclaredScore, dict[str, tuple[Any, ...] | None]]]:
    if "judged health scores" not in subject.memo:
        subject.memo["judged health scores"] = [(one, _judge(one)) for one in scores(subject) if _has_rules(one)]
    found: list[tuple[DeclaredScore, dict[str, tuple[Any, ...] | None]]] = subject.memo["judged health scores"]
    return found


def _has_rules(declared: DeclaredScore) -> bool:
    return bool(declared.lines) and all(group.rules for group in declared.score.groups)


def _judge(declared: DeclaredScore) -> dict[str, tuple[Any, ...] | None]:
    """Without what follows from a mistake that another law reports."""
    reach, left_out = Reach(declared.score), set()
    left_out |= set() if has_bounds(declared.score) else _BY_BANDS
    left_out |= set() if all(may_fire(line) for line in declared.lines) else _BY_ALL_RULES
    return {code: _result(law, reach) for code, law in _LAWS.items() if code not in left_out}


def _result(law: Callable[[Reach], Any], reach: Reach) -> tuple[Any, ...] | None:
    try:
        return tuple(law(reach))
    except TooMuchWork:
        return None
