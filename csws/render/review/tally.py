"""What a plan is about in numbers: for the first lines of a page, and the table of a fleet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from markupsafe import Markup

from csws.kinds import kind_of, properties, workspaces
from csws.kinds.health_scores import kind as health_scores
from csws.model.address import OBJECTS
from csws.model.change import Action, Change
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.render.words import Words


@frozen
class Tally:
    """How many things a plan touches, in reading order; over several accounts their sum."""

    deleted: int = 0
    created: int = 0
    renamed: int = 0
    moved: int = 0
    changed: int = 0
    objects: int = 0
    properties: int = 0
    deleted_scores: int = 0
    new_scores: int = 0
    changed_scores: int = 0
    items: int = 0

    def times(self, number: int) -> Tally:
        return Tally(**{field.name: getattr(self, field.name) * number for field in fields(Tally)})

    def plus(self, other: Tally) -> Tally:
        names = [field.name for field in fields(Tally)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def said(self, words: Words) -> Markup:
        """`2 workspaces deleted, 1 new workspace`."""
        return words.listed(list(self._phrases(words)))

    def _phrases(self, words: Words) -> Iterator[Markup]:
        for field in fields(Tally):
            if number := getattr(self, field.name):
                yield words.count(f"page.n_{field.name}", number)


def tally_of(plan: AccountPlan) -> Tally:
    tally = Tally(moved=len(plan.team_moves))
    for change in plan.changes:
        tally = tally.plus(_tally(change))
    return tally


def _tally(change: Change) -> Tally:
    kind, paths = kind_of(change.address), {item.path: item for item in change.fields}
    if change.address == OBJECTS:
        return Tally(objects=1)
    if kind is properties.KIND:
        return Tally(properties=1)
    if kind is health_scores.KIND:
        return Tally(**{_SCORES.get(change.action, "changed_scores"): 1})
    if kind is not workspaces.KIND:
        return Tally(items=1)
    if change.action is Action.DELETE:
        return Tally(deleted=1)
    if change.action is Action.CREATE:
        return Tally(created=1)
    is_renamed = "name" in paths and bool(paths["name"].before)
    return Tally(
        renamed=int(is_renamed), changed=int(bool(paths.keys() - {"teams", *(["name"] if is_renamed else [])}))
    )


_SCORES = {Action.DELETE: "deleted_scores", Action.CREATE: "new_scores"}
