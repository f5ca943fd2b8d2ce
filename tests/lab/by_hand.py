"""What a score gives to one record, read slowly and plainly: a reading of the rules of its own, which shares no code with
csws but the values that a score is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

AS_OF = date(2026, 11, 26)
ZONE = ZoneInfo("Europe/Oslo")
PAST, AHEAD = ("within_days", "older_than_days"), ("within_next_days", "more_than_days_ahead")


def number(text):
    return Decimal(text) if re.fullmatch("-?[0-9]+([.][0-9]+)?", text) else None


def day(text):
    """A calendar day in the account's time zone."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?", text):
            return datetime.fromisoformat(text[:16]).date()
        if re.fullmatch(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})", text
        ):
            ending = re.search("(Z|[+-][0-9]{2}:?[0-9]{2})$", text)[1]
            return datetime.fromisoformat(text[:16] + ending).astimezone(ZONE).date()
    except (ValueError, OverflowError):
        return None
    return None


READ = {"number": number, "day": day, "text": str}


def value(sort, text):
    """None where there is no value, or none that can be read."""
    return READ[sort](text) if text.strip() else None


def holds(test, sort, text) -> bool:
    word, wanted, found = test.comparison.value, list(test.operands), value(sort, text)
    if found is None:
        return word == "is_unknown"
    if word == "is_unknown":
        return False
    if word == "is_known":
        return True
    if word in PAST:
        ago = (AS_OF - found).days
        return 0 <= ago <= wanted[0] if word == "within_days" else ago > wanted[0]
    if word in AHEAD:
        ahead = (found - AS_OF).days
        return 0 <= ahead <= wanted[0] if word == "within_next_days" else ahead > wanted[0]
    if word.startswith("contains"):
        parts = text.split(";")
        return (any if word == "contains_any_of" else all)(one in parts and one.strip() for one in wanted)
    if sort == "day":
        wanted = [date.fromisoformat(one) for one in wanted]
    return {
        "is": lambda: found in wanted,
        "is_any_of": lambda: found in wanted,
        "is_not": lambda: found not in wanted,
        "is_none_of": lambda: found not in wanted,
        "at_least": lambda: found >= wanted[0],
        "at_most": lambda: found <= wanted[0],
        "between": lambda: wanted[0] <= found <= wanted[1],
    }[word]()


def counts(test, events, sorts) -> bool:
    """Whether there were as many of an event as the rule asks; each event is (event, time, cells)."""
    number = 0
    for name, time, cells in events:
        on = value("day", time)
        if name == test.event and on is not None and 0 <= (AS_OF - on).days <= test.within_days:
            number += all(holds(one, sorts[one.property], cells.get(one.property, "")) for one in test.where)
    low, high = {
        "at_least": (test.counts[0], number),
        "at_most": (number, test.counts[0]),
        "between": (test.counts[0], test.counts[-1]),
    }[test.count.value]
    return low <= number <= high


@dataclass
class Result:
    fired: list[list[bool]] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    given: list[int] = field(default_factory=list)
    total: int = 0
    band: str = ""


def result(score, cells, events, sorts) -> Result:
    """Everything about one record. `cells` are texts by property; one that is not there is empty."""
    out = Result()
    for group in score.groups:
        fired = [
            all(
                counts(test, events, sorts)
                if hasattr(test, "event")
                else holds(test, sorts[test.property], cells.get(test.property, ""))
                for test in rule.tests
            )
            for rule in group.rules
        ]
        points = sum(rule.points for rule, is_on in zip(group.rules, fired, strict=True) if is_on)
        out.fired.append(fired)
        out.sums.append(points)
        out.given.append(min(max(points, group.lowest), group.highest))
    out.total = min(max(sum(out.given), 0), 100)
    out.band = "healthy" if out.total >= score.healthy else "at_risk" if out.total < score.at_risk else "neutral"
    return out
