"""`--events FILE`: writes each event as a line of JSON, on disk as it happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from csws import __version__
from csws.errors import CswsError
from csws.model.event import Event, EventKind, Listen, nobody
from csws.model.plan import DOCUMENT_FORMAT


@contextmanager
def events_to(file: Path | None) -> Iterator[Listen]:
    """A listener for events. Raises CswsError before the run begins if the file cannot be
    written."""
    if file is None:
        yield nobody
        return
    try:
        stream = file.open("w", encoding="utf-8", buffering=1, newline="\n")
    except OSError as error:
        raise CswsError(
            f"The events cannot be written to `{file.as_posix()}`: {error.strerror}.",
            hint="Check the folder, its permissions and the free space.",
            code="file",
        ) from error

    def tell(event: Event) -> None:
        # Work in progress must finish even if its events can no longer be written.
        with suppress(OSError, ValueError):
            stream.write(_line(event))

    try:
        tell(Event(kind=EventKind.VERSION, format_version=DOCUMENT_FORMAT, csws_version=__version__))
        yield tell
    finally:
        with suppress(OSError):
            stream.close()


def _line(event: Event) -> str:
    said = {name: value for name, value in asdict(event).items() if value is not None and name != "kind"}
    if event.kind is EventKind.PLAN:
        said.setdefault("digest", None)  # there may be no plan, but readers rely on the member
    at = said.pop("at", None) or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"event": event.kind.value, "at": at, **said}) + "\n"
