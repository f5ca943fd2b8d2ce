"""The score of `place.py` a second time, by hand: what it gives to a row. Shares no code with csws."""

from __future__ import annotations

import random
from datetime import date, timedelta

TODAY = date(2026, 11, 25)
AS_OF = ("--as-of", TODAY.isoformat())
LOGINS = ("", "0", "9", "10", "29", "30", "55")
DAYS = (None, 0, 1, 29, 30, 31, 200)
TICKETS = ("", "0", "1", "2", "3", "4", "5", "9")
PLANS = ("", "Basic", "Premium", "Premium Plus")
TIERS = ("", "Bronze", "Silver", "Gold")


def day(ago: int | None) -> str:
    return "" if ago is None else (TODAY - timedelta(days=ago)).isoformat()


def companies(number: int, seed: int = 1) -> list[dict[str, str]]:
    chance = random.Random(seed)
    return [
        {
            "hs_object_id": str(7_000_000 + at),
            "name": f"Company no. {at}",
            "logins": chance.choice(LOGINS),
            "last_login": day(chance.choice(DAYS)),
            "num_open_tickets": chance.choice(TICKETS),
            "support_plan": chance.choice(PLANS),
            "customer_tier": chance.choice(TIERS),
        }
        for at in range(number)
    ]


def groups(row: dict[str, str]) -> tuple[int, int]:
    """What the two groups give."""
    usage = support = 0
    if row["logins"]:
        usage += 30 * (int(row["logins"]) >= 10) + 30 * (int(row["logins"]) >= 30)
    if row["last_login"]:
        usage += 10 * (0 <= (TODAY - date.fromisoformat(row["last_login"])).days <= 30)
    if row["num_open_tickets"]:
        tickets = int(row["num_open_tickets"])
        support += 40 if tickets == 0 else 20 if tickets <= 2 else -30 if tickets >= 5 else 0
    support += 15 if row["support_plan"].startswith("Premium") else 0
    support += 5 if row["customer_tier"] not in ("", "Bronze") else 0
    return min(usage, 50), max(-40, min(support, 50))


def points(row: dict[str, str]) -> int:
    return max(0, min(100, sum(groups(row))))


def band(total: int, healthy: int = 70, at_risk: int = 40) -> str:
    return "healthy" if total >= healthy else "at_risk" if total < at_risk else "neutral"
