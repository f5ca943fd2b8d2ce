"""The unfinished runs of an account, as text and as the members of a JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from csws.documents.unfinished_document import run_document
from csws.model.plan import Step
from csws.model.runs import UnfinishedRun
from csws.render.run_words import run_text
from csws.render.style import Style, shown
from csws.render.width import wrapped


class Listed(Protocol):
    @property
    def run(self) -> UnfinishedRun | None: ...

    @property
    def steps(self) -> tuple[Step, ...]: ...


def runs_text(account: str, listed: Listed, style: Style) -> str:
    head = style.paint(shown(account), "bold") + "\n"
    if listed.run is None:
        return head + "  No unfinished run.\n"
    return head + run_text(listed.run, account, style) + "\n".join(_steps(listed.run, listed.steps, style)) + "\n"


def _steps(run: UnfinishedRun, steps: tuple[Step, ...], style: Style) -> Iterator[str]:
    for step in steps:
        word, look = ("done", "green") if step.id in run.done else ("waiting", "yellow")
        state = style.paint(f"{word:<7}", look)
        yield from wrapped(f"{step.id}. {shown(step.summary)}", style.width, f"    {state}  ", " " * 16)


def runs_document(listed: Listed) -> dict[str, Any]:
    if listed.run is None:
        return {"runs": []}
    steps = [
        {
            "id": step.id,
            "address": str(step.address),
            "summary": step.summary,
            "status": "done" if step.id in listed.run.done else "waiting",
        }
        for step in listed.steps
    ]
    return {"runs": [{**(run_document(listed.run) or {}), "steps": steps}]}
