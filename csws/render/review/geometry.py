"""Where everything stands in the picture of the workspaces: boxes, texts and arrows at their true
size. It measures text and knows no plan.

A row has one workspace on both sides, so what moves is what crosses the gap. There is no font here
to measure with: widths are estimates on the wide side, and what does not fit is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from unicodedata import combining, east_asian_width

from csws.model.frozen import frozen

_PAD, _GAP, _INSET = 10.0, 9.0, 8.0  # px: inside a box, between boxes, inside a chip
_LINE, _SMALL = 17.0, 15.0  # px: height of a line of 13 px and of 12 px
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")


@frozen
class Chip:
    """A team in a workspace. `move` is the number of its move; `way` says where it goes or comes
    from."""

    team: str
    people: str = ""
    way: str = ""
    move: int | None = None
    arrives: bool = False


@frozen
class Cell:
    """A workspace on one side. One that is not there has no name, and its note in the middle."""

    name: str = ""
    note: str = ""
    look: str = "soft"
    chips: tuple[Chip, ...] = ()
    rest: str = ""


@frozen(kw_only=False)
class Box:
    """A rectangle; `look` is its class."""

    x: float
    y: float
    width: float
    height: float
    look: str


@frozen(kw_only=False)
class Text:
    x: float
    y: float
    text: str
    look: str
    anchor: str = "start"


@frozen(kw_only=False)
class Arrow:
    line: str
    tip: str


@frozen
class Layout:
    width: float
    height: float
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]
    arrows: tuple[Arrow, ...]


@frozen
class _Placed:
    """A cell at its place; `ports` has the height at which each move leaves or enters."""

    bottom: float
    boxes: tuple[Box, ...] = ()
    texts: tuple[Text, ...] = ()
    ports: dict[int, float] = field(default_factory=dict)


def layout(
    rows: Sequence[tuple[Cell, Cell]], heads: tuple[str, str], width: float, gap: float, *, arrows: bool = True
) -> Layout:
    """The rows below each other, before on the left and after on the right."""
    column, y = (width - gap) / 2, 28.0
    right = column + gap
    boxes: list[Box] = []
    texts = [Text(x, 16, head, "b") for x, head in zip((0.0, right), heads, strict=True)]
    leaving, entering = dict[int, float](), dict[int, float]()
    for row in rows:
        sides = [_placed(cell, x, y, column) for cell, x in zip(row, (0.0, right), strict=True)]
        height = max(side.bottom for side in sides) - y
        for cell, side, x in zip(row, sides, (0.0, right), strict=True):
            boxes += [Box(x + 0.5, y + 0.5, column - 1, height - 1, "box" if cell.name else "ghost"), *side.boxes]
            texts += side.texts or _in_the_middle(cell, x, y, column, height)
        leaving |= sides[0].ports
        entering |= sides[1].ports
        y += height + _GAP
    ends = [(at, leaving[at], entering[at]) for at in sorted(leaving.keys() & entering.keys())]
    drawn = tuple(_arrow(column - _PAD, start, right + _PAD, end) for _, start, end in ends if arrows)
    return Layout(width=width, height=y, boxes=tuple(boxes), texts=tuple(texts), arrows=drawn)


def _placed(cell: Cell, x: float, y: float, column: float) -> _Placed:
    inner = column - 2 * _PAD
    if not cell.name:
        return _Placed(bottom=y + 2 * _PAD + _SMALL * len(fitted(cell.note, inner, 12, bold=True)))
    boxes: list[Box] = []
    texts = list(_lines(cell.name, x + _PAD, y + _PAD, inner, "b"))
    if cell.note:
        texts += _lines(cell.note, x + _PAD, y + _PAD + _LINE * len(texts), inner, f"s {cell.look}")
    at = y + _PAD + sum(_height(text) for text in texts) + 4
    ports = {}
    for chip in cell.chips:
        said = list(_chip_texts(chip, x + _PAD, at, inner))
        height = 10 + sum(_height(text) for text in said if text.anchor == "start")
        boxes.append(Box(x + _PAD, at, inner, height, _chip_look(chip)))
        texts += said
        if chip.move is not None:
            ports[chip.move] = at + height / 2
        at += height + 5
    if cell.rest:
        rest = list(_lines(cell.rest, x + _PAD, at, inner, "s"))
        texts += rest
        at += sum(map(_height, rest)) + 4
    return _Placed(bottom=at + _PAD - 4, boxes=tuple(boxes), texts=tuple(texts), ports=ports)


def _chip_look(chip: Chip) -> str:
    if chip.move is None:
        return "chip"
    return "hot" if chip.arrives else "ghost"


def _chip_texts(chip: Chip, x: float, y: float, width: float) -> Iterator[Text]:
    """The team, its people beside it if there is room, else below, and where it moves."""
    inner, look = width - 2 * _INSET, "b" if chip.move is not None else ""
    beside = measured(chip.team, 13, bold=True) + measured(chip.people, 12) + 12 <= inner
    team = list(_lines(chip.team, x + _INSET, y + 4, inner, look))
    yield from team
    below = [chip.way] if beside or not chip.people else [chip.people, chip.way]
    if chip.people and beside:
        yield Text(x + width - _INSET, team[0].y, chip.people, "s", "end")
    at = y + 4 + _LINE * len(team)
    for text in filter(None, below):
        lines = list(_lines(text, x + _INSET, at, inner, "s"))
        yield from lines
        at += _SMALL * len(lines)


def _lines(text: str, x: float, y: float, width: float, look: str) -> Iterator[Text]:
    is_small = look.startswith("s")
    size, step = (12, _SMALL) if is_small else (13, _LINE)
    for at, line in enumerate(fitted(text, width, size, bold="b" in look.split() or is_small)):
        yield Text(x, y + step * (at + 1) - 4, line, look)


def _height(text: Text) -> float:
    return _SMALL if text.look.startswith("s") else _LINE


def _in_the_middle(cell: Cell, x: float, y: float, column: float, height: float) -> list[Text]:
    lines = fitted(cell.note, column - 2 * _PAD, 12, bold=True)
    top = y + height / 2 - _SMALL * len(lines) / 2 + _SMALL - 4
    return [Text(x + column / 2, top + at * _SMALL, line, f"s {cell.look}", "middle") for at, line in enumerate(lines)]


def _arrow(x1: float, y1: float, x2: float, y2: float) -> Arrow:
    """Level at both ends, so that it is seen where it begins and where it points."""
    bend = max((x2 - x1) * 0.5, 8)
    line = f"M{_n(x1)},{_n(y1)} C{_n(x1 + bend)},{_n(y1)} {_n(x2 - bend)},{_n(y2)} {_n(x2 - 7)},{_n(y2)}"
    return Arrow(line, f"M{_n(x2)},{_n(y2)} l-9,-5 v10z")


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


# ---- text ----


def measured(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, in px."""
    return sum(map(_em, text)) * size * (1.16 if bold else 1)


def _em(sign: str) -> float:
    if combining(sign):
        return 0
    if east_asian_width(sign) in "WF":
        return 1.02
    if sign in _NARROW:
        return 0.36
    return 0.95 if sign in "mwMW@%—…" else 0.72 if sign.isupper() or ord(sign) > 0x24F else 0.59


def fitted(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """The text in lines that fit, at least one. A long word is broken, and what is left is cut."""
    lines = [""]
    for word in _words(text):
        if measured((lines[-1] + word).rstrip(), size, bold=bold) <= width:
            lines[-1] += word
        else:
            lines += _broken(word, width, size, bold)
    lines = [line.strip() for line in lines if line.strip()] or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], width, size, bold)]


def _words(text: str) -> Iterator[str]:
    """Words with the space behind them; a wide character is a word of its own."""
    word = ""
    for sign in text:
        is_wide = east_asian_width(sign) in "WF"
        if is_wide and word:
            yield word
            word = ""
        word += sign
        if is_wide or sign.isspace():
            yield word
            word = ""
    if word:
        yield word


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and measured((pieces[-1] + sign).rstrip(), size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _cut(line: str, width: float, size: float, bold: bool) -> str:
    while line and measured(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line + "…"
