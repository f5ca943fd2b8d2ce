"""The lines of a record: their text, their checksums, and the chain that they make. Knows no
entries.

The checksum of a line covers its text up to the checksum itself, so neither line ends nor a byte
order mark are part of it. Each line contains the checksum of the line before. The first line, the
header, names the account.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from csws.errors import CswsError
from csws.model.frozen import frozen
from csws.model.record import RecordFault
from csws.model.unknown import Unknown, check_major

FORMAT = "1.0"
_CHECKSUM = b',"checksum":"'
_ORDER = ("number", "at", "by", "entries", "was", "was_checksum", "prev")
_HEADER = {"number", "record", "format_version", "account", "checksum"}
_MARKS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


RESTORE = (
    "Restore the file from git; csws never changes a line, and `csws record merge OURS THEIRS` "
    "joins two versions. `csws record show` shows what can still be read."
)


class RecordBroken(CswsError):
    """A line of a record is not as csws wrote it."""

    slug = "corrupt"

    @classmethod
    def at(cls, where: str, fault: RecordFault) -> RecordBroken:
        return cls(f"`{where}` is broken: {fault.message}", hint=RESTORE)


@frozen(kw_only=False)
class Line:
    """`number` is its place in the file, from 1; `text` has no line end."""

    number: int
    text: bytes
    data: dict[str, Any]

    @property
    def checksum(self) -> str:
        return str(self.data["checksum"])

    @property
    def identity(self) -> str:
        """The checksum with which it was written: a merge gives it a new number, and so another
        checksum."""
        return str(self.data.get("was_checksum") or self.data["checksum"])


@frozen
class Found:
    """A line as it was found. `line` is None where it cannot be read at all; `end` is where the
    next one begins, and `ended` says that it has its line end."""

    number: int
    line: Line | None
    what: str | None
    end: int
    ended: bool

    @property
    def is_torn(self) -> bool:
        """Whether its write was interrupted: nothing of it was recorded."""
        return not self.ended and self.line is None


def header(account_id: str, name: str) -> Line:
    """It is the same on every machine, so all records of an account have it in common."""
    account = {"id": account_id, "name": name}
    return _sealed({"number": 1, "record": "csws", "format_version": FORMAT, "account": account})


def following(before: Line, data: dict[str, Any]) -> Line:
    """The line after another one, with this data."""
    line = {**data, "number": before.number + 1, "prev": before.checksum}
    return _sealed({key: line[key] for key in _ORDER if key in line})


def _sealed(data: dict[str, Any]) -> Line:
    body = _json.encode(data).encode().removesuffix(b"}")
    checksum = _checksum(body)
    text = body + _CHECKSUM + checksum.encode() + b'"}'
    return Line(data["number"], text, {**data, "checksum": checksum})


def _checksum(body: bytes) -> str:
    return f"sha256:{sha256(body).hexdigest()}"


def beginning(data: bytes) -> int:
    """Where the first line begins."""
    return len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0


def scan(data: bytes, start: int, before: Line | None = None) -> Iterator[Found]:
    """Every line from `start`, which follows the line `before`. Raises Unknown for a format that
    only a newer csws knows."""
    number = before.number if before else 0
    while start < len(data):
        number, end = number + 1, data.find(b"\n", start)
        ended = end >= 0
        end = end if ended else len(data)
        line, what = _read(number, data[start:end].removesuffix(b"\r"))
        if line is not None and what is None:
            what = _out_of_order(line, before)
        start = end + ended
        yield Found(number=number, line=line, what=what, end=start, ended=ended)
        before = line


def _read(number: int, text: bytes) -> tuple[Line | None, str | None]:
    """A line, and what is wrong with its own text."""
    if text.startswith(_MARKS):
        return None, "is a conflict mark: the file was merged without csws"
    body, _, rest = text.rpartition(_CHECKSUM)
    data = _object(text)
    if number == 1 and not _is_header(data):
        return (
            None,
            "does not name an account, as the first line of a record does: it was changed, or the file is another one",
        )
    if data is None:
        return None, "is not a complete JSON object" if text.strip() else "is empty"
    if number == 1:
        check_format(data)
    line = Line(number, text, data)
    checksum = rest.removesuffix(b'"}').decode()
    is_sealed = rest.endswith(b'"}') and data.get("checksum") == checksum == _checksum(body)
    return line, None if is_sealed else "was edited: its text does not match its checksum"


def _is_header(data: dict[str, Any] | None) -> bool:
    """Of any csws: a newer one may write more."""
    if data is None or data.get("record") != "csws":
        return False
    account = data.get("account")
    return isinstance(account, dict) and {str} == {type(account.get(key)) for key in ("id", "name")}


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def check_format(data: dict[str, Any]) -> None:
    """Raises Unknown for a header of a newer csws, whose other lines may have any form."""
    check_major(data.get("format_version"), FORMAT)
    for key in sorted(data.keys() - _HEADER):
        raise Unknown(f"its first line contains `{key}`")


def _out_of_order(line: Line, before: Line | None) -> str | None:
    data = line.data
    if data.get("number") != line.number:
        return f"has the number {data.get('number')}: lines were removed, added or moved"
    if before is not None and data.get("prev") != before.data.get("checksum"):
        return "does not follow the line before it: lines were removed, added or changed"
    return None
