"""The same records under two versions of a score, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.lab.changes import Changed, changes_of
from csws.lab.comparing import Comparison, Far
from csws.lab.results import Compared
from csws.lab.scoring.groups import Points
from csws.render.markup import tagged
from csws.render.scores.saying import Saying, signed
from csws.render.scores.sheet import Block, Cell, Head, Level, Note, Notes, Section, Sheet, Table
from csws.render.scores.transitions import Transitions, between, facts_of, matrix_of, moves_of, some_move
from csws.render.words import Words, clean

_CHANGED = {
    "healthy": "lab.change_healthy",
    "at_risk": "lab.change_at_risk",
    "max": "lab.change_max",
    "min": "lab.change_min",
}


def sheet_of(result: Compared, words: Words) -> Sheet:
    found = result.comparison
    say = Saying(words, result.about, found.after)
    against = tagged("b", clean(result.against))
    going = Transitions(
        records=found.records, changed=found.changed, matrix=found.matrix, moves=found.moves, group=say.group
    )
    caption = say.plain("lab.matrix_caption", against=result.against)
    moves = [moves_of(going, words), *_furthest(say, found)] if found.moved or found.changed else []
    return Sheet(
        command="compare",
        language=words.language,
        title=say.plain("lab.compare_title", name=say.name),
        crumb=say.crumb(say.say("lab.compare_crumb", against=against)),
        account=result.about.account,
        lead=say.say("lab.compare_lead", n=say.number(found.records), day=result.about.as_of, zone=say.zone),
        sections=(
            _verdict(say, found, going),
            matrix_of(going, words, caption),
            *moves,
            _changes(say, found),
            *say.misfits(),
        ),
        skip=say.plain("lab.skip"),
        same=say.plain("lab.same"),
    )


def _verdict(say: Saying, found: Comparison, going: Transitions) -> Section:
    facts = facts_of(going, say.words)
    blocks: list[Block] = [facts] if facts else []
    notes = say.notes_on_records(found.marked)
    if found.unclear:
        text = say.say("lab.unclear", n=say.number(found.unclear), total=say.number(found.records))
        notes.insert(0, Note(say.plain("lab.unclear_tag"), text, Level.WARN))
    blocks += [Notes(notes=tuple(notes))] if notes else []
    level = Level.WARN if found.moved else Level.GOOD
    return Section(heading=some_move(going, say.words), blocks=tuple(blocks), level=level)


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
    band = between(before.band, after.band, say.words) if far.move else say.band(after.band)
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
