"""Files, and the files in a zip, as streams that can be opened again. Knows no format of theirs."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from csws.errors import RecordsUnreadable
from csws.model.frozen import frozen

_AGAIN = "Download the export again."
_WORKBOOK = "[Content_Types].xml"


@frozen
class Source:
    """A file, or a member of a zip."""

    path: Path
    member: str | None = None

    @property
    def shown(self) -> str:
        path = self.path.as_posix()
        return f"{path}/{self.member}" if self.member else path

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """A stream of bytes. Raises RecordsUnreadable where the file is missing or damaged, also while it is read."""
        try:
            with ExitStack() as stack:
                if self.member is None:
                    yield stack.enter_context(self.path.open("rb"))
                else:
                    archive = stack.enter_context(zipfile.ZipFile(self.path))
                    yield cast(BinaryIO, stack.enter_context(archive.open(self.member)))
        except OSError as error:
            message = f"{self.shown} cannot be read: {error.strerror or error}."
            raise RecordsUnreadable(message, hint=_next_step(error)) from None
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise RecordsUnreadable(f"{self.shown} is damaged or cut off.", hint=_AGAIN) from None
        except (RuntimeError, NotImplementedError):  # a password, or a method that Python does not have
            raise RecordsUnreadable(f"{self.shown} is encrypted or packed in an unknown way.", hint=_AGAIN) from None


def _next_step(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "Check the path and the name of the file."
    if isinstance(error, IsADirectoryError):
        return "Name the files in it, not the folder."
    if isinstance(error, PermissionError):
        return "Give yourself the right to read it, or copy it to where you have it."
    return "Copy the file to another disk, or download the export again."


def sources_of(paths: Sequence[Path]) -> tuple[Source, ...]:
    """The files at these paths, with those in a zip in place of the zip."""
    return tuple(source for path in paths for source in (_members(path) if _is_zip(path) else [Source(path=path)]))


def _is_zip(path: Path) -> bool:
    """By its first bytes: one that is cut off is a zip too."""
    with Source(path=path).opened() as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _members(path: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, EOFError):
        raise RecordsUnreadable(f"{path.as_posix()} is damaged or cut off.", hint=_AGAIN) from None
    if _WORKBOOK in names:
        raise RecordsUnreadable(f"{path.as_posix()} is an Excel workbook.", hint="Export the records again, as CSV.")
    found = [Source(path=path, member=name) for name in names if _is_told(name)]
    if not found:
        raise RecordsUnreadable(f"{path.as_posix()} contains no file.", hint=_AGAIN)
    return found


def _is_told(name: str) -> bool:
    """Not a folder, and not what operating systems add."""
    parts = name.split("/")
    return bool(parts[-1]) and not any(part.startswith(".") or part == "__MACOSX" for part in parts)
