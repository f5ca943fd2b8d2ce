"""A score counted on records: how many have how many points, and how often each rule fires. Keeps no record and knows no
id; writes nothing."""

from __future__ import annotations

from collections import Counter

from csws.kinds.health_scores.bands import Band, has_bounds
from csws.kinds.health_scores.judging import band_of_unknown
from csws.kinds.health_scores.score import Score
from csws.lab.results import Counted
from csws.lab.scoring.groups import Points
from csws.lab.scoring.scored import Counts
from csws.workflow.score_asked import Asked
from csws.workflow.score_records import Given, Posed


def count_score(asked: Asked, given: Given, before: Score | None = None) -> Counted:
    """`before` is the score as it was, None where there was none. Raises RecordsUnreadable, and UsageFault for csws's
    own record."""
    is_known = before is not None and before.object == asked.score.object and has_bounds(before)
    posed = Posed(asked, given, (asked.score, before) if before is not None and is_known else (asked.score,))
    now, *was = posed.engine.outcomes
    counts, joint = Counts(posed.engine), Counter[tuple[Points, Band | None]]()
    for part in posed.engine.counted(posed.records):
        counts.add(part)
        for facts, records in part.items():
            joint[now.total(facts), was[0].band(was[0].total(facts)) if was else None] += records
    return Counted(
        about=posed.about(),
        score=asked.score,
        scored=counts.found(),
        unknown=band_of_unknown(asked.score),
        joint=dict(joint),
    )
