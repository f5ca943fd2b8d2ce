"""Reads a file once, before anything is made of it: its encoding, and whether it is a text at all. Keeps nothing of it.

A file is UTF-8 where all of it is; Windows-1252 where it is not, and no byte is undefined there.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NoReturn

from csws.errors import RecordsUnreadable

_CHUNK = 1 << 18
_LONGEST = 1 << 24  # bytes of a line: no export has one
_UTF_8, _UTF_16, _WINDOWS = "utf-8-sig", "utf-16", "cp1252"
_BOMS = {codecs.BOM_UTF16_LE: _UTF_16, codecs.BOM_UTF16_BE: _UTF_16, codecs.BOM_UTF8: _UTF_8}
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # in Windows-1252
_OTHERS = {
    b"PK\x03\x04": "an Excel workbook or a zip inside a zip",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
}
_EXPORT = "Export the records again, as CSV."


def encoding_of(stream: BinaryIO, shown: str) -> str:
    """The encoding of a whole file, as `open` takes it. Raises RecordsUnreadable where it is no text, with the line."""
    chunk = stream.read(_CHUNK)
    _refuse_others(chunk, shown)
    declared = next((name for bom, name in _BOMS.items() if chunk.startswith(bom)), None) or _utf_16_without_bom(chunk)
    checked = _Checked(shown, declared)
    while chunk:
        checked.take(chunk)
        chunk = stream.read(_CHUNK)
    return checked.ended()


class _Checked:
    """A file as far as it was read. `line` counts the line feeds, which in UTF-16 are bytes too."""

    def __init__(self, shown: str, declared: str | None) -> None:
        self._shown, self._declared = shown, declared
        self._encoding = declared or "utf-8"
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(self._encoding)("strict")
        self._line, self._long = 1, 0
        self._undefined: int | None = None  # the line of the first byte that Windows-1252 does not have

    def take(self, chunk: bytes) -> None:
        if not self._encoding.startswith(_UTF_16) and b"\0" in chunk:
            self._fail("there is a NUL byte", chunk[: chunk.index(b"\0")])
        if not self._declared and self._undefined is None and (found := _UNDEFINED.search(chunk)):
            self._undefined = self._line + chunk.count(b"\n", 0, found.start())
        self._decode(chunk)
        self._long = len(chunk) - last - 1 if (last := chunk.rfind(b"\n")) >= 0 else self._long + len(chunk)
        if self._long > _LONGEST and b"\r" not in chunk:
            self._fail(f"a line has more than {_LONGEST >> 20} MB", b"")
        self._line += chunk.count(b"\n")

    def ended(self) -> str:
        self._decode(b"", final=True)
        if self._decoder is None and self._undefined is not None:
            self._line = self._undefined
            self._fail("the text is neither UTF-8 nor Windows-1252", b"")
        return _WINDOWS if self._decoder is None else self._declared or "utf-8"

    def _decode(self, chunk: bytes, final: bool = False) -> None:
        if self._decoder is None:
            return
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            if self._declared:
                self._fail("the text is not what its first bytes say (the file may be cut off)", chunk[: error.start])
            self._decoder = None
            return
        if self._encoding.startswith(_UTF_16) and "\0" in text:
            self._fail("there is a NUL character", chunk)

    def _fail(self, what: str, before: bytes) -> NoReturn:
        line = self._line + before.count(b"\n")
        raise RecordsUnreadable(f"{self._shown}:{line}: {what}.", hint=_EXPORT)


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
