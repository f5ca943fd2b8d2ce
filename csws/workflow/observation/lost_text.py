"""Text in a worksheet that YAML takes for a comment: a `#` after a space ends a value that is not in quotes.

Only a `#` that is followed at once by a word is looked at, and only where the comment of the sheet comes after it: a remark
that somebody added to a line is no part of its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csws.kinds.addresses import path_text
from csws.load.node import Node
from csws.model.diagnostic import Diagnostic, Path, Severity, Span

_LOST = re.compile(r"\s*(#\S.*?)\s+#\s")


def lost_text(root: Node, text: str) -> list[Diagnostic]:
    lines = text.splitlines()
    return [_finding(node.span, path, found) for path, node in _values(root) if (found := _lost(node.span, lines))]


def _lost(span: Span, lines: list[str]) -> str | None:
    line = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
    found = _LOST.match(line, span.end_column - 1)
    return found[1] if found else None


def _values(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    for key, member in node.mapping.items():
        yield from _values(member, (*path, key))
    if not node.mapping:
        yield path, node


def _finding(span: Span, path: Path, lost: str) -> Diagnostic:
    return Diagnostic(
        code="CSW104",
        severity=Severity.ERROR,
        message=f"`{lost}` counts as a comment, because a `#` after a space begins one.",
        hint="Put the whole value in quotes.",
        address=path_text(path),
        span=span,
    )
