"""A score counted on records: how many have how many points, and how often each rule fires. Keeps no record and knows no
id; writes nothing."""

from __future__ import annotations

from csws.kinds.health_scores.judging import band_of_unknown
from csws.lab.results import Counted
from csws.lab.scoring.scored import scored
from csws.workflow.score_asked import Asked
from csws.workflow.score_records import Given, Posed


def count_score(asked: Asked, given: Given) -> Counted:
    """Raises RecordsUnreadable, and UsageFault for csws's own record."""
    posed = Posed(asked, given, (asked.score,))
    found = scored(posed.engine, posed.records)
    return Counted(about=posed.about(), score=asked.score, scored=found, unknown=band_of_unknown(asked.score))
