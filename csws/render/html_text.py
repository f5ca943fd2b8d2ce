"""Text from files and accounts in HTML: escaped, with invisible characters shown, and cut if it is
very long."""

from __future__ import annotations

from html import escape

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
    """Text outside `code`, calm."""
    return calm(safe(text, longest))


def calm(html: str) -> str:
    """HTML in which a zero-width space keeps `@name`, `#1` and addresses from becoming mentions or
    links."""
    apart = str(html).replace("@", "@\u200b").replace("://", ":\u200b//").replace("#", "#\u200b")
    return apart.replace("&#\u200b", "&#")


def units(text: str) -> int:
    """The length of a text as GitHub counts it: in UTF-16 units, so that an emoji counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def with_code(text: str, longest: int = 1000) -> str:
    """Prose in which what stands in backticks is a `code` element, also where the text is cut."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return prose(text, longest)
    out, left = [], longest
    for at, part in enumerate(parts):
        out.append(code(part) if at % 2 else prose(part, max(left, 1)))
        left -= len(part)
        if left <= 0:
            return "".join(out) + (" …" if at + 1 < len(parts) else "")
    return "".join(out)
