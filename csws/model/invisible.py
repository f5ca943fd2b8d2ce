"""The invisible characters. The only list of them; knows neither files nor screens."""

from __future__ import annotations

import re
import unicodedata

_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
# Letters, marks and symbols that show nothing, although their category does not say so.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\ufffe\uffff\U000e0000-\U000e0fff]"
)
_IN_EMOJI = "\u200d\ufe0e\ufe0f"  # joins symbols to one picture, or chooses how a symbol is drawn
_SYMBOLS = frozenset({"So", "Sk"})


def is_invisible(character: str) -> bool:
    """Whether a reader sees nothing of a character, or only a gap. A plain space is seen."""
    if character == " ":
        return False
    return unicodedata.category(character) in _CATEGORIES or _BLANK.match(character) is not None


def is_hidden(text: str, at: int) -> bool:
    """Whether the character at this place is invisible and not a part of an emoji."""
    return is_invisible(text[at]) and not (text[at] in _IN_EMOJI and _follows_symbol(text, at))


def has_hidden(text: str) -> bool:
    if text.isascii() and text.isprintable():  # almost every text is: then no character needs a closer look
        return False
    return any(is_hidden(text, at) for at in range(len(text)))


def _follows_symbol(text: str, at: int) -> bool:
    before = text[max(at - 2, 0) : at].rstrip("\ufe0e\ufe0f")[-1:]
    return before != "" and unicodedata.category(before) in _SYMBOLS
