"""The word, the sign and the color of each standing on a page."""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.model.standing import Standing


@frozen(kw_only=False)
class Mark:
    """`word` is a key of the words, `look` a class of the page's styles."""

    word: str
    sign: str
    look: str = ""


MARKS = {
    Standing.REFUSED: Mark("page.state_refused", "✕", "bad"),
    Standing.UNPLANNED: Mark("page.state_unplanned", "✕", "bad"),
    Standing.WAITS: Mark("page.state_waits", "…", "warn"),
    Standing.HELD: Mark("page.state_held", "!", "warn"),
    Standing.DELETES: Mark("page.state_deletes", "−", "bad"),
    Standing.CHANGES: Mark("page.state_changes", "~"),
    Standing.SAME: Mark("page.state_same", "="),
}
