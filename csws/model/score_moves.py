"""What records tell of a change of a published health score: how many change band. Knows no record."""

from __future__ import annotations

from csws.model.address import Address
from csws.model.frozen import frozen


@frozen
class BandMove:
    """Records that go from one band to another; bands are words as in documents. `because` is the path of the cause:
    `groups.KEY`, or `bands` for the bounds."""

    start: str
    end: str
    because: str
    records: int


@frozen
class ScoreMoves:
    """The figures of one score that is published and stays so. `changed` counts the records that get other points,
    `unclear` those whose band depends on events that nobody gave. `missing` are the properties that the score
    compares and the records do not have: then nothing is counted. `checksum` is that of the files, one after another;
    `as_of` a day, as ISO 8601 has it. `matrix` counts the records by their band before and after."""

    address: Address
    records: int
    changed: int
    unclear: int
    checksum: str
    as_of: str
    missing: tuple[str, ...] = ()
    matrix: tuple[tuple[str, str, int], ...] = ()
    moves: tuple[BandMove, ...] = ()

    @property
    def moved(self) -> int:
        return sum(move.records for move in self.moves)

    @property
    def is_judged(self) -> bool:
        return bool(self.records) and not self.missing
