"""Keeping an answer, and recalling it. Whatever goes wrong with either, the work is just done."""

from __future__ import annotations

import time
from contextlib import suppress

from csws.memory.answers import Answer, read, write
from csws.memory.looking import digest_of
from csws.memory.question import folder, question
from csws.model.sources import Sources

LONGEST = 1_000_000  # characters of an answer
MOST_SOURCES = 5_000  # files and accounts: beyond, looking at all of them is no small work
TICK = 2.0  # seconds: the coarsest time that a file system keeps


class Asked:
    """A question, as it was asked when a run began (seconds since 1970): `name` is its answer's in `place`."""

    __slots__ = ("began", "name", "place")

    def __init__(self, *, place: str, name: str, began: float) -> None:
        self.place, self.name, self.began = place, name, began


def asked(arguments: list[str]) -> Asked | None:
    """None where nothing is kept."""
    began = time.time()
    place = folder()
    name = question(arguments) if place else None
    return Asked(place=place, name=name, began=began) if place and name else None


def recalled(asked: Asked) -> Answer | None:
    """The answer to this very question, where it still holds."""
    answer = read(asked.place, asked.name)
    if answer is None or not _in_time(answer) or digest_of(answer.sources) != answer.digest:
        return None
    return answer


def _in_time(answer: Answer) -> bool:
    until = answer.sources.until
    return answer.since <= time.time() and (until is None or time.time() < until)


def is_worth_keeping(sources: Sources) -> bool:
    return len(sources.files) + len(sources.stores) <= MOST_SOURCES


def keep(asked: Asked, sources: Sources, text: str, code: int) -> None:
    """Keeps an answer that was just given, if nothing that it was made from has moved since the question was asked."""
    digest = digest_of(sources, before=asked.began - TICK) if len(text) <= LONGEST else None
    if digest:
        answer = Answer(text=text, code=code, sources=sources, digest=digest, since=time.time())
        with suppress(OSError, ValueError):
            write(asked.place, asked.name, answer)
