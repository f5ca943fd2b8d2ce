"""When two names are equal, and how names that look alike on a screen differ. Knows no file and no account."""

from __future__ import annotations

import unicodedata

from csws.model.invisible import is_invisible


def normal_name(text: str) -> str:
    """A name as csws keeps it: in Unicode NFC, without white space around it. The text in a file does not change."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def folded(text: str) -> str:
    """A name as names are compared where case is ignored."""
    return normal_name(text).casefold()


def hard_to_see(text: str) -> list[str]:
    """The invisible characters of a name, and those that look like a plain space: `U+00A0 NO-BREAK SPACE`."""
    found = dict.fromkeys(char for char in text if is_invisible(char))
    return [f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}" for char in found]
