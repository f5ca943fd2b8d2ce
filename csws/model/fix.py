"""How a finding can be corrected, and what else it is about. Says which value changes; `load/fixing.py`
knows the text."""

from __future__ import annotations

from typing import Any

from csws.model.frozen import frozen
from csws.model.names import folded
from csws.model.place import Path, Span


@frozen(kw_only=False)
class Write:
    """Writes a value in place of the one at `path`; adds it if it is missing."""

    path: Path
    value: Any


@frozen(kw_only=False)
class Quote:
    """Makes the number at `path` a text, as it is written."""

    path: Path


@frozen(kw_only=False)
class Append:
    """Adds an item to the end of the list at `path`, which may be missing."""

    path: Path
    value: Any


@frozen(kw_only=False)
class Drop:
    """Removes the value at `path`, with its key."""

    path: Path


@frozen(kw_only=False)
class Respell:
    """Writes another key in place of the last one of `path`."""

    path: Path
    key: str


Act = Write | Quote | Append | Drop | Respell


@frozen(kw_only=False)
class Placed:
    """An act in a file: its path leads there from the value at `at`."""

    at: Span
    act: Act


@frozen(kw_only=False)
class TextEdit:
    """The text to write in place of a span."""

    span: Span
    text: str


@frozen
class Remedy:
    """A correction as a rule proposes it: `acts` have paths in the settings of an account. It is `certain`
    if nothing else can have been meant."""

    title: str
    acts: tuple[Act, ...]
    certain: bool = False


@frozen
class Fix:
    """The same in the project's files. `edits` are the changes of texts, once somebody needs them."""

    title: str
    acts: tuple[Placed, ...]
    certain: bool = False
    edits: tuple[TextEdit, ...] = ()


@frozen(kw_only=False)
class Related:
    """Another place that a finding is about, and what is there: "also in `emea`"."""

    span: Span
    message: str


def instead(path: Path, word: str, meant: str | None, *, certain: bool = False) -> tuple[Remedy, ...]:
    """Writing the word that was meant; none if nobody knows which. It is certain where only upper and lower case
    differ."""
    if meant is None or meant == word:
        return ()
    same = certain or folded(meant) == folded(word)
    return (Remedy(title=f"Write `{meant}`", acts=(Write(path, meant),), certain=same),)
