"""What several documents of results are made of: rules, rates, records and why they have their points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.score import Rule
from csws.lab.backtest import Share
from csws.lab.lift import Lift
from csws.lab.named import Named
from csws.lab.scoring.explained import Explained
from csws.lab.scoring.groups import Points
from csws.lab.statistics import Estimate
from csws.lab.trying import Depends, Reason

Json = dict[str, Any]


def share(number: int, records: int) -> float | None:
    return number / records if records else None


def share_of(share: Share) -> Json:
    rate = share.rate
    ends = {"rate": rate.value, "low": rate.low, "high": rate.high} if rate else dict.fromkeys(("rate", "low", "high"))
    return {"records": share.records, "lost": share.lost, **ends}


def estimate(found: Estimate | None) -> Json | None:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high}


def rule_of(group: str, rule: Rule) -> Json:
    return {"group": group, "condition": condition_text(rule.tests), "points": rule.points}


def rules_of(rules: Sequence[Rule]) -> list[str]:
    return [condition_text(rule.tests) for rule in rules]


def points_of(points: Points) -> Json | int:
    """A number, or a range where events are not known."""
    low, high = points
    return low if low == high else {"low": low, "high": high}


def band_of(band: Band | None) -> str | None:
    return band.value if band else None


def name_of(record: Named) -> Mapping[str, str]:
    return {"name": record.name} if record.name else {}


def depends(found: Depends) -> Json:
    first = [{"id": one.id, **name_of(one)} for one in found.shown]
    return {"points": found.points, "bands": found.bands, "first": first}


def reason_of(reason: Reason) -> Json:
    record = reason.record
    return {
        "id": record.id,
        **name_of(record),
        "points": points_of(record.points),
        "band": band_of(record.band),
        "groups": _explained(reason.explained),
        "cut": reason.explained.cut,
        "lift": _lift(reason.lift),
    }


def _explained(found: Explained) -> list[Json]:
    """Each group with the rules that fired. The rules' points and the group's `cut` sum to `given`; these and the
    record's `cut` to its points."""
    return [
        {
            "group": one.group.key,
            "rules": [{"condition": condition_text(rule.tests), "points": rule.points} for rule in one.fired],
            "cut": one.cut,
            "given": points_of(one.outcome.given),
        }
        for one in found.groups
    ]


def _lift(lift: Lift | None) -> Json | None:
    if lift is None:
        return None
    return {"points": lift.points, "begins": rules_of(lift.begins), "ends": rules_of(lift.ends)}
