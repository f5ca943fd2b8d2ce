"""Saved plans: written atomically, and read back only if unedited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csws.documents.plan_document import from_document
from csws.errors import CswsError
from csws.load.atomic_write import write_named
from csws.model.plan import PLAN_FORMAT
from csws.model.run import Plan
from csws.model.unknown import Unknown, check_major
from csws.render.plan_json import render
from csws.render.style import Style
from csws.schema import is_valid

_MADE_BY = "Give a file that `csws plan --out FILE` wrote."


def save_plan(plan: Plan, file: Path) -> None:
    """Saves a plan. Raises CswsError if the file cannot be written; an older file of that name then
    stays."""
    try:
        write_named(file, render(plan, Style()))
    except OSError as error:
        raise CswsError(
            f"The plan cannot be saved to `{file.as_posix()}`: {error.strerror}.",
            hint="Check the folder, its permissions and the free space.",
            code="file",
        ) from error


def read_plan(file: Path) -> Plan:
    """Reads a saved plan. Raises CswsError for a file that is not a plan or was saved by a newer
    csws, and StalePlan for one that was edited."""
    try:
        data: Any = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CswsError(f"`{file.as_posix()}` cannot be read: {error.strerror}.", hint=_MADE_BY, code="file") from error
    except (ValueError, RecursionError) as error:
        raise CswsError(
            f"`{file.as_posix()}` is not a plan: it is not JSON.", hint=_MADE_BY, code="not_a_plan"
        ) from error
    try:
        return _plan(file, data)
    except Unknown as error:
        raise CswsError(
            f"`{file.as_posix()}` was made by a newer csws: {error}.",
            hint="Update csws, or make a new plan with `csws plan --out FILE`.",
            code="newer_plan",
        ) from error


def _plan(file: Path, data: Any) -> Plan:
    if isinstance(data, dict) and "format_version" in data:
        check_major(data["format_version"], PLAN_FORMAT)
    wrong = is_valid("plan", data)
    if wrong is not None:
        raise CswsError(
            f"`{file.as_posix()}` is not a plan that this version of csws can read. {wrong[:300]}",
            hint=_MADE_BY,
            code="not_a_plan",
        )
    return from_document(data)
