"""Many results in little memory: all but a few kept as bytes, past some megabytes in a temporary file that ends with the
process."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, Any, Generic, TypeVar, cast, overload

T = TypeVar("T")
IN_MEMORY = 8 * 1024 * 1024
FEW = 40  # results that stay as they are


class Packed(Generic[T]):
    """A value on its way: as it is inside a process, as bytes when it is sent to another one or put aside. Only csws's own
    processes write and read the bytes."""

    __slots__ = ("held",)

    def __init__(self, held: T | bytes) -> None:
        self.held = held

    def __reduce__(self) -> tuple[Any, ...]:
        return Packed, (self.data(),)

    def data(self) -> bytes:
        if isinstance(self.held, bytes):
            return self.held
        import pickle  # a run over few accounts packs nothing

        return pickle.dumps(self.held, pickle.HIGHEST_PROTOCOL)

    def value(self) -> T:
        """Of what came as bytes, a new one with each call."""
        if not isinstance(self.held, bytes):
            return self.held
        import pickle

        return cast(T, pickle.loads(self.held))


class SpilledList(Sequence[T], Generic[T]):
    """A sequence that is only added to. Looking at a member that is kept as bytes reads it anew."""

    def __init__(self) -> None:
        self._first: list[Packed[T]] = []
        self._file: IO[bytes] = BytesIO()
        self._ends = [0]

    def add(self, packed: Packed[T]) -> None:
        if len(self) < FEW and len(self) == len(self._first):
            self._first.append(packed)
            return
        data = packed.data()
        if self._ends[-1] + len(data) > IN_MEMORY and isinstance(self._file, BytesIO):
            self._file = _on_disk(self, self._file)
        self._file.seek(self._ends[-1])
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def packed(self, at: int) -> Packed[T]:
        """A member, to be sent on."""
        if at < len(self._first):
            return self._first[at]
        begins, ends = self._ends[at - len(self._first)], self._ends[at - len(self._first) + 1]
        self._file.seek(begins)
        return Packed(self._file.read(ends - begins))

    def __len__(self) -> int:
        return len(self._first) + len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self.packed(range(len(self))[at]).value()

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))


def _on_disk(spilled: SpilledList[T], held: BytesIO) -> IO[bytes]:
    import tempfile  # few runs are so large

    file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the list)
    weakref.finalize(spilled, file.close)
    file.write(held.getbuffer())
    return file
