"""The results of the lab's commands, each with what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csws.lab.about import About
from csws.model.frozen import frozen

if TYPE_CHECKING:  # a command loads its own
    from csws.kinds.health_scores.bands import Band
    from csws.kinds.health_scores.score import Score
    from csws.lab.backtesting import Backtest
    from csws.lab.comparing import Comparison
    from csws.lab.scoring.groups import Points
    from csws.lab.scoring.scored import Scored
    from csws.lab.trying import Trial
    from csws.lab.verifying import Verification


@frozen
class Tried:
    about: About
    trial: Trial


@frozen
class Counted:
    """A trial without a single record in it. `unknown` are the points and the band of a record of which nothing is
    known. `joint` counts records by their points and by the band that they had before, None where that is not known."""

    about: About
    score: Score
    scored: Scored
    unknown: tuple[int, Band]
    joint: Mapping[tuple[Points, Band | None], int]


@frozen
class Compared:
    """`against` says in a few words where the version before is from."""

    about: About
    against: str
    comparison: Comparison


@frozen
class Backtested:
    about: About
    backtest: Backtest


@frozen
class Verified:
    """`kept_in` is the property with HubSpot's number."""

    about: About
    kept_in: str
    verification: Verification


Result = Tried | Compared | Backtested | Verified
