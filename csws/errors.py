"""Failures: what csws raises when it cannot continue. A finding in somebody's files is a
Diagnostic, not one of these.

CswsError            1   a failure
├── NewerStore           a newer csws wrote the stored record
├── RecordsUnreadable    a file of records, activity or outcomes cannot be read at all
├── UsageFault      64   the command line asks for something that does not exist
├── ConfigInvalid    3   the configuration is invalid
├── GuardRefused     4   a guard refuses the apply
├── StalePlan        5   the plan is stale, or is not the expected one
├── ApplyUnfinished  6   an apply stopped part-way, or waits for manual steps
│   ├── StepNotDone      the target reports that a step was not done
│   ├── AnswerLost       a step was sent, and its result is unknown
│   └── StepIsManual     a person has to do the step
├── Bug             70   csws itself failed
├── NotPermitted     7   not permitted, or the wrong account
└── AccountLocked    8   another run holds the lock
"""

from __future__ import annotations

from typing import ClassVar

# SPEC §2: with several accounts the worst code wins, in this order.
WORST_FIRST = (70, 6, 5, 4, 7, 8, 1, 3, 2, 0)


class CswsError(Exception):
    """A failure: what is wrong, what to do next, and the exit code for pipelines."""

    exit_code: ClassVar[int] = 1
    slug: ClassVar[str] = "failure"

    def __init__(self, message: str, *, hint: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or self.slug

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.hint, self.code)


def _rebuild(kind: type[CswsError], message: str, hint: str | None, code: str) -> CswsError:
    return kind(message, hint=hint, code=code)


class NewerStore(CswsError):
    slug = "newer_store"


class RecordsUnreadable(CswsError):
    slug = "records_unreadable"


class UsageFault(CswsError):
    exit_code = 64
    slug = "usage"


class ConfigInvalid(CswsError):
    exit_code = 3
    slug = "invalid"


class GuardRefused(CswsError):
    exit_code = 4
    slug = "refused"


class StalePlan(CswsError):
    exit_code = 5
    slug = "stale"


class ApplyUnfinished(CswsError):
    exit_code = 6
    slug = "unfinished"


class StepNotDone(ApplyUnfinished):
    slug = "step_failed"


class AnswerLost(ApplyUnfinished):
    slug = "answer_lost"


class StepIsManual(ApplyUnfinished):
    slug = "manual_step"


class Bug(CswsError):
    exit_code = 70
    slug = "bug"

    @classmethod
    def of(cls, error: Exception) -> Bug:
        return cls(
            f"This is a bug in csws ({type(error).__name__}: {error}).",
            hint="Please report it; CSWS_DEBUG=1 shows where it happened.",
        )


class NotPermitted(CswsError):
    exit_code = 7
    slug = "not_permitted"


class AccountLocked(CswsError):
    exit_code = 8
    slug = "locked"


def worst(codes: list[int]) -> int:
    """The exit code of a run over several accounts; 0 where there are none. Each code must be one
    of WORST_FIRST."""
    return min(codes, key=WORST_FIRST.index, default=0)
