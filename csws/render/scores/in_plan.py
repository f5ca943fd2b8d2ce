"""What records tell of a changed health score in a plan, in sections: how many change band, from which to which, and why.
Names no record."""

from __future__ import annotations

from functools import partial

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.paths import group_path
from csws.lab.moves import Move
from csws.model.change import Change
from csws.model.score_moves import ScoreMoves
from csws.render.score_words import group_name
from csws.render.scores.sheet import Block, Level, Note, Notes, Section
from csws.render.scores.transitions import Transitions, facts_of, matrix_of, moves_of, some_move
from csws.render.words import Words, clean


def moves_sections(found: ScoreMoves, change: Change, words: Words) -> tuple[Section, ...]:
    """First what matters most; the causes only where a record changes band."""
    going = Transitions(
        records=found.records,
        changed=found.changed,
        matrix={(Band(start), Band(end)): number for start, end, number in found.matrix},
        moves=[(Move(Band(one.start), Band(one.end), one.because), one.records) for one in found.moves],
        group=partial(_group, change),
    )
    facts = facts_of(going, words)
    blocks: list[Block] = [*([facts] if facts else []), *_unclear(found, words)]
    first = Section(heading=some_move(going, words), blocks=tuple(blocks))
    matrix = matrix_of(going, words, words.plain("lab.matrix_caption_plan"))
    return (first, matrix, *([moves_of(going, words)] if going.moved else []))


def _unclear(found: ScoreMoves, words: Words) -> list[Notes]:
    if not found.unclear:
        return []
    text = words.say("lab.unclear", n=words.number(found.unclear), total=words.number(found.records))
    return [Notes(notes=(Note(words.plain("lab.unclear_tag"), text, Level.WARN),))]


def _group(change: Change, key: str) -> str:
    return clean(group_name(change, group_path(key, "name")))
