"""HubSpot's numbers against csws's, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds.health_scores.conditions import number_text
from csws.lab.results import Verified
from csws.lab.verifying import Assumption, Cause, Pointer, Verification
from csws.render.markup import tagged
from csws.render.scores.saying import Saying
from csws.render.scores.sheet import Block, Cell, Facts, Head, Level, Notes, Section, Sheet, Table
from csws.render.words import Words, clean

SHOWN = 8  # causes
_CAUSES = {
    Cause.FIRES: "lab.cause_fires",
    Cause.SILENT: "lab.cause_silent",
    Cause.NO_MAXIMUM: "lab.cause_no_maximum",
    Cause.NO_MINIMUM: "lab.cause_no_minimum",
    Cause.NO_GROUP: "lab.cause_no_group",
}
_ASSUMED = {Assumption.DAYS: "lab.assumed_days", Assumption.NO_VALUE: "lab.assumed_no_value"}


def sheet_of(result: Verified, words: Words) -> Sheet:
    found = result.verification
    say = Saying(words, result.about, found.score)
    kept_in = tagged("b", clean(say.property(result.kept_in)))
    lead = say.say(
        "lab.verify_lead", n=say.number(found.records), day=result.about.as_of, zone=say.zone, property=kept_in
    )
    return Sheet(
        command="verify",
        language=words.language,
        title=say.plain("lab.verify_title", name=say.name),
        crumb=say.crumb(),
        account=result.about.account,
        lead=lead,
        sections=(_verdict(say, found), *_causes(say, found), *_differences(say, found), *say.misfits()),
        skip=say.plain("lab.skip"),
        same=say.plain("lab.same"),
    )


def _verdict(say: Saying, found: Verification) -> Section:
    compared = found.agree + found.differ
    heading, level = say.plain("lab.verify_agree"), Level.GOOD
    if found.differ:
        heading = say.plain("lab.verify_differ", n=say.number(found.differ), total=say.number(compared))
        level = Level.BAD
    elif not found.agree:
        heading, level = say.plain("lab.verify_nothing"), Level.WARN
    counts = (
        ("lab.agree", found.agree, True),
        ("lab.differ", found.differ, True),
        ("lab.without", found.without, False),
        ("lab.unreadable", found.unreadable, False),
        ("lab.not_known", found.unclear, False),
        ("lab.unexplained", found.unexplained, False),
    )
    rows = [(say.plain(key), Markup(say.number(number))) for key, number, always in counts if number or always]
    notes = say.notes_on_records(found.marked)
    blocks: list[Block] = [Facts(rows=tuple(rows)), *([Notes(notes=tuple(notes))] if notes else [])]
    return Section(heading=heading, blocks=tuple(blocks), level=level)


def _causes(say: Saying, found: Verification) -> Iterator[Section]:
    if found.pointers:
        heads = (
            Head(say.plain("lab.what")),
            Head(say.plain("lab.explains"), True),
            Head(say.plain("lab.against_column"), True),
        )
        rows = tuple(
            (Cell(_cause(say, one)), Cell(say.number(one.records)), Cell(say.number(one.against)))
            for one in found.pointers[:SHOWN]
        )
        table = Table(heads=heads, rows=rows, caption=say.plain("lab.causes_caption"))
        yield Section(heading=say.plain("lab.causes"), blocks=(table,))


def _cause(say: Saying, one: Pointer) -> Markup:
    group = tagged("b", clean(say.group(one.group))) if one.group else ""
    if one.cause is Cause.NOT_HELD:
        text = say.say("lab.cause_not_held")
    elif one.rule is None:
        text = say.say(_CAUSES[one.cause], group=group)
    else:
        text = say.say(_CAUSES[one.cause], group=group, rule=say.rule(one.rule.tests))
    if one.assumption is None:
        return text
    return say.say("list.between", first=text, rest=say.say(_ASSUMED[one.assumption]))


def _differences(say: Saying, found: Verification) -> Iterator[Section]:
    if found.shown:
        heads = (
            Head(say.plain("lab.record")),
            Head(say.plain("lab.hubspot"), True),
            Head(say.plain("lab.csws"), True),
        )
        rows = tuple(
            (say.record(one.record), Cell(number_text(one.hubspot)), Cell(say.points(one.record.points)))
            for one in found.shown
        )
        caption = say.plain("lab.first_of", n=len(rows), total=say.number(found.differ))
        table = Table(heads=heads, rows=rows, caption=caption)
        yield Section(heading=say.plain("lab.differences"), blocks=(table,))
