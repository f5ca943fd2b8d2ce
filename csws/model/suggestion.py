"""Did you mean: the known word nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """What somebody probably meant, ignoring case; None where nothing is near."""
    import difflib

    choices = {item.casefold(): item for item in known}
    found = difflib.get_close_matches(word.casefold(), list(choices), n=1, cutoff=0.6)
    return choices[found[0]] if found else None
