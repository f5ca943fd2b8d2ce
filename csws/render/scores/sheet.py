"""A result in the reader's words, as parts that every format shows in its own way: sentences, tables and pictures. Knows
no format."""

from __future__ import annotations

from enum import Enum

from markupsafe import Markup

from csws.kinds.health_scores.bands import Band
from csws.model.frozen import frozen


class Level(Enum):
    """How much something matters; never said by color alone."""

    PLAIN = ""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@frozen
class Bar:
    """A length on a scale from `low` to `high`, which contains 0; `said` says it to those who do not see it."""

    low: float
    high: float
    value: float
    said: str


@frozen(kw_only=False)
class Cell:
    """`link` is an address, "" if there is none; `note` is for where there is room below."""

    text: Markup | str
    bar: Bar | None = None
    level: Level = Level.PLAIN
    band: Band | None = None
    link: str = ""
    note: str = ""


@frozen(kw_only=False)
class Head:
    """The head of a column."""

    text: str
    is_number: bool = False


@frozen
class Table:
    """The first cell of a row is its head. A row with a single cell is the head of the rows below it. In a
    matrix the columns stay beside each other at every width."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    is_matrix: bool = False


@frozen(kw_only=False)
class Note:
    """A sentence, with a word that says what it is about."""

    tag: str
    text: Markup
    level: Level = Level.PLAIN


@frozen
class Notes:
    notes: tuple[Note, ...]


@frozen
class Facts:
    """What is named, and what is said of it."""

    rows: tuple[tuple[str, Markup], ...]


@frozen
class Column:
    """A column of a histogram: its records have `first` to `last` points."""

    first: int
    last: int
    records: int
    band: Band
    said: str


@frozen
class Histogram:
    """Columns from 0 to 100 points with the bounds of bands; `bands` are their names from left to right."""

    columns: tuple[Column, ...]
    bounds: tuple[int, ...]
    bands: tuple[str, ...]


@frozen
class Range:
    """A share with the ends of its interval; None where there is none."""

    name: str
    value: float
    low: float | None
    high: float | None
    said: str
    band: Band | None = None


@frozen
class Ranges:
    """Shares beside each other; `line` is a share that all are compared with, named `line_name`. `percent` is how the
    language writes a number of percent, as `{n}`."""

    ranges: tuple[Range, ...]
    line: float
    line_name: str
    percent: str


@frozen(kw_only=False)
class Mark:
    """A named point of a curve; `short` is its name where there is no room for more."""

    x: float
    y: float
    name: str
    short: str


@frozen
class Curve:
    """Shares of 0 to 1 against each other; chance is the diagonal."""

    points: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    x_name: str
    y_name: str
    chance: str


@frozen
class Picture:
    """A drawing; `table` says the same."""

    drawing: Histogram | Ranges | Curve
    title: str
    text: str
    table: Table
    is_folded: bool = True  # the table is only opened by who wants it


@frozen(kw_only=False)
class Figure:
    """A large number with its name, and what it means in small."""

    number: str
    name: str
    text: str
    band: Band


@frozen
class Figures:
    """Numbers beside each other; `table` says the same where there is no room for them."""

    figures: tuple[Figure, ...]
    table: Table


Block = Figures | Notes | Facts | Table | Picture


@frozen
class Section:
    heading: str
    blocks: tuple[Block, ...]
    level: Level = Level.PLAIN  # of a verdict, which has a sign


@frozen
class Sheet:
    """A whole result. `crumb` says what it is about, in a few words each."""

    command: str
    language: str
    title: str
    crumb: tuple[Markup, ...]
    account: str
    lead: Markup
    sections: tuple[Section, ...]
    skip: str
    same: str  # as a table
