"""What the templates need to show the blocks of a sheet (blocks.html.j2), on any page."""

from __future__ import annotations

from typing import Any

from csws.kinds.health_scores.bands import Band
from csws.render.scores.drawn import drawn
from csws.render.scores.sheet import Facts, Figures, Notes, Picture, Table

STYLE = "scores/blocks.css"
_KINDS = {Figures: "figures", Notes: "notes", Facts: "facts", Table: "table", Picture: "picture"}
_LOOKS = {Band.AT_RISK: "bad", Band.NEUTRAL: "mid", Band.HEALTHY: "good"}
VALUES: dict[str, Any] = {"kind_of": lambda block: _KINDS[type(block)], "looks": _LOOKS, "drawn": drawn}
