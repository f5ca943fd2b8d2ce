"""csws's values → those of the protocol. Knows no project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from csws.editing.positions import Lines
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.fix import TextEdit
from csws.model.place import Span

LinesOf = Callable[[str], Lines]  # the lines of a file, by its name
UriOf = Callable[[str], str]
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_MOST_NAMES = 3  # accounts in a message


def path_of(uri: str) -> Path | None:
    """The file of a URI; None for one of another scheme, or on another host."""
    text = to_fs_path(uri)
    if not text or text.startswith(("//", "\\\\")) or "\0" in text:
        return None
    return Path(os.path.normpath(text))


def range_of(span: Span, lines: Lines) -> types.Range:
    start, end = lines.position(span.line, span.column), lines.position(span.end_line, span.end_column)
    return types.Range(types.Position(*start), types.Position(*max(start, end)))


def range_between(start: int, end: int, lines: Lines) -> types.Range:
    return types.Range(types.Position(*lines.at(start)), types.Position(*lines.at(end)))


def location_of(span: Span, lines_of: LinesOf, uri_of: UriOf) -> types.Location:
    return types.Location(uri=uri_of(span.file), range=range_of(span, lines_of(span.file)))


def diagnostic_of(found: Diagnostic, lines_of: LinesOf, uri_of: UriOf, accounts: int) -> types.Diagnostic:
    """A finding. It names its accounts where it is not one of all; `accounts` is their number. One without a file
    stands on the first line."""
    start = types.Position(0, 0)
    place = range_of(found.span, lines_of(found.span.file)) if found.span else types.Range(start, start)
    related = [
        types.DiagnosticRelatedInformation(location=location_of(one.span, lines_of, uri_of), message=one.message)
        for one in found.related
    ]
    return types.Diagnostic(
        range=place,
        message=_message(found, accounts),
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source="csws",
        related_information=related or None,
    )


def _message(found: Diagnostic, accounts: int) -> str:
    names = found.accounts
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES + 1 else ""
    listed = ", ".join(names[:_MOST_NAMES] if more else names) + more
    whose = f" ({listed})" if names and len(names) < accounts else ""
    return f"{found.message}{whose}" + (f"\n{found.hint}" if found.hint else "")


def edits_of(edits: Iterable[TextEdit], lines: Lines) -> list[types.TextEdit]:
    return [types.TextEdit(range=range_of(edit.span, lines), new_text=edit.text) for edit in edits]


def workspace_edit(
    edits: Iterable[TextEdit], lines_of: LinesOf, uri_of: UriOf, version_of: Callable[[str], int | None]
) -> types.WorkspaceEdit:
    """The edits of several files, each for the version that it was made for."""
    edits = tuple(edits)
    changes = [
        types.TextDocumentEdit(
            text_document=types.OptionalVersionedTextDocumentIdentifier(uri=uri_of(file), version=version_of(file)),
            edits=edits_of([edit for edit in edits if edit.span.file == file], lines_of(file)),
        )
        for file in dict.fromkeys(edit.span.file for edit in edits)
    ]
    return types.WorkspaceEdit(document_changes=changes)
