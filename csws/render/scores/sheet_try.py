"""A score tried on records, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds.health_scores.bands import Band, band_of, totals_in
from csws.kinds.health_scores.score import Group
from csws.lab.results import Counted, Tried
from csws.lab.scoring.groups import Points
from csws.lab.trying import NEAR, NEARLY_ALWAYS, Trial
from csws.render.markup import tagged
from csws.render.scores.histogram import bins_of, counts_of
from csws.render.scores.reasons import why
from csws.render.scores.saying import Saying, minus, signed
from csws.render.scores.sheet import (
    Bar,
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Head,
    Histogram,
    Level,
    Note,
    Notes,
    Picture,
    Section,
    Sheet,
    Table,
)
from csws.render.words import Words, clean

OFTEN_EMPTY = 0.05  # of the records: a column that somebody should look at


def sheet_of(result: Tried, words: Words) -> Sheet:
    trial = result.trial
    say = Saying(words, result.about, trial.score)
    sections = [_bands(say, trial)]
    if trial.scored.records:
        sections += [_look(say, trial), _groups(say, trial), _rules(say, trial), *_near(say, trial)]
    return Sheet(
        command="try",
        language=words.language,
        title=say.plain("lab.try_title", name=say.name, n=say.number(trial.scored.records)),
        crumb=say.crumb(),
        account=result.about.account,
        lead=say.lead(),
        sections=(*_asked(say, trial), *sections, *say.misfits()),
        skip=say.plain("lab.skip"),
        same=say.plain("lab.same"),
    )


def _asked(say: Saying, trial: Trial) -> Iterator[Section]:
    """What somebody asked about comes first."""
    for one in trial.explained:
        yield why(say, one)
    if trial.missing:
        ids = say.words.listed([tagged("b", clean(one)) for one in trial.missing])
        note = Note(say.plain("lab.asked_tag"), say.say("lab.not_found", ids=ids), Level.WARN)
        yield Section(heading=say.plain("lab.asked_missing"), blocks=(Notes(notes=(note,)),))


def _bands(say: Saying, trial: Trial) -> Section:
    records, scored = trial.scored.records, trial.scored
    rows = [
        (
            say.band_cell(band),
            Cell(span(say, trial, band)),
            Cell(say.number(scored.bands.get(band, 0))),
            Cell(say.percent(scored.bands.get(band, 0) / records if records else None)),
        )
        for band in Band
    ]
    heads = (
        Head(say.plain("lab.band")),
        Head(say.plain("lab.points")),
        Head(say.plain("lab.records"), True),
        Head(say.plain("lab.share"), True),
    )
    figures = tuple(
        Figure(
            say.number(scored.bands.get(band, 0)),
            say.band(band),
            say.words.joined([say.percent(scored.bands.get(band, 0) / records), span(say, trial, band)], "lab.figure"),
            band,
        )
        for band in Band
        if records
    )
    blocks: list[Block] = [Figures(figures=figures, table=Table(heads=heads, rows=tuple(rows)))]
    unclear = scored.bands.get(None, 0)
    if unclear:
        text = say.say("lab.unclear", n=say.number(unclear), total=say.number(records))
        blocks.append(Notes(notes=(Note(say.plain("lab.unclear_tag"), text, Level.WARN),)))
    elif records:
        blocks.append(_histogram(say, trial))
    else:
        blocks.append(Notes(notes=(Note(say.plain("lab.records"), say.say("lab.no_records"), Level.WARN),)))
    return Section(heading=say.plain("lab.try_bands"), blocks=tuple(blocks))


def span(say: Saying, trial: Trial, band: Band) -> str:
    """The points of a band, in words."""
    totals = totals_in(trial.score, band)
    if band is Band.AT_RISK:
        return say.plain("lab.less_than", n=totals.stop)
    if band is Band.HEALTHY:
        return say.plain("lab.and_more", n=totals.start)
    return say.plain("lab.span", first=totals.start, last=totals.stop - 1)


def _histogram(say: Saying, trial: Trial) -> Picture:
    counts, _ = counts_of(trial.scored.totals)
    bounds = tuple(bound for bound in (trial.score.at_risk, trial.score.healthy) if bound is not None)
    bins = bins_of(counts, bounds)
    spans = {one: say.plain("lab.span", first=one.first, last=one.last) for one in bins}
    bands = {one: band_of(trial.score, one.first) for one in bins}
    columns = tuple(
        Column(
            first=one.first,
            last=one.last,
            records=one.records,
            band=bands[one],
            said=say.plain("lab.try_column", first=one.first, last=one.last, n=say.number(one.records)),
        )
        for one in bins
    )
    parts = [
        say.plain(
            "list.fact",
            name=say.words.joined([say.band(band), span(say, trial, band)]),
            text=say.number(trial.scored.bands.get(band, 0)),
        )
        for band in Band
    ]
    table = Table(
        heads=(Head(say.plain("lab.points")), Head(say.plain("lab.band")), Head(say.plain("lab.records"), True)),
        rows=tuple((Cell(spans[one]), say.band_cell(bands[one]), Cell(say.number(one.records))) for one in bins),
    )
    return Picture(
        drawing=Histogram(columns=columns, bounds=bounds, bands=tuple(map(say.band, Band))),
        title=say.plain("lab.try_picture"),
        text=say.words.joined(parts, "list.also"),
        table=table,
    )


def _look(say: Saying, trial: Trial) -> Section:
    notes = [*notes_on_rules(say, trial), *_of_bounds(say, trial)]
    points, band = trial.unknown
    text = say.say("lab.unknown_record", points=points, band=say.band(band))
    notes.append(Note(say.plain("lab.unknown_tag"), text))
    notes += _of_assumptions(say, trial)
    return Section(
        heading=say.plain("lab.try_look"), blocks=(Notes(notes=(*notes, *say.notes_on_records(trial.scored.marked))),)
    )


def notes_on_rules(say: Saying, trial: Trial | Counted) -> Iterator[Note]:
    """Rules that say little, and columns with little in them."""
    yield from _of_rules(say, trial)
    yield from _of_columns(say, trial)


def _of_rules(say: Saying, trial: Trial | Counted) -> Iterator[Note]:
    rules = [rule for group in trial.score.groups for rule in group.rules]
    tag, records = say.plain("lab.rule_tag"), trial.scored.records
    for rule, fired in zip(rules, trial.scored.fired, strict=True):
        if not fired and not trial.scored.bands.get(None):
            yield Note(tag, say.say("lab.never_fires", rule=say.rule(rule.tests)), Level.WARN)
        elif fired >= NEARLY_ALWAYS * records:
            text = say.say("lab.always_fires", share=say.percent(fired / records), rule=say.rule(rule.tests))
            yield Note(tag, text, Level.WARN)


def _of_columns(say: Saying, trial: Trial | Counted) -> Iterator[Note]:
    records = trial.scored.records
    for name, number in trial.scored.empty.items():
        if number >= OFTEN_EMPTY * records:
            text = say.say(
                "lab.empty_column",
                property=say.property(name),
                n=say.number(number),
                total=say.number(records),
                share=say.percent(number / records),
            )
            yield Note(say.plain("lab.column_tag"), text, Level.WARN)


def _of_bounds(say: Saying, trial: Trial) -> Iterator[Note]:
    for near in trial.near:
        if near.records:
            text = say.say("lab.near_bound", n=say.number(near.records), points=NEAR, band=say.band(near.band))
            yield Note(say.plain("lab.bound_tag"), text)


def _of_assumptions(say: Saying, trial: Trial) -> Iterator[Note]:
    for key, tag, depends in (
        ("lab.by_hours", "lab.days_tag", trial.by_hours),
        ("lab.by_no_value", "lab.value_tag", trial.by_no_value),
    ):
        if depends.bands:
            yield Note(say.plain(tag), say.say(key, n=say.number(depends.bands), ids=say.ids(depends.shown)))


def _groups(say: Saying, trial: Trial) -> Section:
    heads = (
        Head(say.plain("lab.group")),
        Head(say.plain("lab.in_the_middle")),
        Head(say.plain("lab.at_maximum"), True),
        Head(say.plain("lab.gets_nothing"), True),
        Head(say.plain("lab.below_zero"), True),
    )
    rows = tuple(_group(say, group, trial.scored.given[group.key]) for group in trial.score.groups)
    return Section(heading=say.plain("lab.try_groups"), blocks=(Table(heads=heads, rows=rows),))


def _group(say: Saying, group: Group, given: Mapping[Points, int]) -> tuple[Cell, ...]:
    exact = {low: number for (low, high), number in given.items() if low == high}
    if len(exact) < len(given):
        return (Cell(say.group(group.key)), Cell(say.plain("lab.events_unknown")), *[Cell("–")] * 3)
    middle = _middle(exact)
    shown = say.plain("lab.of_max", points=minus(middle), max=group.highest)
    low, high = min(group.lowest, 0), max(group.highest, 0)
    said = say.plain("lab.bar_of_points", points=minus(middle), low=minus(low), high=minus(high))
    bar = Bar(low=low, high=high, value=middle, said=said) if low < high else None
    below = sum(number for points, number in exact.items() if points < 0)
    return (
        Cell(say.group(group.key)),
        Cell(shown, bar=bar),
        Cell(say.number(exact.get(group.highest, 0))),
        Cell(say.number(exact.get(0, 0))),
        Cell(say.number(below)),
    )


def _middle(counts: Mapping[int, int]) -> int:
    """What half of the records have or exceed."""
    left = sum(counts.values()) // 2
    for points in sorted(counts, reverse=True):
        left -= counts[points]
        if left < 0:
            return points
    return 0


def _rules(say: Saying, trial: Trial) -> Section:
    heads = (Head(say.plain("lab.rule")), Head(say.plain("lab.points"), True), Head(say.plain("lab.records"), True))
    fired = iter(trial.scored.fired)
    rows: list[tuple[Cell, ...]] = []
    for group in trial.score.groups:
        rows.append((Cell(say.group(group.key)),))
        for rule in group.rules:
            number = next(fired)
            share = number / trial.scored.records
            bar = Bar(low=0, high=1, value=share, said=say.plain("lab.bar_of_records", share=say.percent(share)))
            rows.append((Cell(say.rule(rule.tests)), Cell(signed(rule.points)), Cell(say.number(number), bar=bar)))
    return Section(heading=say.plain("lab.try_rules"), blocks=(Table(heads=heads, rows=tuple(rows)),))


def _near(say: Saying, trial: Trial) -> Iterator[Section]:
    rows = [
        (
            say.record(one.record),
            Cell(say.points(one.record.points)),
            Cell(say.plain("lab.below_band", points=near.bound - one.record.points[0], band=say.band(near.band))),
            Cell(say.lift(one.lift)),
        )
        for near in trial.near
        for one in near.shown
    ]
    if rows:
        heads = (
            Head(say.plain("lab.record")),
            Head(say.plain("lab.points"), True),
            Head(say.plain("lab.where")),
            Head(say.plain("lab.lift")),
        )
        total = sum(near.records for near in trial.near)
        caption = say.plain("lab.first_of", n=len(rows), total=say.number(total))
        table = Table(heads=heads, rows=tuple(rows), caption=caption)
        yield Section(heading=say.plain("lab.try_near"), blocks=(table,))
