"""A plan as the JSON document of SPEC §3."""

from __future__ import annotations

from csws import __version__
from csws.model.plan_document import to_document
from csws.model.run import Plan
from csws.render.json_text import json_text
from csws.render.style import Style


def render(plan: Plan, style: Style) -> str:
    return json_text(to_document(plan, __version__))
