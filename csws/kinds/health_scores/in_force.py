"""The published scores whose points or bands a change of the settings moves. Knows no record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import score_of_item
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.states import EDITED
from csws.model.address import Address
from csws.model.frozen import frozen
from csws.model.settings import Item, Settings


@frozen
class Changing:
    """A score that is published and stays so. `before` is the version in force; None where csws does not know it, because
    an edit waits to be turned on."""

    address: Address
    before: Score | None
    after: Score


def changing(current: Settings, desired: Settings, moved: Mapping[Address, Address]) -> Iterator[Changing]:
    """By address. `moved` maps a new address to the one of now. Names and segments move no record that a file has."""
    had = {KIND.address(item): item for item in _items(current)}
    for item in sorted(_items(desired), key=KIND.address):
        address = KIND.address(item)
        old = had.get(moved.get(address, address))
        if item.key is None or old is None:
            continue
        before, after = score_of_item(old), score_of_item(item)
        waits = bool(old.fields.get(EDITED))
        both = before.is_published and after.is_published and has_bounds(before) and has_bounds(after)
        if both and (waits or _deciding(before) != _deciding(after)):
            yield Changing(address=address, before=None if waits else before, after=after)


def _items(settings: Settings) -> list[Item]:
    return [item for item in settings.items if item.kind == KIND.name]


def _deciding(score: Score) -> tuple[object, ...]:
    groups = [(group.key, group.lowest, group.highest, group.rules) for group in score.groups]
    return (score.object, score.healthy, score.at_risk, groups)
