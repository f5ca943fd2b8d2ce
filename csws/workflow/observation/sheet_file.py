"""A sheet as somebody has saved it: the text of the file, and what a spreadsheet made of it. Does
not know YAML."""

from __future__ import annotations

import re
from pathlib import Path

from csws.errors import CswsError
from csws.load.files import read_text
from csws.model.diagnostic import Diagnostic, Severity, Span

# A line within quotation marks, as CSV has it; a key that is followed by nothing but separators.
_CSV = re.compile(r'"(?:[^"]|"")*:(?:[^"]|"")*"[,;]*\s*\Z|\s*[\w-]+:[,;]+\s*\Z')
_LONGEST = 1_000  # characters of a line that may be CSV
_ZIP = b"PK\x03\x04"  # how the files of spreadsheets begin


def sheet_text(file: Path) -> tuple[str, list[Diagnostic]]:
    """The text of a sheet, and what is wrong with its characters. Raises CswsError where there is
    no such file."""
    name = file.as_posix()
    try:
        with file.open("rb") as stream:
            is_spreadsheet = stream.read(len(_ZIP)) == _ZIP
    except OSError as error:
        message = f"`{name}` cannot be read: {error.strerror}."
        raise CswsError(message, hint="`csws worksheet FILE` writes a sheet.", code="file") from error
    if is_spreadsheet:
        return "", [_spoiled(name, 1, "This is a spreadsheet or an archive, not YAML.")]
    text, unreadable = read_text(file, name)
    return text or "", [unreadable] if unreadable else []


def saved_by_spreadsheet(text: str, file: str) -> Diagnostic | None:
    """The finding for a sheet that a spreadsheet has saved as CSV."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) <= _LONGEST and _CSV.match(line):
            return _spoiled(file, number, "This line is CSV, as a spreadsheet saves it, not YAML.")
    return None


def _spoiled(file: str, line: int, message: str) -> Diagnostic:
    hint = "Edit the sheet in a text editor; `csws worksheet FILE` writes a new one."
    span = Span(file, line, 1, line, 1)
    return Diagnostic(code="CSW002", severity=Severity.ERROR, message=message, hint=hint, span=span)
