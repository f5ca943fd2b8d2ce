"""What records tell of a changed health score, as a short text and as a block of a comment or a page: how many change
band, from which to which, and why. Names no record."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds.health_scores.paths import GROUPS, group_path
from csws.model.change import Change
from csws.model.plan import AccountPlan
from csws.model.score_moves import BandMove, ScoreMoves
from csws.render.change_words import name_of
from csws.render.html_text import calm
from csws.render.score_words import group_name
from csws.render.words import Words

_BANDS = ("healthy", "neutral", "at_risk")
_BOUNDS = "bands"


def moves_sentences(plan: AccountPlan, words: Words) -> Iterator[Markup]:
    """One for each score whose records were counted."""
    for found, change in _counted(plan):
        yield _sentence(found, change, words)


def moves_blocks(plan: AccountPlan, words: Words) -> str:
    """As HTML without blank lines inside: a matrix of bands, and why records move."""
    return "".join(_block(found, change, words) for found, change in _counted(plan))


def _counted(plan: AccountPlan) -> Iterator[tuple[ScoreMoves, Change]]:
    changes = {change.address: change for change in plan.changes}
    for found in plan.score_moves:
        if found.is_judged and found.address in changes:
            yield found, changes[found.address]


def _sentence(found: ScoreMoves, change: Change, words: Words) -> Markup:
    told = words.plain("lab.compare_some", n=words.number(found.moved), total=words.number(found.records))
    return words.say("list.fact", name=name_of(change), text=Markup("{}").format(told))


def _block(found: ScoreMoves, change: Change, words: Words) -> str:
    title = calm(_sentence(found, change, words))
    parts = [_table(_matrix(found, words)), *([_table(_reasons(found, change, words))] if found.moves else [])]
    if found.unclear:
        unclear = words.plain("lab.unclear", n=words.number(found.unclear), total=words.number(found.records))
        parts.append(f"<p>{calm(Markup.escape(unclear))}</p>")
    return "\n".join([f"<details open><summary>📊 {title}</summary>", *parts, "</details>"]) + "\n\n"


def _matrix(found: ScoreMoves, words: Words) -> Iterator[list[str]]:
    """Rows are the bands before, columns those after."""
    numbers = {(start, end): number for start, end, number in found.matrix}
    named = {band: words.plain(f"band.{band}") for band in _BANDS}
    yield [f"{words.plain('plan.before')} → {words.plain('plan.after')}", *named.values()]
    for start in _BANDS:
        yield [named[start], *(words.number(numbers.get((start, end), 0)) for end in _BANDS)]


def _reasons(found: ScoreMoves, change: Change, words: Words) -> Iterator[list[str]]:
    yield [words.plain("lab.why"), words.plain("lab.from_to"), words.plain("lab.records")]
    for move in found.moves:
        before, after = (words.plain(f"band.{band}") for band in (move.start, move.end))
        between = words.plain("lab.band_change", before=before, after=after)
        yield [_because(move, change, words), between, words.number(move.records)]


def _because(move: BandMove, change: Change, words: Words) -> str:
    if move.because == _BOUNDS:
        return words.plain("lab.because_bounds")
    group = move.because.removeprefix(f"{GROUPS}.")
    return words.plain("lab.because_group", group=group_name(change, group_path(group, "name")))


def _table(rows: Iterator[list[str]]) -> str:
    head, *body = rows
    lines = [f"<tr>{''.join(f'<th>{calm(Markup.escape(cell))}</th>' for cell in head)}</tr>"]
    lines += [f"<tr>{''.join(f'<td>{calm(Markup.escape(cell))}</td>' for cell in row)}</tr>" for row in body]
    return "\n".join(["<table>", *lines, "</table>"])
