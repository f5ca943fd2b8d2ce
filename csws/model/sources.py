"""What an answer was made from: the files of a project, the folders that its includes look into, its embedded accounts.

A plain class: who asks whether an answer still holds must not wait for anything to be imported.
"""

from __future__ import annotations


class Sources:
    """`root` is the project's folder as it was named from where csws runs; everything else is relative to it. `patterns` are the includes,
    `stores` the files of embedded accounts. `until` is the moment, in seconds since 1970, from which the answer may be
    another one though nothing has moved; None for never."""

    __slots__ = ("files", "patterns", "root", "stores", "until")

    def __init__(
        self,
        *,
        root: str,
        files: tuple[str, ...],
        patterns: tuple[str, ...] = (),
        stores: tuple[str, ...] = (),
        until: float | None = None,
    ) -> None:
        self.root, self.files, self.patterns, self.stores, self.until = root, files, patterns, stores, until
