"""What happens during an apply, reported as it happens (SPEC §3). Knows no clock and no file: the listener adds them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from csws.model.frozen import frozen


class EventKind(Enum):
    VERSION = "version"
    PLAN = "plan"
    STEP_START = "step_start"
    STEP_DONE = "step_done"
    STEP_FAILED = "step_failed"
    MANUAL_STEP = "manual_step"
    SUMMARY = "summary"


@frozen
class Event:
    """One thing that happened. Which of the members are there follows from the kind: see the schema `event`.
    `at` is UTC, ISO 8601; None is now."""

    kind: EventKind
    csws_version: str | None = None
    account: str | None = None
    digest: str | None = None
    run: str | None = None
    format_version: str | None = None
    steps: int | None = None
    step: int | None = None
    message: str | None = None
    exit_code: int | None = None
    at: str | None = None


Listen = Callable[[Event], None]


def nobody(event: Event) -> None:
    """Listens to nothing."""
