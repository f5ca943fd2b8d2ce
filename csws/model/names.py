"""When two names are equal, and how names that look alike on a screen differ. Knows no file and no account."""

from __future__ import annotations

import unicodedata

# Beside controls, formats and separators: fillers, a joiner, and what says how to show an emoji.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f")


def normal_name(text: str) -> str:
    """A name as csws keeps it: in Unicode NFC, without white space around it. The text in a file does not change."""
    return unicodedata.normalize("NFC", text).strip()


def folded(text: str) -> str:
    """A name as names are compared where case is ignored."""
    return normal_name(text).casefold()


def hard_to_see(text: str) -> list[str]:
    """The invisible characters of a name, and those that look like a plain space: `U+00A0 NO-BREAK SPACE`."""
    found = dict.fromkeys(char for char in text if _is_hidden(char))
    return [f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}" for char in found]


def _is_hidden(char: str) -> bool:
    kind = unicodedata.category(char)
    return (kind == "Zs" and char != " ") or kind in ("Cf", "Cc", "Zl", "Zp") or char in _INVISIBLE
