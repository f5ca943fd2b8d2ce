"""The plan of a run as a store keeps it until the run has ended, with a format version. Knows no store.

A create is kept with what it sets, a delete with what is set, so that the text stays the same when the model grows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from csws.documents.plan_document import account_document, account_from
from csws.documents.step_document import check_steps
from csws.errors import CswsError
from csws.model import snapshot_0_1
from csws.model.digest import canonical
from csws.model.plan import PLAN_FORMAT, AccountPlan, without_unset
from csws.model.unknown import Unknown, check_major


def run_text(plan: AccountPlan) -> str:
    kept = plan
    if plan.format != snapshot_0_1.FORMAT:  # those of csws 0.1 are hashed as they were written
        kept = replace(plan, steps=tuple(map(without_unset, plan.steps)))
    return canonical({"format_version": plan.format, **account_document(kept)})


def run_plan(text: str) -> AccountPlan:
    """Raises Unknown where a newer csws began the run, and CswsError where the text is not as it was written."""
    data = _loaded(text)
    form = _format(data)
    with _in_a_known_form():
        plan = account_from(data, form)
    if plan.digest != data["digest"]:
        raise _changed()
    return plan


def check_run(text: str) -> None:
    """Raises Unknown where a newer csws began the run, without reading all of it. Text that is no plan at all is not newer:
    `run_plan` reports it, to those who need the plan."""
    try:
        data = _loaded(text)
    except CswsError:
        return
    _format(data)
    with _in_a_known_form():
        check_steps(data.get("steps", ()))


def _loaded(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _changed() from error
    if not isinstance(data, dict):
        raise _changed()
    return data


@contextmanager
def _in_a_known_form() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unknown("its unfinished run has a format that this csws cannot read") from error


def _changed() -> CswsError:
    return CswsError(
        "The unfinished run in the store does not match its digest: something other than csws changed it.",
        hint="Restore the store from a backup.",
        code="corrupt",
    )


def _format(data: dict[str, Any]) -> str:
    """The format version; csws 0.1 did not write it."""
    form = str(data.get("format_version", snapshot_0_1.FORMAT))
    check_major(form, PLAN_FORMAT)
    return form
