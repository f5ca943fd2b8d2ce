"""Drift as text and as the members of a JSON document."""

from __future__ import annotations

from typing import Any, Protocol

from markupsafe import Markup, escape

from csws.documents.plan_document import change_document
from csws.documents.unfinished_document import run_document
from csws.model.change import Change
from csws.model.runs import UnfinishedRun
from csws.render.change_text import change_lines
from csws.render.run_words import run_text
from csws.render.style import Style, shown
from csws.render.terminal import paragraph, terminal_text
from csws.render.words import words_of


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
    words = words_of(style.language)
    name = Markup(style.paint(str(escape(shown(account))), "bold"))
    head = terminal_text(words.say("drift.at", account=name, n=Markup(drift.revision))) + "\n"
    head += run_text(drift.run, account, style) if drift.run else ""
    if not drift.applied:
        return head + "".join(f"{line}\n" for line in paragraph(words.plain("drift.never"), style, 2))
    if not drift.changes:
        return head + "".join(
            style.paint(line, "green") + "\n" for line in paragraph(words.plain("drift.none"), style, 2)
        )
    lines = [line for change in drift.changes for line in change_lines(change, style, past=True)]
    return head + "\n".join(lines) + "\n"


def drift_document(drift: DriftView) -> dict[str, Any]:
    changes = [change_document(change) for change in drift.changes]
    return {"revision": drift.revision, "drift": changes, "run": run_document(drift.run)}
