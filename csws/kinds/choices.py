"""What could stand at a path: the choices that an account offers for a field. Knows no language and no format.

The account schema, the worksheet and everything else that offers choices read them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from csws.kinds import RECORDED
from csws.model.catalog import Catalog, Directory, Named, Property
from csws.model.choice import Choice as Choice
from csws.model.field import EACH, Field, Reference, texts_of
from csws.model.fields import field_at, flat_objects
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.settings import Objects, Settings


@frozen
class Source:
    """Where the choices of a field come from; fields with equal sources have the same choices. `names` are those of a
    field that refers to nothing, or the standard objects of a role."""

    refers_to: Reference | None
    object_name: str | None = None
    names: tuple[str, ...] = ()


class Choices:
    """The choices of one account. `settings` have ids; without them nothing is known of who has a team."""

    def __init__(self, catalog: Catalog, settings: Settings) -> None:
        self.catalog, self._settings = catalog, settings
        self._known: dict[Source, tuple[Choice, ...]] = {}

    def sources(self, kind: Kind, path: str) -> tuple[Source, ...]:
        """Where the choices at a path come from: none for free text; several while it is open which object fills
        the role of the field."""
        field = kind.field_at(path)
        if field is None:
            return ()
        match field.refers_to:
            case None:
                return (Source(refers_to=None, names=field.choices),) if field.choices else ()
            case Reference.OBJECT:
                return (Source(refers_to=field.refers_to, names=field.standard),)
            case Reference.TEAM:
                return (Source(refers_to=field.refers_to),)
        behind = kind.object_behind(path, self._settings.objects)
        names = [behind] if behind in self.catalog.objects else self._candidates(field, behind)
        return tuple(Source(refers_to=field.refers_to, object_name=name) for name in names)

    def of(self, source: Source) -> tuple[Choice, ...]:
        """The choices of a source, in the order of their labels."""
        if source not in self._known:
            found = list(self._found(source))
            if source.refers_to is not None:
                found.sort(key=lambda choice: ((choice.label or choice.value).casefold(), choice.value))
            self._known[source] = tuple(found)
        return self._known[source]

    def objects(self, role: str) -> list[str]:
        """The objects of the account that may fill a role."""
        standard = field_at(role).standard
        return [item.name for item in self.catalog.usable_objects(standard)]

    def _candidates(self, field: Field, behind: str | None) -> list[str]:
        """The objects that the role has, or may get where it has none; without a role, all objects."""
        role = field.cleared_by
        if role is None:
            return list(self.catalog.objects)
        named = [name for name in _objects_of(role, self._settings.objects) if name in self.catalog.objects]
        return named if named and behind in (None, EACH) else self.objects(role) or list(self.catalog.objects)

    def _found(self, source: Source) -> Iterator[Choice]:
        of_object = self.catalog.objects.get(source.object_name or "")
        match source.refers_to:
            case None:
                yield from (Choice(value=name) for name in source.names)
            case Reference.OBJECT:
                usable = self.catalog.usable_objects(source.names)
                yield from (Choice(value=item.name, label=item.label) for item in usable)
            case Reference.TEAM:
                yield from self._teams()
            case Reference.PIPELINE:
                pipelines = self.catalog.pipelines(source.object_name)
                yield from (_named(pipelines, thing) for thing in pipelines.all())
            case sort:
                yield from _properties(of_object.properties.values() if of_object else (), sort)

    def _teams(self) -> Iterator[Choice]:
        held = dict(self._held_teams())
        for team in self.catalog.team_list:
            choice = _named(self.catalog.teams, team)
            yield replace(choice, people=len(self.catalog.primary_members(team.id)), held_by=held.get(team.id))

    def _held_teams(self) -> Iterator[tuple[str, str]]:
        """The id of each team that an item has for itself alone, and what people call the item."""
        for kind in RECORDED:
            paths = [item.path for item in kind.fields if item.is_exclusive and item.refers_to is Reference.TEAM]
            for thing in kind.all(self._settings) if paths else ():
                yield from ((team, thing.key or kind.called(thing)) for team in _held(kind, thing, paths))


def _named(directory: Directory, thing: Named) -> Choice:
    value = directory.shown(thing.id)
    return Choice(value=value, label="" if value == thing.name else thing.name)


def _held(kind: Kind, thing: Thing, paths: list[str]) -> Iterator[str]:
    fields = kind.flat(thing)
    for path in paths:
        value = fields.get(path)
        yield from value if isinstance(value, tuple) else ()


def _objects_of(role: str, objects: Objects) -> tuple[str, ...]:
    return texts_of(flat_objects(objects)[role])


def _properties(properties: Iterable[Property], sort: Reference) -> Iterator[Choice]:
    for item in properties:
        fits = item.is_user if sort is Reference.USER_PROPERTY else item.is_date
        yield Choice(value=item.name, label=item.label, is_archived=item.archived, is_of_another_type=not fits)
