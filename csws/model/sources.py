"""What an answer was made from, as it was found: enough to tell later whether it would be found the same.

A plain class: who asks whether an answer still holds must not wait for anything to be imported.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
MOST = 5_000  # files and accounts: beyond, looking at all of them again is no small work

Found = dict[str, str]


class Sources:
    """Notes of one project, whose folder is `root` as it was named; all names are relative to it.

    `files`: the fingerprint of each file's bytes; `inside`: whether a name lies inside the project; `matches`: what each
    include found (None where it leads outside); `stores`: the fingerprint of each embedded account's file. `until` is the
    moment, in seconds since 1970, from which the answer may be another one though nothing has moved; None for never.
    """

    __slots__ = ("files", "inside", "is_whole", "matches", "root", "stores", "until")

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: Found = {}
        self.inside: dict[str, bool] = {}
        self.matches: dict[str, list[str] | None] = {}
        self.stores: Found = {}
        self.until: float | None = None
        self.is_whole = True

    def note_file(self, name: str, data: bytes | None) -> None:
        """The bytes that were read; None where they could not be: what is not known cannot be found the same."""
        if data is None:
            self.give_up()
        elif self.is_whole:
            self._note(self.files, name, fingerprint_of(data))

    def note_inside(self, name: str, found: bool) -> None:
        self._note(self.inside, name, found)

    def note_matches(self, pattern: str, found: list[str] | None) -> None:
        self._note(self.matches, pattern, found)

    def note_store(self, name: str, found: str) -> None:
        self._note(self.stores, name, found)

    def _note(self, notes: dict[str, T], name: str, found: T) -> None:
        """What is found in two ways cannot be found the same either; and of very much nothing is kept."""
        if self.is_whole and (notes.setdefault(name, found) != found or len(notes) > MOST):
            self.give_up()

    def give_up(self) -> None:
        self.is_whole = False
        for notes in (self.files, self.inside, self.matches, self.stores):
            notes.clear()


def fingerprint_of(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
