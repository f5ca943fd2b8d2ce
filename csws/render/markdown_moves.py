"""What records tell of changed health scores, as folded blocks of a comment. Names no record."""

from __future__ import annotations

from csws.model.change import Change
from csws.model.plan import AccountPlan
from csws.model.score_moves import ScoreMoves
from csws.render.html_text import calm
from csws.render.score_moves import counted, moves_sentence
from csws.render.scores.in_plan import moves_sections
from csws.render.scores.markdown import blocks_of
from csws.render.words import Words


def moves_blocks(plan: AccountPlan, words: Words) -> str:
    """As HTML without blank lines inside: how many change band, a matrix of bands, and why."""
    return "".join(_block(found, change, words) for found, change in counted(plan))


def _block(found: ScoreMoves, change: Change, words: Words) -> str:
    title = calm(moves_sentence(found, change, words))
    lines = [line for section in moves_sections(found, change, words) for line in blocks_of(section)]
    return "\n".join([f"<details open><summary>📊 {title}</summary>", *lines, "</details>"]) + "\n\n"
