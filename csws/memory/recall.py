"""Keeping an answer, and recalling it. Whatever goes wrong with either, the work is just done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

from csws.memory.answers import Answer, read, write
from csws.memory.looking import is_as_found
from csws.memory.question import cache_folder, question_of
from csws.model.sources import Sources

LONGEST = 1_000_000  # characters of an answer
CODES = (0, 2, 3)  # the exit codes of an answer that the same files and accounts give again


class Question:
    """As it was asked when a run began; `name` is that of its answer in `folder`."""

    __slots__ = ("folder", "name")

    def __init__(self, folder: str, name: str) -> None:
        self.folder, self.name = folder, name


def asked(arguments: list[str]) -> Question | None:
    """None where nothing is kept."""
    with suppress(OSError):
        folder = cache_folder()
        return Question(folder, question_of(arguments)) if folder else None
    return None


def recalled(question: Question) -> Answer | None:
    """The answer to this very question, where it still holds."""
    try:
        answer = read(question.folder, question.name)
        holds = (
            isinstance(answer.text, str) and answer.code in CODES and _in_time(answer) and is_as_found(answer.sources)
        )
    except (Exception, RecursionError):  # damaged, forged or not there: no answer
        return None
    return answer if holds else None


def _in_time(answer: Answer) -> bool:
    until = answer.sources.until
    return answer.since <= time.time() and (until is None or time.time() < until)


class Keeping:
    """Keeps an answer that is being given, once it was given whole and unless it is long."""

    def __init__(self, question: Question, sources: Sources, code: int) -> None:
        self._question, self._sources, self._code = question, sources, code
        self._pieces: list[str] = []
        self._length = 0

    def copied(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            self._length += len(piece)
            if self._length <= LONGEST:
                self._pieces.append(piece)
            yield piece

    def __enter__(self) -> Keeping:
        return self

    def __exit__(self, kind: object, *what: object) -> None:
        if kind is None and self._length <= LONGEST and self._code in CODES:
            text, since = "".join(self._pieces), time.time()
            answer = Answer(text=text, code=self._code, sources=self._sources, since=since)
            with suppress(OSError, ValueError):
                write(self._question.folder, self._question.name, answer)
