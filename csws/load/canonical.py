"""YAML text → the same YAML in canonical form, with its comments. Refuses a text that would lose
something.

Canonical: two spaces of indentation, lists indented under their key, quotes only where they are
needed, no trailing spaces, at most one blank line in a row, LF line ends (CRLF if every line had
it). The order of keys and the line breaks between values stay.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from csws.errors import ConfigInvalid, CswsError
from csws.load.form.form import Form, form_of
from csws.load.node import Node
from csws.load.yaml_reader import read_yaml

_LINE_END = re.compile(r"\r\n?")
_NOT_CRLF = re.compile(r"(?<!\r)\n|\r(?!\n)")


def canonical_text(text: str, file: str) -> str:
    """The canonical form of one document, which means the same to csws.

    Raises ConfigInvalid for a text that cannot be read, and CswsError if the canonical form would
    lose something.
    """
    before = _read(text, file)
    form = form_of(_with_line_ends(text, before, file))
    lost = _first_change(before, form, file)
    if lost is None:
        return form.text.replace("\n", "\r\n") if _has_crlf(text) else form.text
    what, line = lost
    raise CswsError(
        f"`{file}` was left unchanged: formatting would alter the {what} on line {line}.",
        hint=f"Rewrite line {line} in a simpler form, with comments on their own lines, then run `csws fmt` again.",
        code="not_canonical",
    )


def _read(text: str, file: str) -> Node:
    reading = read_yaml(text, file)
    if reading.findings or reading.root is None:
        first = reading.findings[0]
        at = f"{file}:{first.span.line}:{first.span.column}" if first.span else file
        raise ConfigInvalid(f"{at}: {first.message}", hint=first.hint, code=first.code)
    return reading.root


def _with_line_ends(text: str, root: Node, file: str) -> str:
    """The text with LF line ends. Adds one at its end, unless a block text there would change."""
    text = _LINE_END.sub("\n", text)
    if text.endswith("\n"):
        return text
    whole = read_yaml(text + "\n", file).root
    return text + "\n" if whole is not None and _difference(root, whole) is None else text


def _has_crlf(text: str) -> bool:
    """Whether every line ends with CRLF. A single other line end is treated as a mistake."""
    return "\r\n" in text and not _NOT_CRLF.search(text)


def _first_change(before: Node, form: Form, file: str) -> tuple[str, int] | None:
    """The first value or comment that the canonical form changes, and its line. Reads the form to
    find out."""
    reading = read_yaml(form.text, file)
    if reading.root is None or reading.findings:
        return "value", before.span.line
    line = _difference(before, reading.root)
    if line is not None:
        return "value", line
    pairs = zip_longest(form.comments, form.owned, form_of(form.text).owned)
    comment = next((comment for comment, one, two in pairs if one != two), None)
    return ("comment", comment.line) if comment else None


def _difference(one: Node, two: Node) -> int | None:
    """The line in `one` where the two first differ."""
    if one.mapping or two.mapping:
        if list(one.mapping) != list(two.mapping):
            return one.span.line
        pairs: Any = zip(one.mapping.values(), two.mapping.values(), strict=True)
    elif one.items or two.items:
        if len(one.items) != len(two.items):
            return one.span.line
        pairs = zip(one.items, two.items, strict=True)
    else:
        same = type(one.value) is type(two.value) and (one.value == two.value or one.value != one.value)
        return None if same else one.span.line
    return next((line for a, b in pairs if (line := _difference(a, b)) is not None), None)
