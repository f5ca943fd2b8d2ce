"""The revisions of an account, as text and as the members of a JSON document."""

from __future__ import annotations

from typing import Any

from csws.model.target import Revision
from csws.render.style import Style, shown


def history_text(account: str, revisions: tuple[Revision, ...], style: Style) -> str:
    head = style.paint(shown(account), "bold") + "\n"
    if not revisions:
        return head + "  Nothing has been applied or observed yet (revision 0).\n"
    return head + "".join(_line(item) for item in reversed(revisions))


def _line(item: Revision) -> str:
    plan = f"  {item.plan_digest}" if item.plan_digest else ""
    return f"{item.number:>5}  {item.at}  {item.kind:<8}  {shown(item.operator or 'unknown')}{plan}\n"


def history_document(revisions: tuple[Revision, ...]) -> dict[str, Any]:
    rows = [
        {"number": item.number, "kind": item.kind, "at": item.at, "operator": item.operator, "plan": item.plan_digest}
        for item in reversed(revisions)
    ]
    return {"revisions": rows}
