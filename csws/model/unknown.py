"""What a newer csws has written and this one does not know. Knows neither who wrote it nor where it is kept."""

from __future__ import annotations


class Unknown(Exception):
    """Raised when a document is read; the message is a clause, such as "it sets `services.color`"."""


def check_major(format_version: object, known: str) -> None:
    """Raises Unknown for a higher major number than the known one; a minor number only adds keys."""
    text = str(format_version)
    major, reads = text.partition(".")[0], known.partition(".")[0]
    if major.isdecimal() and int(major) > int(reads):
        raise Unknown(f"its format is {text}, but this csws reads {reads}.x")
