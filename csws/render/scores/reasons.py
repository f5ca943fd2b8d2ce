"""Why a record has its points: every rule that fired, what bounds cut off, and what would lift it most."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from csws.lab.scoring.explained import GroupExplained
from csws.lab.trying import Reason
from csws.render.scores.saying import Saying, minus, signed
from csws.render.scores.sheet import Block, Cell, Head, Note, Notes, Section, Table

Row = tuple[Cell, ...]


def why(say: Saying, reason: Reason) -> Section:
    """A section about one record; its lines sum to its points."""
    record = reason.record
    shown = say.record(record).text
    heading = say.plain("lab.explained", record=shown, points=say.points(record.points))
    heads = (Head(say.plain("lab.rule")), Head(say.plain("lab.points"), True))
    blocks: list[Block] = [Table(heads=heads, rows=tuple(_rows(say, reason)))]
    if reason.lift is not None:
        blocks.append(Notes(notes=(Note(say.plain("lab.lift_tag"), say.lift(reason.lift)),)))
    return Section(heading=heading, blocks=tuple(blocks))


def brief(say: Saying, reason: Reason) -> Row:
    """A record in one row: what gave it its points, which sum to them."""
    gives = [
        say.say("lab.gives", what=say.rule(rule.tests), points=signed(rule.points))
        for group in reason.explained.groups
        for rule in group.fired
    ]
    cut = (reason.explained.cut or 0) + sum(group.cut or 0 for group in reason.explained.groups)
    if cut:
        gives.append(say.say("lab.gives", what=escape(say.plain("lab.bounds_cut")), points=signed(cut)))
    return say.record(reason.record), Cell(say.points(reason.record.points)), Cell(say.words.listed(gives) or "–")


def _rows(say: Saying, reason: Reason) -> Iterator[Row]:
    for group in reason.explained.groups:
        yield (Cell(say.group(group.group.key)),)
        yield from _of_group(say, group)
    if reason.explained.cut:
        yield Cell(say.plain("lab.cut_by_total")), Cell(signed(reason.explained.cut))
    yield (Cell(say.plain("lab.total")),)
    yield say.band_cell(reason.record.band), Cell(say.points(reason.record.points))


def _of_group(say: Saying, group: GroupExplained) -> Iterator[Row]:
    for rule in group.fired:
        yield Cell(say.rule(rule.tests)), Cell(signed(rule.points))
    if group.cut:
        bounds = {"low": minus(group.group.lowest), "high": minus(group.group.highest)}
        yield Cell(say.plain("lab.cut_by_group", **bounds)), Cell(signed(group.cut))
    text = say.plain("lab.group_gives", group=say.group(group.group.key))
    if group.cut is None:
        text = say.plain("list.fact", name=text, text=say.plain("lab.events_unknown"))
    yield Cell(text), Cell(say.points(group.outcome.given))
