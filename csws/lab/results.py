"""The results of the lab's four commands, each with what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csws.lab.about import About
from csws.model.frozen import frozen

if TYPE_CHECKING:  # a command loads its own
    from csws.lab.backtesting import Backtest
    from csws.lab.comparing import Comparison
    from csws.lab.trying import Trial
    from csws.lab.verifying import Verification


@frozen
class Tried:
    about: About
    trial: Trial


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
