"""What `csws doctor` saw, as text and as JSON."""

from __future__ import annotations

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
    rows = [{"what": what, "state": state, "message": message} for what, state, message in looks]
    return json_text({"format_version": "1.0", "error": None, "checks": rows})
