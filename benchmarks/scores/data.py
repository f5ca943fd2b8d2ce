"""The records that are timed: made-up companies with a known truth, and further columns up to thirty, as exports have."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from tests.lab.companies import companies

MORE = (
    *("country", "city", "phone", "description", "numberofemployees", "hubspot_owner_id", "createdate", "industry"),
    *("lifecyclestage", "zip", "address", "founded_year", "web_technologies", "total_money_raised", "timezone", "website"),
)  # fmt: skip
_WORDS = ("alpha", "bravo", "charlie", "delta echo", "foxtrot", "golf hotel", "india", "juliet", "kilo lima", "mike")


def write(path: Path, number: int, seed: int = 1) -> None:
    """A CSV with internal names, 30 columns, and so many companies."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for at, one in enumerate(companies(number, seed)):
            if not at:
                writer.writerow([*one.cells, *MORE])
            writer.writerow([*one.cells.values(), *_more(draw, at)])


def _more(draw: random.Random, at: int) -> list[str]:
    number = draw.random
    return [
        ("Norway", "Sweden", "Germany", "United States")[int(number() * 4)],
        ("Ålesund", "Stockholm", "Berlin", "Portland")[int(number() * 4)],
        f"+47 {int(number() * 10**8):08}",
        " ".join(draw.choices(_WORDS, k=5)),
        str(int(number() * 3000)),
        str(90_000_000 + int(number() * 40)),
        f"2024-{1 + int(number() * 12):02}-{1 + int(number() * 28):02} 10:00",
        ("COMPUTER_SOFTWARE", "RETAIL", "BANKING")[int(number() * 3)],
        ("customer", "opportunity")[int(number() * 2)],
        f"{int(number() * 9999):04}",
        f"Street {int(number() * 300)}",
        str(1900 + int(number() * 124)),
        "nginx;react;segment" if number() < 0.5 else "",
        str(int(number() * 10**7)),
        ("europe_slash_oslo", "us_slash_eastern")[int(number() * 2)],
        f"https://company{at}.example",
    ]
