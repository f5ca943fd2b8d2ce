"""Changes → ordered Steps (SPEC §5.2–5.4). Works on resolved settings; knows no file, no target and no format."""

from csws.planner.planning import planned_steps
from csws.planner.visibility import team_moves, visibility

__all__ = ["planned_steps", "team_moves", "visibility"]
