"""HubSpot's own numbers of a score against csws's: whether what a person typed into HubSpot is what was reviewed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from csws.errors import UsageFault
from csws.lab.results import Verified
from csws.lab.verifying import Verifying
from csws.workflow.score_asked import score_asked
from csws.workflow.score_records import Given, Posed, strictly


def verify_score(
    root: Path, patterns: list[str] | None, now: datetime, key: str, given: Given, *, as_of: date | None = None
) -> Verified:
    """The two numbers of every record. Raises as `score_asked` does, RecordsUnreadable, and UsageFault where the score
    does not say where HubSpot keeps its number."""
    asked = score_asked(root, patterns, now, key, as_of)
    if asked.kept_in is None:
        hint = f"Add it to the score: `property: {key}_score`, with the internal name that HubSpot shows."
        raise UsageFault(f"`{key}` does not say in which property HubSpot keeps its number.", hint=hint)
    with strictly(given):
        posed = Posed(asked, given, (asked.score,), (asked.kept_in,))
        verifying = Verifying(posed.engine, asked.kept_in, posed.names)
        verifying.take(posed.records)
        return Verified(about=posed.about(), kept_in=asked.kept_in, verification=verifying.found())
