"""What several rules need of a declaration: its tabs with their objects, and the properties and
pipelines they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter

from csws.kinds import KEYED, LATER
from csws.model.catalog import ObjectType, Property
from csws.model.diagnostic import Path
from csws.model.field import PROPERTIES, Field, Reference, Value
from csws.model.fields import CUSTOMERS, REVENUE_BLOCK, SERVICES, Fields, field_at, flat_objects
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.meant import fitting, titled
from csws.model.rule_input import PlanSubject, Subject
from csws.model.settings import PRIMARY
from csws.model.suggestion import closest

Named = tuple[Path, Field, str]  # a path on the tab, its field, and the name of something that the field refers to
# All choices of a tab, the names in them by what they refer to, and the names of properties.
_Made = tuple[Mapping[str, Value], Mapping[Reference, list["Named"]], list["Named"]]
_NONE: list[Named] = []


@frozen
class Tab:
    """The shown tabs (or revenue blocks) of workspaces with the same choices: where they are, their
    object, and their choices, by field. `properties` has all names of properties."""

    paths: tuple[Path, ...]
    object_name: str | None
    object: ObjectType | None
    chosen: Mapping[str, Value]
    names: Mapping[Reference, list[Named]]
    properties: list[Named]

    def each(self, path: Path) -> Iterator[Path]:
        """The whole path of what is at a path on the tab, for each that is one of these."""
        return ((*tab, *path) for tab in self.paths)

    def property(self, name: str) -> Property | None:
        """The property of that name, if the catalogue describes it."""
        return self.object.properties.get(name) if self.object else None

    def titled(self, name: str) -> str:
        """A property in messages: its label and its name, as far as the catalogue describes it."""
        found = self.property(name)
        return titled(found) if found else name

    def fitting(self, *, user: bool) -> list[Property]:
        """The properties of the object that a field for users, or for dates, can name."""
        return fitting(self.object.properties.values(), user=user) if self.object else []

    def has_other(self, name: str) -> bool:
        """Whether the catalogue has only the name of that property. Then it is neither a user
        property nor a date."""
        return self.object is not None and name in self.object.other_properties

    def naming(self, reference: Reference) -> list[Named]:
        """All names of this kind."""
        return self.names.get(reference, _NONE)


def tabs(subject: Subject) -> tuple[Tab, ...]:
    """The shown tabs of all workspaces, those with the same choices together: by way of `defaults`, most share theirs.
    Worked out once."""
    if "tabs" not in subject.memo:
        subject.memo["tabs"] = tuple(_together(subject))
    found: tuple[Tab, ...] = subject.memo["tabs"]
    return found


def _together(subject: Subject) -> Iterator[Tab]:
    alike: dict[tuple[str | None, int], tuple[_Made, list[Path]]] = {}
    for path, name, made in _shown(subject):
        alike.setdefault((name, id(made)), (made, []))[1].append(path)
    for (name, _), (made, paths) in alike.items():
        yield _tab(subject, tuple(paths), name, made)


def _shown(subject: Subject) -> Iterator[tuple[Path, str | None, _Made]]:
    """Each tab by itself: where it is, its object, and its choices."""
    objects, made = subject.declared.settings.objects, _Chosen()
    for item in subject.workspaces:
        path = ("workspaces", item.key or "")
        yield (*path, "customers"), objects.customers, made.on(_CUSTOMERS, item.customers)
        if item.services.show and objects.services:
            yield (*path, "services"), objects.services, made.on(_SERVICES, item.services)
        for block in item.revenue.blocks:
            yield (*path, "revenue", "objects", block.object), block.object, made.on(_BLOCK, block)


def groups(subject: Subject) -> tuple[Tab, ...]:
    """The tabs, and what items of other kinds choose, by the object that it belongs to; worked out once."""
    if "groups" not in subject.memo:
        subject.memo["groups"] = (*tabs(subject), *_item_groups(subject))
    found: tuple[Tab, ...] = subject.memo["groups"]
    return found


def _item_groups(subject: Subject) -> Iterator[Tab]:
    settings = subject.declared.settings
    if not settings.items:
        return
    for kind in LATER:
        for item in kind.all(settings):
            fields = kind.flat(item)
            referring = [(path, field) for path in fields if (field := kind.field_at(path)) and field.refers_to]
            for name in dict.fromkeys(kind.object_behind(path, settings.objects) for path, _ in referring):
                mine = [one for one in referring if kind.object_behind(one[0], settings.objects) == name]
                yield _group(subject, kind.yaml_path(item.key or ""), kind, fields, mine, name)


def _group(
    subject: Subject, path: Path, kind: Kind, fields: Fields, mine: list[tuple[str, Field]], name: str | None
) -> Tab:
    names: dict[Reference, list[Named]] = {}
    for at, field in mine:
        assert field.refers_to is not None
        names.setdefault(field.refers_to, []).extend(_named(kind.parts_of(at), field, fields[at]))
    properties = [item for sort in PROPERTIES for item in names.get(sort, _NONE)]
    return _tab(subject, (path,), name, (fields, names, properties))


def _named(path: Path, field: Field, value: Value) -> list[Named]:
    if isinstance(value, tuple):
        return [((*path, at), field, item) for at, item in enumerate(value)]
    return [(path, field, str(value))] if value is not None else []


class _Shape:
    """How to read a tab's fields, computed once because there are thousands of tabs."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.fields = tuple(fields)
        self.keys = tuple(field.name for field in self.fields)
        self.values: Callable[[object], tuple[Value, ...]] = attrgetter(*self.keys)
        self.referring = tuple((field.name, field.refers_to, field) for field in self.fields if field.refers_to)


_CUSTOMERS, _SERVICES, _BLOCK = _Shape(CUSTOMERS), _Shape(SERVICES), _Shape(REVENUE_BLOCK)


class _Chosen:
    """What is chosen on the tabs of a declaration. Most workspaces share theirs, by way of `defaults`."""

    def __init__(self) -> None:
        self._known: dict[int, _Made] = {}

    def on(self, shape: _Shape, holder: object) -> _Made:
        """All choices, the names by what they refer to, and the names of properties."""
        if id(holder) not in self._known:
            self._known[id(holder)] = _choices(shape, holder)
        return self._known[id(holder)]


def _choices(shape: _Shape, holder: object) -> _Made:
    chosen = dict(zip(shape.keys, shape.values(holder), strict=True))
    names: dict[Reference, list[Named]] = {}
    for key, refers_to, field in shape.referring:
        value = chosen[key]
        if value is not None and value != ():
            named = _named((key,), field, value)
            names[refers_to] = [*names[refers_to], *named] if refers_to in names else named
    return chosen, names, [item for sort in PROPERTIES if sort in names for item in names[sort]]


def _tab(subject: Subject, paths: tuple[Path, ...], name: str | None, made: _Made) -> Tab:
    chosen, names, properties = made
    found = subject.catalog.objects.get(name or "")
    return Tab(paths=paths, object_name=name, object=found, chosen=chosen, names=names, properties=properties)


def objects_in_force(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    """The path, role and name of each declared object."""
    for role, value in flat_objects(subject.declared.settings.objects).items():
        if isinstance(value, tuple):
            yield from ((("objects", role, at), role, name) for at, name in enumerate(value))
        elif isinstance(value, str):
            yield ("objects", role), role, value


def misspelled_primary(subject: Subject) -> str | None:
    """The key that was probably meant to be `primary`, if that key is missing."""
    keys = [item.key or "" for item in subject.workspaces]
    return None if PRIMARY in keys else closest(PRIMARY, keys)


def may_track_revenue(subject: Subject, name: str) -> bool:
    """Whether the object can be one of `objects.revenue`, as far as the catalogue says."""
    return name in field_at("revenue").standard or is_custom(subject, name) is not False


def is_unknown(subject: Subject, name: str) -> bool:
    """Whether the account certainly has no such object."""
    catalog = subject.catalog
    return bool(catalog.objects) and name not in catalog.objects and catalog.unread("custom objects") is None


def is_custom(subject: Subject, name: str) -> bool | None:
    """Whether the object is a custom one; None if the catalogue does not have it."""
    found = subject.catalog.objects.get(name)
    return found.custom if found else None


def deleted(subject: PlanSubject) -> Iterator[tuple[Kind, Thing]]:
    """Every managed item that the plan deletes, with its kind."""
    for kind in KEYED:
        kept = {thing.key for thing in kind.all(subject.desired)}
        kept |= {old.key for old in subject.moved.values() if old.kind == kind.name}
        yield from (
            (kind, thing) for thing in kind.all(subject.current) if thing.key is not None and thing.key not in kept
        )
