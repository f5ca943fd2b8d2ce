"""What the sheets of all results have in common: numbers, bands, rules and records in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup, escape

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.conditions import Tests
from csws.kinds.health_scores.labels import labels_in
from csws.kinds.health_scores.score import Rule, Score
from csws.lab.about import About
from csws.lab.lift import Lift
from csws.lab.named import Named
from csws.lab.scoring.groups import Points
from csws.records.misfits import Misfit, MisfitKind
from csws.render.conditions import Conditions
from csws.render.markup import tagged
from csws.render.record_link import record_url
from csws.render.scores.sheet import Cell, Head, Level, Note, Section, Table
from csws.render.words import Words, clean

BANDS = {Band.AT_RISK: "band.at_risk", Band.NEUTRAL: "band.neutral", Band.HEALTHY: "band.healthy"}
_MISFITS = {
    MisfitKind.RAGGED_ROW: "lab.misfit_ragged_row",
    MisfitKind.UNREADABLE_ROW: "lab.misfit_unreadable_row",
    MisfitKind.NO_ID: "lab.misfit_no_id",
    MisfitKind.DOUBLED_ID: "lab.misfit_doubled_id",
    MisfitKind.UNREADABLE_NUMBER: "lab.misfit_unreadable_number",
    MisfitKind.UNREADABLE_DATE: "lab.misfit_unreadable_date",
    MisfitKind.UNREADABLE_VALUE: "lab.misfit_unreadable_value",
    MisfitKind.AMBIGUOUS_OPTION: "lab.misfit_ambiguous_option",
    MisfitKind.UNKNOWN_COLUMN: "lab.misfit_unknown_column",
    MisfitKind.AMBIGUOUS_LABEL: "lab.misfit_ambiguous_label",
    MisfitKind.MISSING_COLUMN: "lab.misfit_missing_column",
}
_ALWAYS = {MisfitKind.MISSING_COLUMN, MisfitKind.AMBIGUOUS_LABEL}  # what changes every record
_UNREAD = MisfitKind.UNKNOWN_COLUMN  # usual in an export: told in one row


class Saying:
    """`score` is the declared one."""

    def __init__(self, words: Words, about: About, score: Score) -> None:
        self.words, self.about, self.score = words, about, score
        self._groups = {group.key: group.name or group.key for group in score.groups}

    @property
    def name(self) -> str:
        return self.score.name or self.score.key or ""

    def plain(self, key: str, **values: object) -> str:
        return self.words.plain(key, **values)

    def say(self, key: str, **values: object) -> Markup:
        return self.words.say(key, **values)

    def number(self, number: int) -> str:
        return self.words.number(number)

    def percent(self, share: float | None) -> str:
        return "–" if share is None else percent(share, self.words)

    def decimal(self, number: float | None, places: int = 1) -> str:
        return "–" if number is None else f"{number:.{places}f}".replace(".", self.plain("lab.decimal"))

    def points(self, points: Points) -> str:
        """`40`, or a range where events are not known."""
        low, high = points
        return minus(low) if low == high else self.plain("lab.range", low=minus(low), high=minus(high))

    def band(self, band: Band | None) -> str:
        return self.plain("lab.band_unclear" if band is None else BANDS[band])

    def band_cell(self, band: Band | None) -> Cell:
        return Cell(self.band(band), band=band)

    def group(self, key: str) -> str:
        return self._groups.get(key, key)

    def rule(self, tests: Tests) -> Markup:
        return Conditions(self.words, self._labels_of(tests)).sentence(tests)

    def property(self, name: str) -> str:
        home = self.about.catalog.objects.get(self.score.object)
        found = home.properties.get(name) if home else None
        return found.label if found and found.label else name

    def lead(self) -> Markup:
        return self.say("lab.lead", day=self.about.as_of, zone=self.zone)

    @cached_property
    def zone(self) -> Markup:
        if self.about.catalog.time_zone == self.about.time_zone:
            return Markup(self.say("lab.zone", zone=escape(clean(self.about.time_zone))))
        return self.say("lab.no_zone")

    def crumb(self, *more: Markup) -> tuple[Markup, ...]:
        state = self.plain("lab.state_published" if self.score.is_published else "lab.state_draft")
        files = (escape(clean(name)) for name in self.about.files)
        code = tagged("code", clean(self.about.score))
        return (self.say("lab.about_score", score=code), Markup(state), *more, *files)

    def record(self, record: Named) -> Cell:
        """By its id; with its name where somebody asked for that."""
        shown = clean(record.id) if not record.name else f"{clean(record.name)} ({clean(record.id)})"
        return Cell(shown, link=self._link(record.id))

    def ids(self, records: Iterable[Named]) -> Markup:
        cells = (escape(self.record(one).text) for one in records)
        return self.words.listed(list(cells))

    def lift(self, lift: Lift | None) -> Markup:
        """What else would hold, and the points that it is worth."""
        if lift is None:
            return Markup("–")
        points = signed(lift.points)
        begins, ends = (self._rules(rules) for rules in (lift.begins, lift.ends))
        if not lift.ends:
            return self.say("lab.lift_begins", rules=begins, points=points)
        if not lift.begins:
            return self.say("lab.lift_ends", rules=ends, points=points)
        return self.say("lab.lift_both", rules=begins, ends=ends, points=points)

    def notes_on_records(self, marked: int) -> list[Note]:
        """What holds for all results: cells that could not be read, and segments."""
        notes = []
        if marked:
            text = self.say("lab.marked", n=self.number(marked))
            notes.append(Note(self.plain("lab.marked_tag"), text, Level.WARN))
        if self.score.segments:
            named = self.words.listed([tagged("b", clean(name)) for name in self.score.segments])
            notes.append(Note(self.plain("lab.segments_tag"), self.say("lab.segments", segments=named)))
        return notes

    def misfits(self) -> list[Section]:
        """A section of what does not fit; none where everything does."""
        if not self.about.misfits:
            return []
        heads = (self.plain("lab.what"), self.plain("lab.column"), self.plain("lab.lines"), self.plain("lab.where"))
        table = Table(
            heads=(Head(heads[0]), Head(heads[1]), Head(heads[2], True), Head(heads[3])),
            rows=tuple(self._misfit(one) for one in self.about.misfits),
        )
        level = Level.WARN if any(one.kind is not _UNREAD for one in self.about.misfits) else Level.PLAIN
        return [Section(heading=self.plain("lab.misfits"), blocks=(table,), level=level)]

    def misfit_kind(self, misfit: Misfit) -> str:
        return self.plain(_MISFITS[misfit.kind])

    def _misfit(self, misfit: Misfit) -> tuple[Cell, ...]:
        level = Level.WARN if misfit.kind in _ALWAYS else Level.PLAIN
        places = ", ".join(f"{clean(place.file)}:{place.line}" for place in misfit.places)
        more = misfit.count - len(misfit.places)
        places += f" {self.plain('lab.more_places', n=self.number(more))}" if more > 0 else ""
        return (
            Cell(self.misfit_kind(misfit), level=level),
            Cell(clean(self.property(misfit.column)) if misfit.column else "–"),
            Cell(self.number(misfit.count)),
            Cell(places),
        )

    def _rules(self, rules: Iterable[Rule]) -> Markup:
        return self.words.listed([self.rule(rule.tests) for rule in rules], "score.and")

    def _labels_of(self, tests: Tests) -> dict[str, str]:
        return dict(labels_in(tests, self.score.object, self.about.catalog))

    def _link(self, identity: str) -> str:
        return record_url(self.about.catalog, self.score.object, identity) if self.about.has_portal else ""


def percent(share: float, words: Words) -> str:
    """A share in percent: below ten with one decimal place."""
    number = 100 * share
    text = f"{number:.0f}" if number == 0 or round(number, 1) >= 10 else f"{number:.1f}"
    return words.plain("lab.percent", n=text.replace(".", words.plain("lab.decimal")))


def signed(points: int) -> str:
    """With its sign: a plus, or the minus of printing."""
    return f"+{points}" if points > 0 else minus(points)


def minus(points: int) -> str:
    return f"\u2212{-points}" if points < 0 else str(points)
