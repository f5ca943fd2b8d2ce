"""Records that go from one band to another, as facts and tables: of two versions of a score, and of a plan that changes
one. Knows no record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from csws.kinds.health_scores.bands import Band
from csws.lab.moves import BOUNDS, Move
from csws.model.frozen import frozen
from csws.render.scores.saying import BANDS, percent
from csws.render.scores.sheet import Bar, Cell, Facts, Head, Level, Section, Table
from csws.render.words import Words

_ORDER = (Band.HEALTHY, Band.NEUTRAL, Band.AT_RISK)


@frozen
class Transitions:
    """`matrix` counts records by their band before and after; `moves` those that change band, by cause. `changed` is how
    many get other points. `group` gives the name of a group by its key."""

    records: int
    changed: int
    matrix: Mapping[tuple[Band, Band], int]
    moves: Sequence[tuple[Move, int]]
    group: Callable[[str], str]

    @property
    def moved(self) -> int:
        return sum(number for _, number in self.moves)

    @property
    def moved_down(self) -> int:
        return sum(number for move, number in self.moves if move.is_worse)


def some_move(found: Transitions, words: Words) -> str:
    """As a heading."""
    if not found.moved:
        return words.plain("lab.compare_none")
    return words.plain("lab.compare_some", n=words.number(found.moved), total=words.number(found.records))


def facts_of(found: Transitions, words: Words) -> Facts | None:
    """How many change band and which way, and whose points change; None where nobody's do."""
    rows = list(_moved(found, words))
    if found.moved or found.changed:
        text = words.say("lab.points_change_text", n=words.number(found.changed))
        rows.append((words.plain("lab.points_change"), text))
    if found.moved:
        rows.append((words.plain("lab.consequence"), words.say("lab.consequence_text")))
    return Facts(rows=tuple(rows)) if rows else None


def _moved(found: Transitions, words: Words) -> Sequence[tuple[str, Markup]]:
    if not found.moved:
        return ()
    share = percent(found.moved / found.records, words)
    moved, total = words.number(found.moved), words.number(found.records)
    worse, better = words.number(found.moved_down), words.number(found.moved - found.moved_down)
    return (
        (words.plain("lab.moved"), words.say("lab.moved_text", n=moved, total=total, share=share)),
        (words.plain("lab.moved_ways"), words.say("lab.ways_text", worse=worse, better=better)),
    )


def matrix_of(found: Transitions, words: Words, caption: str) -> Section:
    """Rows are the bands before, columns those after."""
    plain, total = words.plain, words.plain("lab.total")
    corner = plain("lab.band_change", before=plain("lab.before"), after=plain("lab.after"))
    heads = (Head(corner), *(Head(plain(BANDS[band]), True) for band in _ORDER), Head(total, True))
    rows = [_row(found, start, words) for start in _ORDER]
    ends = [sum(found.matrix.get((start, end), 0) for start in _ORDER) for end in _ORDER]
    rows.append((Cell(total), *(Cell(words.number(number)) for number in (*ends, sum(ends)))))
    table = Table(heads=heads, rows=tuple(rows), caption=caption, is_matrix=True)
    return Section(heading=plain("lab.matrix"), blocks=(table,))


def _row(found: Transitions, start: Band, words: Words) -> tuple[Cell, ...]:
    numbers = [found.matrix.get((start, end), 0) for end in _ORDER]
    counts = (_count(found, start, end, words) for end in _ORDER)
    return (Cell(words.plain(BANDS[start]), band=start), *counts, Cell(words.number(sum(numbers))))


def _count(found: Transitions, start: Band, end: Band, words: Words) -> Cell:
    """With an arrow to a better or a worse band, and in a note the way in a word and the share of all records."""
    number = found.matrix.get((start, end), 0)
    if not number:
        return Cell(words.number(number))
    share = percent(number / found.records, words)
    if start is end:
        return Cell(words.number(number), note=f"{words.plain('lab.way_stay')} · {share}")
    is_worse = Move(start, end, BOUNDS).is_worse
    sign, way, level = ("↓", "lab.way_worse", Level.BAD) if is_worse else ("↑", "lab.way_better", Level.GOOD)
    return Cell(f"{sign} {words.number(number)}", level=level, note=f"{words.plain(way)} · {share}")


def moves_of(found: Transitions, words: Words) -> Section:
    """Why records change band, the most frequent cause first."""
    heads = (Head(words.plain("lab.why")), Head(words.plain("lab.from_to")), Head(words.plain("lab.records"), True))
    most = max((number for _, number in found.moves), default=1)
    rows = tuple(
        (
            Cell(_because(found, move, words)),
            Cell(between(move.start, move.end, words)),
            Cell(words.number(number), bar=Bar(low=0, high=most, value=number, said=words.number(number))),
        )
        for move, number in found.moves
    )
    return Section(heading=words.plain("lab.moves"), blocks=(Table(heads=heads, rows=rows),))


def between(start: Band | None, end: Band | None, words: Words) -> str:
    """`neutral → at risk`; a band that is not known is called so."""
    names = [words.plain("lab.band_unclear" if band is None else BANDS[band]) for band in (start, end)]
    return words.plain("lab.band_change", before=names[0], after=names[1])


def _because(found: Transitions, move: Move, words: Words) -> str:
    if move.because == BOUNDS:
        return words.plain("lab.because_bounds")
    return words.plain("lab.because_group", group=found.group(move.because.removeprefix("groups.")))
