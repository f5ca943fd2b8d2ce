"""Records to test a health score on after it is turned on, with what csws expects of each. Of a record it knows the id."""

from __future__ import annotations

from csws.model.address import Address
from csws.model.frozen import frozen

MOST_TESTS = 5  # somebody does each of them by hand


@frozen
class ScoreTest:
    """`band` is a word as in documents. `at` is the path of what the record tests: `bands.healthy`, `bands.at_risk`, or
    `groups.KEY` for the maximum of a group."""

    id: str
    points: int
    band: str
    at: str


@frozen
class ScoreTests:
    """The tests of one score, by the values that the records had in the files on the day `as_of`, as ISO 8601 has it."""

    address: Address
    as_of: str
    tests: tuple[ScoreTest, ...]
