"""Made-up companies with a known truth: how likely each is lost is the logistic function of TRUTH, and nothing else.

Seeded: the same seed gives the same companies, byte for byte. Needs the standard library alone, so that benchmarks use
it too.

    python -m tests.lab.companies 200 FOLDER      writes what examples/lab/records/ contains
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2025, 11, 25)
# Log-odds of being lost within a year: what each unit of a column adds.
TRUTH = {
    "base": -1.6,
    "num_open_tickets": 0.45,
    "nps_score": -0.22,  # from 7
    "days_without_contact": 0.018,
    "logins_30d": -0.035,
    "premium": -0.5,  # premium and premium_plus
    "meetings_30d": -0.6,
}
# Internal name, and the label in English, Norwegian, German.
COLUMNS = (
    ("hs_object_id", "Record ID", "Oppførings-ID", "Datensatz-ID"),
    ("name", "Company name", "Firmanavn", "Unternehmensname"),
    ("domain", "Company Domain Name", "Firmadomenenavn", "Domainname des Unternehmens"),
    ("num_open_tickets", "Open tickets", "Åpne saker", "Offene Tickets"),
    ("support_plan", "Support plan", "Supportplan", "Supportvertrag"),
    ("customer_tier", "Customer tier", "Kundenivå", "Kundenstufe"),
    ("nps_score", "NPS score", "NPS-poeng", "NPS-Wert"),
    ("hs_csm_sentiment", "CSM Sentiment", "CSM-stemning", "CSM-Stimmung"),
    ("logins_30d", "Logins in 30 days", "Innlogginger på 30 dager", "Anmeldungen in 30 Tagen"),
    ("annual_revenue", "Annual contract value", "Årlig kontraktsverdi", "Jährlicher Vertragswert"),
    ("notes_last_contacted", "Last Contacted", "Sist kontaktet", "Zuletzt kontaktiert"),
    ("renewal_date", "Renewal date", "Fornyelsesdato", "Verlängerungsdatum"),
    ("products", "Products in use", "Produkter i bruk", "Genutzte Produkte"),
    ("onboarding_done", "Onboarding done", "Onboarding fullført", "Onboarding abgeschlossen"),
)
LANGUAGES = ("names", "en", "no", "de")
OPTION_LABELS = {
    "support_plan": {"basic": "Basic", "premium": "Premium", "premium_plus": "Premium Plus"},
    "customer_tier": {"bronze": "Bronze", "silver": "Silver", "gold": "Gold"},
    "hs_csm_sentiment": {"positive": "Positive", "neutral": "Neutral", "negative": "Negative"},
    "products": {"inbox": "Inbox", "reports": "Reports", "api": "API", "calls": "Calls"},
}
_FIRST = (
    "Nord",
    "Fjord",
    "Blue",
    "Iron",
    "Grün",
    "Sol",
    "Øst",
    "Kite",
    "Lumen",
    "Harbor",
    "Tind",
    "Maple",
    "Väst",
    "Quill",
)
_SECOND = (
    "bakke",
    "works",
    "Logistik",
    "data",
    "& Sons",
    "Foods",
    "Reise",
    "Medical",
    "energi",
    "Studio",
    "Bygg",
    "Papers",
)
_ENDS = ("AS", "GmbH", "Inc", "AB", "Ltd", "SA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """`cells` by internal name, as HubSpot's internal values. `lost` is the day on which it was lost, if it was."""

    cells: dict[str, str]
    events: tuple[tuple[str, str, str], ...]  # event, time, duration in milliseconds
    likelihood: float
    lost: date | None


def companies(number: int, seed: int = 1) -> Iterator[Company]:
    """So many companies as of AS_OF."""
    draw = random.Random(seed)
    for at in range(number):
        yield _company(draw, 7_100_000_000 + at * 97 + draw.randrange(97))


def _company(draw: random.Random, identity: int) -> Company:
    name = f"{draw.choice(_FIRST)}{draw.choice(_SECOND)} {draw.choice(_ENDS)}"
    plan = draw.choices(("basic", "premium", "premium_plus", ""), (50, 30, 15, 5))[0]
    nps = min(10, max(0, round(draw.gauss(7.2, 2.4)))) if draw.random() < 0.7 else None
    tickets, logins = min(int(draw.expovariate(0.7)), 12), int(draw.expovariate(0.05))
    without_contact = int(draw.expovariate(1 / 40))
    meetings = draw.choices((0, 1, 2), (60, 30, 10))[0]
    odds = (
        TRUTH["base"]
        + TRUTH["num_open_tickets"] * tickets
        + TRUTH["nps_score"] * ((7 if nps is None else nps) - 7)
        + TRUTH["days_without_contact"] * without_contact
        + TRUTH["logins_30d"] * logins
        + TRUTH["premium"] * (plan.startswith("premium"))
        + TRUTH["meetings_30d"] * meetings
    )
    likelihood = 1 / (1 + math.exp(-odds))
    lost = AS_OF + timedelta(days=draw.randrange(1, 366)) if draw.random() < likelihood else None
    contacted = AS_OF - timedelta(days=without_contact)
    cells = {
        "hs_object_id": str(identity),
        "name": name if draw.random() < 0.97 else f'{name}, "{draw.choice(_FIRST)}"\n{draw.choice(_SECOND)}',
        "domain": f"{''.join(filter(str.isascii, filter(str.isalnum, name))).lower()}{identity % 1000}.example",
        "num_open_tickets": str(tickets),
        "support_plan": plan,
        "customer_tier": draw.choices(("bronze", "silver", "gold"), (5, 3, 2))[0],
        "nps_score": "" if nps is None else str(nps),
        "hs_csm_sentiment": draw.choices(("", "positive", "neutral", "negative"), (40, 30, 20, 10))[0],
        "logins_30d": str(logins),
        "annual_revenue": f"{draw.lognormvariate(9.5, 1):.2f}".removesuffix(".00"),
        "notes_last_contacted": f"{contacted} {draw.randrange(7, 18):02}:{draw.randrange(60):02}",
        "renewal_date": str(AS_OF + timedelta(days=draw.randrange(-30, 365))),
        "products": ";".join(sorted(draw.sample(("inbox", "reports", "api", "calls"), draw.randrange(5)))),
        "onboarding_done": draw.choice(("true", "true", "false", "")),
    }
    return Company(cells=cells, events=tuple(_events(draw, meetings)), likelihood=likelihood, lost=lost)


def _events(draw: random.Random, meetings: int) -> Iterator[tuple[str, str, str]]:
    for _ in range(meetings):
        yield "meeting_completed", _time(draw, 0, 30), ""
    for _ in range(draw.choices((0, 1, 2, 3), (40, 30, 20, 10))[0]):
        yield "call_ended", _time(draw, 0, 90), str(draw.randrange(60_000, 2_400_000))


def _time(draw: random.Random, low: int, high: int) -> str:
    return f"{AS_OF - timedelta(days=draw.randrange(low, high))}T{draw.randrange(7, 18):02}:{draw.randrange(60):02}:00Z"


def header(language: str) -> list[str]:
    """Internal names, or labels."""
    return [column[LANGUAGES.index(language)] for column in COLUMNS]


def row(company: Company, language: str) -> list[str]:
    """An export by labels has them in the cells too."""
    return [
        cell
        if language == "names"
        else ";".join(OPTION_LABELS.get(name, {}).get(part, part) for part in cell.split(";"))
        for name, cell in company.cells.items()
    ]


def write(folder: Path, number: int, seed: int = 1) -> None:
    """companies.csv as HubSpot exports it by labels, activity.csv, lost.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(companies(number, seed))
    _csv(folder / "companies.csv", header("en"), (row(one, "en") for one in made))
    events = ((one.cells["hs_object_id"], *event) for one in made for event in one.events)
    _csv(folder / "activity.csv", ["id", "event", "time", "hs_call_duration"], events)
    lost = ((one.cells["hs_object_id"], str(one.lost)) for one in made if one.lost)
    _csv(folder / "lost.csv", ["id", "date"], lost)


def _csv(path: Path, names: list[str], rows: Iterator) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
