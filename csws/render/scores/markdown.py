"""A sheet as a comment on a pull request: the first section, and the others folded. Never longer than GitHub allows.

Everything is in HTML blocks without blank lines, where Markdown has no effect, and nothing in them becomes a mention.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.lab.results import Result
from csws.render.html_text import calm, units
from csws.render.scores.sheet import Block, Cell, Facts, Head, Level, Notes, Section, Sheet, Table
from csws.render.scores.sheets import sheet_of
from csws.render.style import Style
from csws.render.words import words_of

MARKER = "<!-- csws-score -->"
_SIGNS = {Level.PLAIN: "", Level.GOOD: "✓ ", Level.WARN: "⚠ ", Level.BAD: "✕ "}
_ROOM = 300  # reserved for the line that reports what was omitted


def render(result: Result, style: Style) -> str:
    sheet = sheet_of(result, style.language)
    text = _head(sheet)
    for number, section in enumerate(sheet.sections):
        block = _open(section) if not number else _folded(section)
        if units(text) + units(block) + _ROOM > style.limit:
            return f"{text}<p>{escape(words_of(style.language).plain('lab.left_out_of_comment'))}</p>\n"
        text += block
    return text


def _head(sheet: Sheet) -> str:
    crumb = " · ".join(_said(part) for part in sheet.crumb)
    return f"{MARKER}\n<h3>{_said(sheet.title)}</h3>\n<p>{_said(sheet.lead)}<br>{crumb}</p>\n\n"


def _open(section: Section) -> str:
    lines = [f"<h4>{_SIGNS[section.level]}{_said(section.heading)}</h4>", *blocks_of(section)]
    return "\n".join(lines) + "\n\n"


def _folded(section: Section) -> str:
    summary = f"<details><summary>{_SIGNS[section.level]}{_said(section.heading)}</summary>"
    return "\n".join([summary, *blocks_of(section), "</details>"]) + "\n\n"


def blocks_of(section: Section) -> Iterator[str]:
    """Lines without its heading."""
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Notes):
        yield "<ul>"
        for note in block.notes:
            yield f"<li>{_SIGNS[note.level]}<b>{_said(note.tag)}</b>: {_said(note.text)}</li>"
        yield "</ul>"
    elif isinstance(block, Facts):
        yield "<table>"
        for name, text in block.rows:
            yield f"<tr><th align=left>{_said(name)}</th><td>{_said(text)}</td></tr>"
        yield "</table>"
    else:
        yield from _table(block if isinstance(block, Table) else block.table)


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield f"<p>{_said(block.caption)}</p>"
    yield "<table>"
    yield f"<tr>{''.join(f'<th{_side(head)}>{_said(head.text)}</th>' for head in block.heads)}</tr>"
    for row in block.rows:
        if len(row) == 1:
            yield f"<tr><th align=left colspan={len(block.heads)}>{_said(row[0].text)}</th></tr>"
        else:
            cells = zip(row, block.heads, strict=True)
            shown = (f"<td{_side(head)}>{_cell(cell, signs=not block.is_matrix)}</td>" for cell, head in cells)
            yield f"<tr>{''.join(shown)}</tr>"
    yield "</table>"


def _side(head: Head) -> str:
    return " align=right" if head.is_number else " align=left"


def _cell(cell: Cell, *, signs: bool) -> str:
    """A matrix does without signs: it has arrows."""
    text = f"{_SIGNS[cell.level] if signs else ''}{_said(cell.text)}"
    return f'<a href="{escape(cell.link)}">{text}</a>' if cell.link else text


def _said(text: Markup | str) -> str:
    """On one line, and calm: a value is never a mention, a link or Markdown."""
    return calm(" ".join(str(escape(text)).split()))
