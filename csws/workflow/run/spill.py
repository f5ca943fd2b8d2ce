"""Many results in little memory: each kept as bytes, past some megabytes in a temporary file that ends with the process."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, Generic, TypeVar, overload

T = TypeVar("T")
IN_MEMORY = 8 * 1024 * 1024


class SpilledList(Sequence[T], Generic[T]):
    """A sequence that is only added to. Looking at a member reads it anew."""

    def __init__(self) -> None:
        self._file: IO[bytes] = BytesIO()
        self._ends = [0]

    def add(self, packed: bytes) -> None:
        """A value that `packed` has made."""
        if self._ends[-1] + len(packed) > IN_MEMORY and isinstance(self._file, BytesIO):
            self._file = _on_disk(self, self._file)
        self._file.seek(self._ends[-1])
        self._file.write(packed)
        self._ends.append(self._ends[-1] + len(packed))

    def packed(self, at: int) -> bytes:
        """The bytes of a member, to be sent on as they are."""
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at])

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        found: T = pickle.loads(self.packed(number))
        return found

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))


def _on_disk(spilled: SpilledList[T], held: BytesIO) -> IO[bytes]:
    import tempfile  # few runs are so large

    file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the list)
    weakref.finalize(spilled, file.close)
    file.write(held.getbuffer())
    return file


def packed(value: object) -> bytes:
    """A value as the list keeps it. Only csws's own processes write and read it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
