"""A run: a plan that was begun, with its identity, how it was made and what became of it. Knows no store and no settings."""

from __future__ import annotations

from enum import Enum

from csws.model.address import WORKSPACE
from csws.model.fields import Value
from csws.model.frozen import frozen

_LENGTH = 12  # hexadecimal digits


class How(Enum):
    """Where the plan of a run came from: the project's files, `rollback REVISION`, or a saved plan."""

    CONFIG = "config"
    ROLLBACK = "rollback"
    SAVED = "saved_plan"


class RunEnd(Enum):
    """How a run ended: all its steps were done, a later run replaced it, it had nothing left to do, or it was given
    up."""

    DONE = "done"
    REPLACED = "replaced"
    NOTHING_LEFT = "nothing_left"
    GIVEN_UP = "given_up"


@frozen
class Made:
    """How a run was made. `command` begins it anew; `language` is that of its runbook."""

    how: How = How.CONFIG
    command: str = "csws apply"
    language: str = "en"


UNSAID = Made()  # as csws 0.1 left it


@frozen
class BegunRun:
    """An unfinished run as its store keeps it: `plan` is the document of its account's plan, `since` is UTC, ISO 8601."""

    id: str
    digest: str
    plan: str
    since: str
    by: str | None
    made: Made = UNSAID


@frozen
class DoneStep:
    """A step that is recorded as done. `revision` is the one that it made; None where an older csws recorded it."""

    run: str
    step: int
    at: str
    who: str | None = None
    said: str | None = None
    revision: int | None = None


@frozen
class Overtaken:
    """A field that a waiting step sets, and that was observed to hold neither the value before that step nor the one after.
    `path` is empty where the whole thing is there or gone unexpectedly; `kind` says what it is."""

    step: int
    path: str
    expected: Value
    found: Value
    kind: str = WORKSPACE


@frozen
class UnfinishedRun:
    """A run compared with its account: the ids of its steps that are done and that wait. `waits` says that it waits
    for a person: steps go one at a time there. `manual` are those that only a person can do, `in_doubt` those that
    were sent and whose outcome is unknown."""

    id: str
    digest: str
    since: str
    by: str | None
    done: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    manual: tuple[int, ...] = ()
    in_doubt: tuple[int, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()
    runbook: str | None = None
    waits: bool = False


def run_id(digest: str, number: int) -> str:
    """The id of the `number`th run of the plan with this digest, from 1."""
    first = digest.removeprefix("sha256:")[:_LENGTH]
    return first if number == 1 else f"{first}-{number}"


def counted_steps(ids: tuple[int, ...] | list[int], one: str = "", many: str = "") -> str:
    """The steps with a verb: `step 1 is new`, `steps 2-4 are new`."""
    noun, verb = ("step", one) if len(ids) == 1 else ("steps", many)
    return f"{noun} {ranges(ids)} {verb}".rstrip()


def ranges(ids: tuple[int, ...] | list[int]) -> str:
    """Step ids as people write them, and as `--done` takes them: 1-4,6."""
    out: list[list[int]] = []
    for one in ids:
        if out and one == out[-1][1] + 1:
            out[-1][1] = one
        else:
            out.append([one, one])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in out)
