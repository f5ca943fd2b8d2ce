"""Drift as text and as the members of a JSON document."""

from __future__ import annotations

from typing import Any, Protocol

from csws.documents.plan_document import change_document
from csws.documents.unfinished_document import run_document
from csws.model.change import Change
from csws.model.runs import UnfinishedRun
from csws.render.change_text import change_lines
from csws.render.run_words import run_text
from csws.render.style import Style, shown


class DriftView(Protocol):
    @property
    def revision(self) -> int: ...

    @property
    def applied(self) -> bool: ...

    @property
    def changes(self) -> tuple[Change, ...]: ...

    @property
    def run(self) -> UnfinishedRun | None: ...


def drift_text(account: str, drift: DriftView, style: Style) -> str:
    head = style.paint(shown(account), "bold") + f" at revision {drift.revision}\n"
    head += run_text(drift.run, account, style) if drift.run else ""
    if not drift.applied:
        return head + "  Nothing has been applied yet, so there is no drift.\n"
    if not drift.changes:
        return head + style.paint("  No drift. The account matches what was last applied.", "green") + "\n"
    lines = [line for change in drift.changes for line in change_lines(change, style, past=True)]
    return head + "\n".join(lines) + "\n"


def drift_document(drift: DriftView) -> dict[str, Any]:
    changes = [change_document(change) for change in drift.changes]
    return {"revision": drift.revision, "drift": changes, "run": run_document(drift.run)}
