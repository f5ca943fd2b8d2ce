"""How text looks on a terminal: colour if wanted, and control characters shown instead of sent."""

from __future__ import annotations

import re

from csws.model.frozen import frozen

# C0 and C1 controls, what turns the direction of text, and what cannot be seen: shown as escapes, never interpreted by a
# terminal. Emoji are joined by U+200D, which stays.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200c\u200e\u200f\u2028-\u202f"
    "\u205f-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb]"
)
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@frozen(kw_only=False)
class Style:
    """`color`: whether to send colours; `strict`: whether warnings count as failures in what is said; `folder`: where the
    project stands in its repository ("" for its root); `width`: columns of the terminal; `limit`: characters at most;
    `language`: of what people are told on pages and in runbooks."""

    color: bool = False
    strict: bool = False
    folder: str = ""
    width: int = 80
    limit: int = 65_536
    language: str = "en"

    def paint(self, text: str, *looks: str) -> str:
        if not self.color or not looks:
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"


def placed(file: str, style: Style) -> str:
    """A file of the project as its repository calls it, for the formats that are read there."""
    return f"{style.folder}/{file}" if style.folder else file


def shown(text: object) -> str:
    """Text from a file, fit for a terminal."""
    return _UNSAFE.sub(_escape, str(text))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
