"""A broken hard law of an account. The kinds of settings say what the laws are."""

from __future__ import annotations

from csws.model.frozen import frozen


@frozen(kw_only=False)
class Breach:
    """A law that does not hold: its rule code, a sentence, and who is involved (names and ids, for messages)."""

    code: str
    message: str
    holders: tuple[str, ...] = ()
