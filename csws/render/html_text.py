"""Text from files and accounts in HTML: escaped, with invisible characters shown, and cut if it is
very long."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from csws.model.fields import Value
from csws.render.change_words import NO_LABELS, label_of
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


def value_html(value: Value, labels: Mapping[str, str] = NO_LABELS) -> str:
    if value is None or value == ():
        return "<i>unset</i>"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return code(str(value))
    if isinstance(value, tuple):
        return ", ".join(named(name, labels) for name in value)
    return named(value, labels) if value else "<i>empty</i>"


def named(name: str, labels: Mapping[str, str]) -> str:
    """An internal name after the label that the screen shows."""
    label = label_of(name, labels)
    return f"{prose(label, _LONGEST)} ({code(name)})" if label else code(name)


def with_code(text: str, longest: int = 1000) -> str:
    """Prose in which what stands in backticks is a `code` element."""
    parts = text.split("`") if text.count("`") % 2 == 0 and len(text) <= longest else [text]
    return "".join(code(part) if at % 2 else prose(part, longest) for at, part in enumerate(parts))
