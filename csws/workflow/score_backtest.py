"""A score held against what really happened to the records."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from csws.errors import UsageFault
from csws.lab.backtesting import Backtesting, past_properties
from csws.lab.results import Backtested
from csws.records.outcomes import outcomes_in
from csws.workflow.score_asked import score_asked
from csws.workflow.score_records import Given, Posed, strictly


def backtest_score(
    root: Path,
    patterns: list[str] | None,
    now: datetime,
    key: str,
    given: Given,
    outcome: tuple[Path, ...],
    *,
    as_of: date,
    within: int,
) -> Backtested:
    """The score on `as_of`, and who of the records was lost at most `within` days later. Raises as `score_asked` does,
    RecordsUnreadable, and UsageFault where events are counted and not given."""
    asked = score_asked(root, patterns, now, key, as_of)
    with strictly(given):
        posed = Posed(asked, given, (asked.score,), past_properties(asked.score))
        if posed.engine.facts.events() and not given.activity:
            hint = "Give the activity of that time with --activity FILE."
            raise UsageFault(f"`{key}` counts events, so without them its points are not known.", hint=hint)
        lost_on = outcomes_in(outcome, asked.zone, posed.misfits)
        backtesting = Backtesting(posed.engine, lost_on, within, posed.names)
        backtesting.take(posed.records)
        return Backtested(about=posed.about(), backtest=backtesting.found())
