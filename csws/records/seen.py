"""The ids that were read so far: says of each id whether it is new. Knows no file of the reader's.

Each id is kept as 64 bits in one table, so that a million take 16 MB. An id that is a number below 10^18, as HubSpot's
are, is kept as that number: the answer is exact. Any other text is kept as 63 bits of its BLAKE2b digest: that two of a
million such texts are taken for one has a chance of less than one in ten million.
When the table in memory is full, a table in a temporary file takes its place, of which little is in memory at a time.
"""

from __future__ import annotations

import mmap
import sys

IN_MEMORY = 1 << 21  # slots of 8 bytes; those that are never used take no memory
_DIGEST = 1 << 63  # a key with this bit is a digest
_DIGITS = 18
_FULL = 7, 10  # a table with more ids than this part of its slots grows
_BEFORE_DROP = 256  # ids, for each of which 16 pages may have come into memory


def key_of(text: str) -> int:
    """The 64 bits that stand for an id; 0 for a blank one."""
    if len(text) <= _DIGITS and text.isdigit() and text.isascii() and text[0] != "0":
        return int(text)
    if not text.strip():
        return 0
    from hashlib import blake2b  # it brings OpenSSL, which the ids of HubSpot do not need

    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") | _DIGEST


class Seen:
    """A table with open addressing; 0 is a free slot. `slots` is a power of 2."""

    def __init__(self, slots: int = IN_MEMORY) -> None:
        self._count = 0
        self._is_on_disk = False
        self._make(mmap.mmap(-1, 8 * slots))

    def __len__(self) -> int:
        return self._count

    def add(self, text: str) -> bool:
        """Whether the id is new; a blank one never is."""
        key = key_of(text)
        slots, mask = self._slots, self._mask
        at = (hash(text) if key < _DIGEST else key) & mask
        while found := slots[at]:
            if found == key:
                return False
            at = (at + 1) & mask
        if not key:
            return False
        slots[at] = key
        self._count += 1
        if self._count >= self._limit:
            self._grow()
        elif self._is_on_disk and not self._count % _BEFORE_DROP:
            self._drop()
        return True

    def _make(self, table: mmap.mmap) -> None:
        self._table, self._slots = table, memoryview(table).cast("Q")
        self._mask, self._limit = len(self._slots) - 1, len(self._slots) * _FULL[0] // _FULL[1]

    def _grow(self) -> None:
        old, self._is_on_disk = self._slots, True
        self._make(_on_disk(4 * 8 * len(old)))
        for at, key in enumerate(old):
            if key:
                self._put(key)
            if not at % _BEFORE_DROP:
                self._drop()

    def _put(self, key: int) -> None:
        at = (hash(str(key)) if key < _DIGEST else key) & self._mask
        while self._slots[at]:
            at = (at + 1) & self._mask
        self._slots[at] = key

    def _drop(self) -> None:
        """What came into memory is written, and read again where it is needed."""
        if sys.platform != "win32":  # Windows does so by itself
            self._table.madvise(mmap.MADV_DONTNEED)


def _on_disk(size: int) -> mmap.mmap:
    """So many bytes in a file without a name; on Windows in the paging file."""
    if sys.platform == "win32":
        return mmap.mmap(-1, size)
    import tempfile  # few files have so many ids

    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        return mmap.mmap(file.fileno(), size)
