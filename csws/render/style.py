"""How text looks on a terminal: in color if wanted, with invisible characters shown instead of
sent."""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.model.invisible import has_hidden, is_hidden
from csws.render.about import NOT_SAID, About

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@frozen(kw_only=False)
class Style:
    """`color`: whether to send colors; `strict`: whether the output counts warnings as failures;
    `folder`: the project's folder in its repository ("" for its root); `width`: columns of the
    terminal; `limit`: the most characters of a comment; `language`: of what people read; `about`:
    where a plan comes from, for the head of a page.

    `command`: what applies a plan that is shown; `next_action`: what to do with one that can be
    applied instead, in the caller's words, "" where the caller says it elsewhere.
    """

    color: bool = False
    strict: bool = False
    folder: str = ""
    width: int = 80
    limit: int = 65_536
    language: str = "en"
    about: About = NOT_SAID
    command: str = "csws apply"
    next_action: str | None = None

    def paint(self, text: str, *looks: str) -> str:
        if not self.color or not looks:
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"


def placed(file: str, style: Style) -> str:
    """The path of a project file in its repository, for formats that are read there."""
    return f"{style.folder}/{file}" if style.folder else file


def shown(value: object) -> str:
    """Text from a file, fit for a terminal: what nobody would see is shown as an escape."""
    text = str(value)
    if not has_hidden(text):
        return text
    return "".join(_escaped(text[at]) if is_hidden(text, at) else text[at] for at in range(len(text)))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
