"""A sheet as text for a terminal. Pictures are left out: their tables say the same."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.lab.results import Result
from csws.render.scores.sheet import Bar, Block, Cell, Facts, Head, Level, Notes, Section, Sheet, Table
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
        yield from _table(block if isinstance(block, Table) else block.table, style)


def _table(block: Table, style: Style) -> Iterator[str]:
    if block.caption:
        yield from paragraph(block.caption, style, indent=2)
    rows = [[_text(cell) for cell in row] for row in block.rows]
    widths, has_bars = _widths(block, rows, style)
    yield from _row([head.text for head in block.heads], widths, block, style, "dim")
    for row, cells in zip(rows, block.rows, strict=True):
        if len(row) == 1:
            yield f"  {style.paint(row[0], 'bold')}"
            continue
        level = next((cell.level for cell in cells if cell.level is not Level.PLAIN), Level.PLAIN)
        lines = _row(row, widths, block, style, _COLORS[level])
        bar = next((cell.bar for cell in cells if cell.bar and has_bars), None)
        yield f"{next(lines)}  {_bar(bar)}" if bar else next(lines)
        yield from lines


def _widths(block: Table, rows: list[list[str]], style: Style) -> tuple[list[int], bool]:
    """The columns of each column, and whether there is room for bars. The first one gives way, and the last one too if
    it has text."""
    every = [[head.text for head in block.heads], *(row for row in rows if len(row) > 1)]
    widths = [max(map(columns, column)) for column in zip(*every, strict=True)]
    least = min(widths[0], _NARROWEST)
    over = sum(widths) + 2 * len(widths) - style.width
    if over > 0 and not block.heads[-1].is_number and len(widths) > 1:
        widths[-1] = max(widths[-1] - over, min(widths[-1], 2 * _NARROWEST))
    fixed = sum(widths[1:]) + 2 * len(widths)
    has_bars = any(cell.bar for row in block.rows for cell in row) and fixed + _BAR + 2 + least <= style.width
    widths[0] = max(min(widths[0], style.width - fixed - (_BAR + 2 if has_bars else 0)), least)
    return widths, has_bars


def _row(cells: list[str], widths: list[int], block: Table, style: Style, look: str) -> Iterator[str]:
    """The lines of a row."""
    parts = [
        [cell] if 0 < at < len(cells) - 1 or head.is_number else wrapped(cell, width) or [""]
        for at, (cell, width, head) in enumerate(zip(cells, widths, block.heads, strict=True))
    ]
    for at in range(max(map(len, parts))):
        line = [
            _aligned(part[at] if at < len(part) else "", width, head)
            for part, width, head in zip(parts, widths, block.heads, strict=True)
        ]
        yield style.paint(f"  {'  '.join(line)}".rstrip(), *filter(None, [look]))


def _aligned(cell: str, width: int, head: Head) -> str:
    return f"{' ' * (width - columns(cell))}{cell}" if head.is_number else padded(cell, width)


def _text(cell: Cell) -> str:
    return terminal_text(cell.text) if isinstance(cell.text, Markup) else shown(cell.text)


def _bar(bar: Bar) -> str:
    """Where the value lies on the scale, from 0 on."""
    start, end = sorted(round((one - bar.low) / (bar.high - bar.low) * _BAR) for one in (0, bar.value))
    return "·" * start + "█" * (end - start) + "·" * (_BAR - end)


def _painted(text: str, level: Level, style: Style, *more: str) -> str:
    return style.paint(text, *filter(None, (_COLORS[level], *more)))
