"""Reads a file once, before anything is made of it: its encoding, and whether it is a text at all. Keeps nothing of it.

A file is UTF-8 where all of it is; Windows-1252 where it is not, and no byte is undefined there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from csws.errors import RecordsUnreadable

Opened = Callable[[], AbstractContextManager[BinaryIO]]

_CHUNK = 1 << 17
_LONGEST = 1 << 24  # bytes of a line: no export has one
_UTF_16 = "utf-16"
_BOMS = {codecs.BOM_UTF16_LE: _UTF_16, codecs.BOM_UTF16_BE: _UTF_16, codecs.BOM_UTF8: "utf-8-sig"}
_UNDEFINED = re.compile(rb"[\0\x81\x8d\x8f\x90\x9d]")  # in Windows-1252
_OTHERS = {
    b"PK\x03\x04": "an Excel workbook or a zip inside a zip",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
}
_EXPORT = "Export the records again, as CSV."
_NUL = "there is a NUL character"


class _Fault(Exception):
    """What is wrong, and at which byte."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what, self.at = what, at


def encoding_of(opened: Opened, shown: str) -> str:
    """The encoding of a whole file, as `open` takes it. Raises RecordsUnreadable where it is no text, with the line."""
    with opened() as stream:
        start = stream.read(_CHUNK)
    _refuse_others(start, shown)
    declared = next((name for bom, name in _BOMS.items() if start.startswith(bom)), None) or _utf_16_without_bom(start)
    try:
        return _checked(opened, declared)
    except _Fault as fault:
        line = 1 + sum(chunk.count(b"\n", 0, fault.at - at) for at, chunk in _chunks(opened) if at < fault.at)
        raise RecordsUnreadable(f"{shown}:{line}: {fault.what}.", hint=_EXPORT) from None


def _checked(opened: Opened, declared: str | None) -> str:
    try:
        _check_text(opened, declared or "utf-8")
    except UnicodeDecodeError:
        if declared:
            raise _Fault("the text is not what the first bytes of the file say (it may be cut off)", 0) from None
        _check_windows(opened)
        return "cp1252"
    return declared or "utf-8"


def _check_text(opened: Opened, encoding: str) -> None:
    """Raises UnicodeDecodeError, or a fault where there are NULs, or a line without end."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_wide, end = encoding.startswith(_UTF_16), 0
    for at, chunk in _chunks(opened):
        if not is_wide and b"\0" in chunk:
            raise _Fault(_NUL, at + chunk.index(b"\0"))
        if "\0" in decoder.decode(chunk) and is_wide:
            raise _Fault(_NUL, at)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        end = at + last if last >= 0 else end
        if at + len(chunk) - end > _LONGEST:
            raise _Fault(f"a line has more than {_LONGEST >> 20} MB", end)
    decoder.decode(b"", final=True)


def _check_windows(opened: Opened) -> None:
    """A file that is not UTF-8."""
    for at, chunk in _chunks(opened):
        found = _UNDEFINED.search(chunk)
        if found is not None:
            raise _Fault("the text is neither UTF-8 nor Windows-1252", at + found.start())


def _chunks(opened: Opened) -> Iterator[tuple[int, bytes]]:
    """The file in parts, each with the place of its first byte."""
    at = 0
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            yield at, chunk
            at += len(chunk)


def _refuse_others(chunk: bytes, shown: str) -> None:
    if not chunk.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise RecordsUnreadable(f"{shown} is empty.", hint=_EXPORT)
    for first, what in _OTHERS.items():
        if chunk.startswith(first):
            raise RecordsUnreadable(f"{shown} is {what}.", hint=_EXPORT)
    start = chunk[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        hint = "You may have saved a page that asks to log in: open the link in your browser, then download again."
        raise RecordsUnreadable(f"{shown} is a web page.", hint=hint)


def _utf_16_without_bom(chunk: bytes) -> str | None:
    if len(chunk) < 2 or 0 not in chunk[:2]:
        return None
    return "utf-16-le" if chunk[0] else "utf-16-be" if chunk[1] else None
