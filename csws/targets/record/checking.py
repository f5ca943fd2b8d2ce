"""Everything that is wrong with a record, for people: reading goes on after a line that is broken.
Knows no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from csws.model.record import RecordFault, RecordLine
from csws.model.unknown import Unknown
from csws.targets.record.line import RESTORE, Found, beginning, scan
from csws.targets.record.touched import view

_TORN = "is incomplete: its write was interrupted, so it counts as not written"
_NEXT_WRITE = "The next command that records something removes it, for example `csws observe`."


def faults_of(data: bytes) -> Iterator[RecordFault]:
    """What is wrong with the lines and their chain. Raises Unknown for a format that only a newer
    csws knows."""
    for found in scan(data, beginning(data)):
        if found.is_torn:
            yield RecordFault(line=found.number, what=_TORN, hint=_NEXT_WRITE)
        elif found.what is not None:
            yield RecordFault(line=found.number, what=found.what, hint=RESTORE)


def readable_lines(data: bytes) -> Iterator[RecordLine]:
    """Every line, as far as it can be read. Raises Unknown as above."""
    for found in scan(data, beginning(data)):
        yield _readable(found)


def _readable(found: Found) -> RecordLine:
    fault = _TORN if found.is_torn else found.what
    if found.line is None:
        return RecordLine(number=found.number, fault=fault)
    try:
        return replace(view(found.line), number=found.number, fault=fault)
    except (AttributeError, KeyError, TypeError):
        unknown = "has a format that this csws cannot read"
    except Unknown as error:
        unknown = f"was written by a newer csws: {error}"
    return RecordLine(number=found.number, fault=fault or unknown)


def compared_with_base(data: bytes, base: bytes, origin: bytes | None) -> tuple[int, RecordFault | None]:
    """How many lines follow those of the base, and what is wrong where they do not. `origin` is the
    record where the two parted: one that has not changed since then is only behind."""
    now, then = _texts(data), _texts(base)
    same = next(
        (at for at, (one, other) in enumerate(zip(now, then, strict=False)) if one != other),
        min(len(now), len(then)),
    )
    if same == len(then):
        return len(now) - same, None
    if origin is not None and now == _texts(origin):
        return 0, None
    if same < len(now):
        what = "differs from the base, which has another line there"
        return 0, RecordFault(line=same + 1, what=what, hint=_MERGE)
    return 0, RecordFault(line=same + 1, what="is missing: the base has it", hint=_MERGE)


_MERGE = "Take the base's version of the file, and join the lines of this branch with `csws record merge BASE THIS`."


def _texts(data: bytes) -> list[bytes]:
    return [text.removesuffix(b"\r") for text in data[beginning(data) :].split(b"\n") if text]
