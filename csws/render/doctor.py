"""The results of `csws doctor`, as text and as JSON."""

from __future__ import annotations

from typing import Any

from csws.model.plan import FORMAT_VERSION
from csws.render.json_text import json_text
from csws.render.style import Style, shown

_LOOKS = {"ok": "green", "warning": "yellow", "problem": "red"}

Looks = list[tuple[str, str, str]]


def doctor_text(looks: Looks, style: Style) -> str:
    return "".join(
        f"{style.paint(f'{state:<8}', _LOOKS[state])} {shown(what)}: {shown(message)}\n"
        for what, state, message in looks
    )


def doctor_json(looks: Looks, style: Style) -> str:
    return json_text(doctor_document(looks))


def doctor_document(looks: Looks, error: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = [{"what": what, "state": state, "message": message} for what, state, message in looks]
    return {"format_version": FORMAT_VERSION, "error": error, "checks": rows}
