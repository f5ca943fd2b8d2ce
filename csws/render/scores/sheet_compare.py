"""The same records under two versions of a score, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds.health_scores.bands import Band
from csws.lab.changes import Changed, changes_of
from csws.lab.comparing import Comparison, Far
from csws.lab.moves import BOUNDS, Move
from csws.lab.results import Compared
from csws.lab.scoring.groups import Points
from csws.render.scores.saying import Saying, signed
from csws.render.scores.sheet import Bar, Block, Cell, Facts, Head, Level, Note, Notes, Section, Sheet, Table
from csws.render.words import Words, clean

_ORDER = (Band.HEALTHY, Band.NEUTRAL, Band.AT_RISK)
_CHANGED = {
    "healthy": "lab.change_healthy",
    "at_risk": "lab.change_at_risk",
    "max": "lab.change_max",
    "min": "lab.change_min",
}


def sheet_of(result: Compared, words: Words) -> Sheet:
    found = result.comparison
    say = Saying(words, result.about, found.after)
    against = Markup("<b>{}</b>").format(clean(result.against))
    moves = [_moves(say, found), *_furthest(say, found)] if found.moved or found.changed else []
    return Sheet(
        command="compare",
        language=words.language,
        title=say.plain("lab.compare_title", name=say.name),
        crumb=say.crumb(say.say("lab.compare_crumb", against=against)),
        account=result.about.account,
        lead=say.say("lab.compare_lead", n=say.number(found.records), day=result.about.as_of, zone=say.zone),
        sections=(_verdict(say, found), _matrix(say, result), *moves, _changes(say, found), *say.misfits()),
        skip=say.plain("lab.skip"),
        same=say.plain("lab.same"),
    )


def _verdict(say: Saying, found: Comparison) -> Section:
    moved, total = say.number(found.moved), say.number(found.records)
    blocks: list[Block] = []
    if found.moved:
        share = say.percent(found.moved / found.records)
        better = found.moved - found.moved_down
        ways = say.say("lab.ways_text", worse=say.number(found.moved_down), better=say.number(better))
        rows = [
            (say.plain("lab.moved"), say.say("lab.moved_text", n=moved, total=total, share=share)),
            (say.plain("lab.moved_ways"), ways),
            (say.plain("lab.points_change"), say.say("lab.points_change_text", n=say.number(found.changed))),
            (say.plain("lab.consequence"), say.say("lab.consequence_text")),
        ]
        blocks.append(Facts(rows=tuple(rows)))
    elif found.changed:
        text = say.say("lab.points_change_text", n=say.number(found.changed))
        blocks.append(Facts(rows=((say.plain("lab.points_change"), text),)))
    notes = say.notes_on_records(found.marked)
    if found.unclear:
        text = say.say("lab.unclear", n=say.number(found.unclear), total=total)
        notes.insert(0, Note(say.plain("lab.unclear_tag"), text, Level.WARN))
    blocks += [Notes(notes=tuple(notes))] if notes else []
    heading = say.plain("lab.compare_some", n=moved, total=total) if found.moved else say.plain("lab.compare_none")
    return Section(heading=heading, blocks=tuple(blocks), level=Level.WARN if found.moved else Level.GOOD)


def _matrix(say: Saying, result: Compared) -> Section:
    matrix = result.comparison.matrix
    heads = (
        Head(say.plain("lab.before")),
        *(Head(say.band(band), True) for band in _ORDER),
        Head(say.plain("lab.total"), True),
    )
    rows = [
        (
            say.band_cell(start),
            *(_count(say, start, end, matrix.get((start, end), 0)) for end in _ORDER),
            Cell(say.number(sum(matrix.get((start, end), 0) for end in _ORDER))),
        )
        for start in _ORDER
    ]
    ends = [sum(matrix.get((start, end), 0) for start in _ORDER) for end in _ORDER]
    rows.append((Cell(say.plain("lab.total")), *(Cell(say.number(number)) for number in (*ends, sum(ends)))))
    caption = say.plain("lab.matrix_caption", against=result.against)
    return Section(heading=say.plain("lab.matrix"), blocks=(Table(heads=heads, rows=tuple(rows), caption=caption),))


def _count(say: Saying, start: Band, end: Band, number: int) -> Cell:
    """With an arrow to a better or a worse band."""
    if start is end or not number:
        return Cell(say.number(number))
    is_worse = Move(start, end, BOUNDS).is_worse
    return Cell(f"{'↓' if is_worse else '↑'} {say.number(number)}", level=Level.BAD if is_worse else Level.GOOD)


def _moves(say: Saying, found: Comparison) -> Section:
    heads = (Head(say.plain("lab.why")), Head(say.plain("lab.from_to")), Head(say.plain("lab.records"), True))
    most = max((number for _, number in found.moves), default=1)
    rows = tuple(
        (
            Cell(_because(say, move.because)),
            Cell(_between(say, move.start, move.end)),
            Cell(say.number(number), bar=Bar(low=0, high=most, value=number, said=say.number(number))),
        )
        for move, number in found.moves
    )
    return Section(heading=say.plain("lab.moves"), blocks=(Table(heads=heads, rows=rows),))


def _because(say: Saying, because: str) -> str:
    if because == BOUNDS:
        return say.plain("lab.because_bounds")
    return say.plain("lab.because_group", group=say.group(because.removeprefix("groups.")))


def _between(say: Saying, start: Band | None, end: Band | None) -> str:
    return say.plain("lab.band_change", before=say.band(start), after=say.band(end))


def _furthest(say: Saying, found: Comparison) -> Iterator[Section]:
    rows = tuple(_far(say, one) for one in (*found.worse, *found.better))
    if rows:
        heads = (
            Head(say.plain("lab.record")),
            Head(say.plain("lab.before"), True),
            Head(say.plain("lab.after"), True),
            Head(say.plain("lab.change"), True),
            Head(say.plain("lab.band")),
            Head(say.plain("lab.why")),
        )
        yield Section(heading=say.plain("lab.furthest"), blocks=(Table(heads=heads, rows=rows),))


def _far(say: Saying, far: Far) -> tuple[Cell, ...]:
    before, after = far.before, far.after
    band = _between(say, before.band, after.band) if far.move else say.band(after.band)
    groups = [f"{say.group(key)} {signed(points)}" for key, points in far.groups.items()]
    return (
        say.record(after),
        Cell(say.points(before.points)),
        Cell(say.points(after.points)),
        Cell(signed(_difference(before.points, after.points))),
        Cell(band),
        Cell(say.words.joined(groups) or "–"),
    )


def _difference(before: Points, after: Points) -> int:
    return after[0] - before[0]


def _changes(say: Saying, found: Comparison) -> Section:
    changes = changes_of(found.before, found.after)
    heads = (Head(say.plain("lab.what")), Head(say.plain("lab.before"), True), Head(say.plain("lab.after"), True))
    rows = tuple(
        (Cell(_changed(say, one)), Cell(_value(say, one, one.before)), Cell(_value(say, one, one.after)))
        for one in changes
    )
    none = Note(say.plain("lab.what"), say.say("lab.changes_none"))
    block: Block = Table(heads=heads, rows=rows) if rows else Notes(notes=(none,))
    return Section(heading=say.plain("lab.changes"), blocks=(block,))


def _changed(say: Saying, one: Changed) -> Markup | str:
    if one.tests:
        return say.say("lab.change_rule", group=one.group, rule=say.rule(one.tests))
    if not one.group:
        return say.plain(_CHANGED[one.what])
    return say.plain(_CHANGED[one.what], group=one.group)


def _value(say: Saying, one: Changed, value: int | None) -> str:
    if value is None:
        return say.plain("lab.none")
    return signed(value) if one.tests else signed(value).lstrip("+")
