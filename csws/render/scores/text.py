"""A sheet as text for a terminal. Pictures are left out: their tables say the same."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.lab.results import Result
from csws.render.scores.sheet import Bar, Block, Cell, Facts, Level, Notes, Picture, Section, Sheet, Table
from csws.render.scores.sheets import sheet_of
from csws.render.style import Style, shown
from csws.render.terminal import paragraph, table, terminal_text
from csws.render.width import columns, padded, wrapped

_COLORS = {Level.PLAIN: "", Level.GOOD: "green", Level.WARN: "yellow", Level.BAD: "red"}
_BAR = 20  # columns of a bar
_NARROWEST = 24  # columns that a name keeps


def render(result: Result, style: Style) -> str:
    return "\n".join(_lines(sheet_of(result, style.language), style)) + "\n"


def _lines(sheet: Sheet, style: Style) -> Iterator[str]:
    yield style.paint(shown(sheet.title), "bold")
    yield from paragraph(terminal_text(sheet.lead), style)
    for section in sheet.sections:
        yield ""
        yield from _section(section, style)


def _section(section: Section, style: Style) -> Iterator[str]:
    yield _painted(section.heading, section.level, style, "bold")
    for block in section.blocks:
        yield from _block(block, style)


def _block(block: Block, style: Style) -> Iterator[str]:
    if isinstance(block, Notes):
        yield from table(((note.tag, terminal_text(note.text)) for note in block.notes), style)
    elif isinstance(block, Facts):
        yield from table(((name, terminal_text(text)) for name, text in block.rows), style)
    else:
        yield from _table(block.table if isinstance(block, Picture) else block, style)


def _table(block: Table, style: Style) -> Iterator[str]:
    if block.caption:
        yield from paragraph(block.caption, style, indent=2)
    heads = [head.text for head in block.heads]
    rows = [[_text(cell) for cell in row] for row in block.rows]
    whole = [row for row in rows if len(row) > 1]
    widths = [max(map(columns, column)) for column in zip(heads, *whole, strict=True)]
    fixed = sum(widths[1:]) + 2 * len(widths)
    bars = _has_bars(block) and fixed + _BAR + 2 + min(widths[0], _NARROWEST) <= style.width
    room = style.width - fixed - (_BAR + 2 if bars else 0)
    widths[0] = max(min(widths[0], room), min(widths[0], _NARROWEST))
    yield style.paint(_row(heads, widths, block).rstrip(), "dim")
    for row, cells in zip(rows, block.rows, strict=True):
        if len(row) == 1:
            yield f"  {style.paint(row[0], 'bold')}"
            continue
        first, *rest = wrapped(row[0], widths[0]) or [""]
        line = _row([first, *row[1:]], widths, block)
        bar = next((cell.bar for cell in cells if cell.bar and bars), None)
        yield _in_color(f"{line}  {_bar(bar)}".rstrip() if bar else line.rstrip(), cells, style)
        yield from (f"  {more}" for more in rest)


def _row(cells: list[str], widths: list[int], block: Table) -> str:
    parts = [
        f"{' ' * (width - columns(cell))}{cell}" if head.is_number else padded(cell, width)
        for cell, width, head in zip(cells, widths, block.heads, strict=True)
    ]
    return "  " + "  ".join(parts)


def _text(cell: Cell) -> str:
    return terminal_text(cell.text) if isinstance(cell.text, Markup) else shown(cell.text)


def _has_bars(block: Table) -> bool:
    return any(cell.bar for row in block.rows for cell in row)


def _bar(bar: Bar) -> str:
    """Where the value lies on the scale, from 0 on."""
    start, end = sorted(round((one - bar.low) / (bar.high - bar.low) * _BAR) for one in (0, bar.value))
    return "·" * start + "█" * (end - start) + "·" * (_BAR - end)


def _in_color(line: str, cells: tuple[Cell, ...], style: Style) -> str:
    level = next((cell.level for cell in cells if cell.level is not Level.PLAIN), Level.PLAIN)
    return _painted(line, level, style)


def _painted(text: str, level: Level, style: Style, *more: str) -> str:
    return style.paint(text, *filter(None, (_COLORS[level], *more)))
