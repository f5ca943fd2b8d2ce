"""Did you mean: the known word nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from csws.model.names import folded, hard_to_see


def closest(word: str, known: Iterable[str]) -> str | None:
    """The name that was probably meant, ignoring case; None if none is close."""
    import difflib

    choices = {folded(item): item for item in known}
    found = difflib.get_close_matches(folded(word), list(choices), n=1, cutoff=0.6)
    return choices[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The question as a sentence, with any invisible difference between the two words; None as above."""
    meant = closest(word, known)
    if meant is None:
        return None
    more = [char for char in hard_to_see(word) if char not in hard_to_see(meant)]
    less = [char for char in hard_to_see(meant) if char not in hard_to_see(word)]
    question = f"Did you mean `{meant}`?"
    question += f" Yours contains {' and '.join(more)}." if more else ""
    return question + (f" That one contains {' and '.join(less)}." if less else "")
