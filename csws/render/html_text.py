"""Text from files and accounts in HTML: escaped, with invisible characters shown, and cut if it is
very long."""

from __future__ import annotations

from html import escape

from csws.model.fields import Value
from csws.render.style import shown

_LONGEST = 200


def safe(text: str, longest: int = _LONGEST) -> str:
    """Text as a reader sees it, never as markup. A text that is cut ends with its length."""
    cut = text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
    return escape(shown(cut))


def code(text: str) -> str:
    """Text in a `code` element, where GitHub makes no mentions, links or emphasis of it."""
    return f"<code>{safe(text)}</code>"


def listed(names: tuple[str, ...], most: int = 3) -> str:
    """The names of the first few accounts, and the number of the others."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"<code>{safe(name, 60)}</code>" for name in names[:most]) + more


def prose(text: str, longest: int = 1000) -> str:
    """Text outside `code`. A zero-width space keeps `@name` and `#1` from becoming a mention or a
    link."""
    return safe(text, longest).replace("@", "@\u200b").replace("#", "#\u200b").replace("&#\u200b", "&#")


def units(text: str) -> int:
    """The length of a text as GitHub counts it: in UTF-16 units, so that an emoji counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def value_html(value: Value) -> str:
    if value is None or value == ():
        return "<i>unset</i>"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(map(code, value))
    return code(value) if value else "<i>empty</i>"
