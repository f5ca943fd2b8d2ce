"""A score held against what happened, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds.health_scores.bands import Band
from csws.lab.backtest import Decile, Findings, Share, Sign
from csws.lab.backtesting import Backtest
from csws.lab.results import Backtested
from csws.lab.statistics import Estimate, Flagged
from csws.render.markup import tagged
from csws.render.scores.reasons import brief
from csws.render.scores.saying import Saying, signed
from csws.render.scores.sheet import (
    Block,
    Cell,
    Curve,
    Facts,
    Head,
    Level,
    Mark,
    Note,
    Notes,
    Picture,
    Range,
    Ranges,
    Section,
    Sheet,
    Table,
)
from csws.render.words import Words, clean

_SIGNS = {
    Sign.AGREES: ("lab.sign_agrees", Level.GOOD),
    Sign.CONTRADICTS: ("lab.sign_contradicts", Level.BAD),
    Sign.UNCLEAR: ("lab.sign_unclear", Level.PLAIN),
}
_EVERY = 10  # a bound in so many is in the table


def sheet_of(result: Backtested, words: Words) -> Sheet:
    test = result.backtest
    say = Saying(words, result.about, test.score)
    lead = say.say(
        "lab.backtest_lead", n=say.number(test.records), day=test.as_of, zone=say.zone, until=test.until or "–"
    )
    figures = (_bands(say, test), *_caught(say, test), _deciles(say, test), _rules(say, test), *_surprises(say, test))
    return Sheet(
        command="backtest",
        language=words.language,
        title=say.plain("lab.backtest_title", name=say.name),
        crumb=say.crumb(),
        account=result.about.account,
        lead=lead,
        sections=(_verdict(say, test), _trust(say, test), *figures, *say.misfits()),
        skip=say.plain("lab.skip"),
        same=say.plain("lab.same"),
    )


def _verdict(say: Saying, test: Backtest) -> Section:
    heading, level = _says(test.findings)
    notes: list[Block] = []
    if not test.findings.concluded:
        numbers = {"lost": say.number(test.findings.lost), "kept": say.number(test.findings.kept)}
        text = say.say("lab.too_few", **numbers, fewest=test.fewest)
        notes.append(Notes(notes=(Note(say.plain("lab.lost_and_kept"), text, Level.WARN),)))
    return Section(heading=say.plain(heading), blocks=(*notes, Facts(rows=tuple(_facts(say, test)))), level=level)


def _says(found: Findings) -> tuple[str, Level]:
    """What the interval says; nothing where there are too few."""
    if not found.concluded or found.auc is None or found.auc.low is None or found.auc.high is None:
        return "lab.says_too_few", Level.WARN
    if found.auc.low > 0.5:
        return "lab.says_good", Level.GOOD
    return ("lab.says_wrong", Level.BAD) if found.auc.high < 0.5 else ("lab.says_nothing", Level.WARN)


def _facts(say: Saying, test: Backtest) -> Iterator[tuple[str, Markup]]:
    found = test.findings
    if found.auc is not None:
        yield say.plain("lab.pairs"), _pairs(say, found.auc)
    if found.base is not None:
        low, high = say.percent(found.base.low), say.percent(found.base.high)
        numbers = {"lost": say.number(found.lost), "kept": say.number(found.kept)}
        text = say.say("lab.lost_and_kept_text", **numbers, rate=say.percent(found.base.value), low=low, high=high)
        yield say.plain("lab.lost_and_kept"), text
    if found.best is not None:
        flagged = found.flagged[found.best.bound]
        caught, wrong = say.percent(flagged.caught), say.percent(flagged.caught - found.best.youden)
        text = say.say("lab.best_bound_text", bound=found.best.bound, caught=caught, wrong=wrong)
        yield say.plain("lab.best_bound"), text
    if test.left_out:
        yield say.plain("lab.left_out"), say.say("lab.left_out_text", n=say.number(test.left_out))
    if test.lost_later and test.until is not None:
        text = say.say("lab.lost_later_text", n=say.number(test.lost_later), day=test.until)
        yield say.plain("lab.lost_later"), text
    if test.unknown_ids:
        ids = say.words.listed([tagged("b", clean(one)) for one in test.unknown_shown])
        text = say.say("lab.not_in_records_text", n=say.number(test.unknown_ids), ids=ids)
        yield say.plain("lab.not_in_records"), text


def _pairs(say: Saying, auc: Estimate) -> Markup:
    value = say.decimal(100 * auc.value)
    if auc.low is None or auc.high is None:
        return say.say("lab.pairs_alone", n=value)
    return say.say("lab.pairs_text", n=value, low=say.decimal(100 * auc.low), high=say.decimal(100 * auc.high))


def _trust(say: Saying, test: Backtest) -> Section:
    """csws cannot see whether a value is from later, so every reader is told."""
    notes = [Note(say.plain("lab.trust_tag"), say.say("lab.trust_text", day=test.as_of))]
    for name, number in test.later.items():
        text = say.say("lab.later", property=say.property(name), day=test.as_of, n=say.number(number))
        notes.append(Note(say.plain("lab.later_tag"), text, Level.BAD))
    return Section(heading=say.plain("lab.trust"), blocks=(Notes(notes=(*notes, *say.notes_on_records(test.marked))),))


def _rates(say: Saying, share: Share) -> tuple[Cell, ...]:
    """Records, lost, rate, interval."""
    rate = share.rate
    interval = say.plain("lab.range", low=say.percent(rate.low), high=say.percent(rate.high)) if rate else "–"
    return (
        Cell(say.number(share.records)),
        Cell(say.number(share.lost)),
        Cell(say.percent(rate.value) if rate else "–"),
        Cell(interval),
    )


def _rate_heads(say: Saying) -> tuple[Head, ...]:
    keys = ("lab.records", "lab.lost", "lab.rate", "lab.interval")
    return tuple(Head(say.plain(key), True) for key in keys)


def _bands(say: Saying, test: Backtest) -> Section:
    found = test.findings
    heads = (Head(say.plain("lab.band")), *_rate_heads(say), Head(say.plain("lab.lift_column"), True))
    rows = tuple(
        (say.band_cell(band), *_rates(say, found.bands[band].share), Cell(say.decimal(found.bands[band].lift, 2)))
        for band in Band
    )
    table = Table(heads=heads, rows=rows)
    shares = [(say.band(band), found.bands[band].share, band) for band in Band]
    block: Block = _ranges(say, test, shares, "lab.band_picture", table) if found.base else table
    return Section(heading=say.plain("lab.backtest_bands"), blocks=(block,))


def _ranges(say: Saying, test: Backtest, shares: list[tuple[str, Share, Band]], title: str, table: Table) -> Picture:
    base = test.findings.base
    assert base is not None  # only then it is drawn
    ranges = tuple(_range(say, name, share, band) for name, share, band in shares if share.rate)
    return Picture(
        drawing=Ranges(
            ranges=ranges,
            line=base.value,
            line_name=say.plain("lab.average", share=say.percent(base.value)),
            percent=say.plain("lab.percent", n="{n}"),
        ),
        title=say.plain(title),
        text=say.words.joined([one.said for one in ranges], "list.also"),
        table=table,
        is_folded=False,
    )


def _range(say: Saying, name: str, share: Share, band: Band | None) -> Range:
    rate = share.rate
    assert rate is not None  # only then it is drawn
    ends = {"low": say.percent(rate.low), "high": say.percent(rate.high)}
    said = say.plain("lab.said_rate", name=name, rate=say.percent(rate.value), **ends)
    return Range(name=name, value=rate.value, low=rate.low, high=rate.high, said=said, band=band)


def _caught(say: Saying, test: Backtest) -> Iterator[Section]:
    found = test.findings
    if not found.flagged:
        return
    names = _bound_names(say, test)
    heads = (
        Head(say.plain("lab.bound")),
        Head(say.plain("lab.caught_column"), True),
        Head(say.plain("lab.work_column"), True),
        Head(say.plain("lab.records"), True),
    )
    shown = [one for one in found.flagged if one.bound in names or not one.bound % _EVERY]
    table = Table(heads=heads, rows=tuple(_flagged(say, one, names) for one in shown if one.bound))
    curve = Curve(
        points=(*((one.work, one.caught) for one in found.flagged), (1.0, 1.0)),
        marks=tuple(
            Mark(one.work, one.caught, names[one.bound], str(one.bound)) for one in shown if one.bound in names
        ),
        x_name=say.plain("lab.in_percent", name=say.plain("lab.work_column")),
        y_name=say.plain("lab.in_percent", name=say.plain("lab.caught_column")),
        chance=say.plain("lab.chance"),
    )
    text = say.words.joined(
        [
            say.plain("list.fact", name=mark.name, text=f"{say.percent(mark.y)} / {say.percent(mark.x)}")
            for mark in curve.marks
        ],
        "list.also",
    )
    picture = Picture(drawing=curve, title=say.plain("lab.caught"), text=text, table=table, is_folded=False)
    note = Note(say.plain("lab.caught_column"), say.say("lab.caught_text"))
    yield Section(heading=say.plain("lab.caught"), blocks=(Notes(notes=(note,)), picture))


def _bound_names(say: Saying, test: Backtest) -> dict[int, str]:
    """The bounds that have a name: those of the bands, and the best."""
    names = {}
    if test.score.healthy is not None and test.score.at_risk is not None:
        names[test.score.healthy] = say.plain("lab.is_healthy", n=test.score.healthy)
        names[test.score.at_risk] = say.plain("lab.is_at_risk", n=test.score.at_risk)
    if test.findings.best is not None:
        names[test.findings.best.bound] = say.plain("lab.is_best", n=test.findings.best.bound)
    return names


def _flagged(say: Saying, one: Flagged, names: dict[int, str]) -> tuple[Cell, ...]:
    name = names.get(one.bound) or say.plain("lab.below", n=one.bound)
    return (
        Cell(name),
        Cell(say.percent(one.caught)),
        Cell(say.percent(one.work)),
        Cell(say.number(one.records)),
    )


def _deciles(say: Saying, test: Backtest) -> Section:
    heads = (Head(say.plain("lab.part")), Head(say.plain("lab.points"), True), *_rate_heads(say))
    rows = tuple((Cell(say.number(one.number)), Cell(_span(say, one)), *_rates(say, one.share)) for one in test.deciles)
    return Section(heading=say.plain("lab.deciles"), blocks=(Table(heads=heads, rows=rows),))


def _span(say: Saying, one: Decile) -> str:
    return "–" if one.low is None else say.plain("lab.span", first=one.low, last=one.high)


def _rules(say: Saying, test: Backtest) -> Section:
    heads = (
        Head(say.plain("lab.rule")),
        Head(say.plain("lab.points"), True),
        Head(say.plain("lab.lost_where_fires"), True),
        Head(say.plain("lab.lost_where_silent"), True),
        Head(say.plain("lab.verdict")),
    )
    rows: list[tuple[Cell, ...]] = []
    group = ""
    for one in test.rules:
        if one.group != group:
            group = one.group
            rows.append((Cell(say.group(group)),))
        key, level = _SIGNS[one.share.sign]
        rows.append(
            (
                Cell(say.rule(one.rule.tests)),
                Cell(signed(one.rule.points)),
                Cell(_rate(say, one.share.fired)),
                Cell(_rate(say, one.share.silent)),
                Cell(say.plain(key), level=level),
            )
        )
    table = Table(heads=heads, rows=tuple(rows), caption=say.plain("lab.tested_caption"))
    return Section(heading=say.plain("lab.tested_rules"), blocks=(table,))


def _rate(say: Saying, share: Share) -> str:
    if share.rate is None:
        return "–"
    return say.plain("lab.rate_of", rate=say.percent(share.rate.value), n=say.number(share.records))


def _surprises(say: Saying, test: Backtest) -> Iterator[Section]:
    if test.healthy_lost:
        heads = (Head(say.plain("lab.record")), Head(say.plain("lab.points"), True), Head(say.plain("lab.gave_points")))
        rows = tuple(brief(say, one) for one in test.surprises)
        caption = say.plain("lab.first_of", n=len(rows), total=say.number(test.healthy_lost))
        yield Section(heading=say.plain("lab.surprises"), blocks=(Table(heads=heads, rows=rows, caption=caption),))
