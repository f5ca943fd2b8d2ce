"""Checks observed values against the catalogue: what no screen can show is a finding; what is recorded already needs
no catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Any

from csws.model.catalog import Catalog, Directory, ObjectType, Property
from csws.model.diagnostic import Diagnostic
from csws.model.field import Field, Reference, Type, texts_of
from csws.model.fields import Value, field_at, flat_objects, object_in
from csws.model.frozen import mutable
from csws.model.kind import Thing
from csws.model.meant import meant, property_hint
from csws.model.names import folded
from csws.model.settings import Objects
from csws.model.suggestion import did_you_mean
from csws.state.references import by_id, by_name, spelled_fields
from csws.workflow.observation.said import Handle, Place, Said, SaidValue, address_in, finding


@mutable
class CatalogCheck:
    """Checks what was observed in one account. `before` are the objects as they were known, `objects` as they are
    now; `is_open`: which are the revenue objects cannot be read."""

    catalog: Catalog
    before: Objects
    objects: Objects
    findings: list[Diagnostic] = field(default_factory=list)
    is_open: bool = False

    def values(self, handle: Handle, item: Thing, said: Said) -> dict[str, Value]:
        """The fields that are said, by id. `item` is as it is known, a blank one if it is new."""
        known = handle.kind.flat(item)
        shown = spelled_fields(handle.kind, known, self.before, self.catalog, by_name)
        out = {}
        for path, one in said.items():
            spot = _Spot(self, handle, path, one, known.get(path), shown.get(path))
            out[path] = spot.value()
        return out


def checked_objects(said: Said, known: Objects, catalog: Catalog) -> tuple[Objects, list[Diagnostic]]:
    """The objects after the observation."""
    values: dict[str, Any] = {}
    findings: list[Diagnostic] = []
    for role, one in said.items():
        names = [_named_object(name, role, catalog) for name in texts_of(one.value)]
        had = texts_of(flat_objects(known)[role])
        for at, name in enumerate(names):
            if name not in catalog.objects and name not in had:
                findings += _unknown_object(name, address_in(None, role), one.place_of(at), catalog)
        values[role] = tuple(sorted(set(names))) if field_at(role).type is Type.LIST else next(iter(names), None)
    return replace(known, **values), findings


def _named_object(text: str, role: str, catalog: Catalog) -> str:
    """The object of that name, or the only one of that label which may have the role."""
    if text in catalog.objects:
        return text
    usable = catalog.usable_objects(field_at(role).standard)
    labeled = [item.name for item in usable if folded(item.label) == folded(text)]
    return labeled[0] if len(labeled) == 1 else text


def _unknown_object(name: str, address: str, place: Place, catalog: Catalog) -> list[Diagnostic]:
    if catalog.unread("custom objects") is not None:
        return []
    known = f"Objects of this account: {', '.join(sorted(catalog.objects))}."
    hint = meant(name, catalog.objects.values()) or known
    return [finding("CSW204", place, address, f"The account has no object `{name}`.", hint)]


@mutable
class _Spot:
    """One field of one workspace: what is said of it, and how it is known, by id and by name."""

    check: CatalogCheck
    handle: Handle
    path: str
    said: SaidValue
    known: Value
    shown: Value

    def value(self) -> Value:
        field = self._field
        if self._is_known():
            return self.known
        if field.is_ours:
            is_written = field in self.handle.kind.fields
            hint = "Set it in the YAML, and apply." if is_written else "csws notes it when a step is done."
            self._refuse(f"No screen shows `{self.path}`: it is csws's own.", hint, code="CSW104")
        elif self.said.value is None:
            return self._nothing(field)
        elif object_in(self.path) is not None and not self._is_tracked():
            return self.known
        elif field.is_property:
            return self._property(str(self.said.value), field)
        elif field.has_ids:
            return self._references(field)
        return self.said.value

    def _is_known(self) -> bool:
        """Whether it is said as it is known. What a field of another object refers to is not the same thing."""
        said = tuple(sorted(self.said.value)) if isinstance(self.said.value, tuple) else self.said.value
        shown = tuple(sorted(self.shown)) if isinstance(self.shown, tuple) else self.shown
        return self._is_of_same_object() and said == shown

    def _is_of_same_object(self) -> bool:
        kind = self.handle.kind
        return kind.object_behind(self.path, self.check.before) == kind.object_behind(self.path, self.check.objects)

    def _nothing(self, field: Field) -> Value:
        """`null`: the screen shows nothing."""
        if field.type is Type.FLAG:
            self._refuse(f"`{self.path}` must be true or false.", "A tab is shown, or it is not.", code="CSW102")
        elif self.path == "name" and self.known:
            noun = self.handle.kind.noun
            self._refuse(
                f"`name` must be text: a {noun} always has a name.", "Write the name that you see.", code="CSW102"
            )
        return field.default

    def _is_tracked(self) -> bool:
        """Whether the Revenue tab has the object of this block."""
        name, revenue = object_in(self.path) or "", self.check.objects.revenue
        if name in revenue or self.check.is_open or self.said.value in (None, ()):
            return True
        if name not in self.check.catalog.objects:
            self.check.findings += _unknown_object(name, self._address, self.said.place, self.check.catalog)
            return False
        known = f"Its revenue objects are: {', '.join(revenue) or 'none'}. Correct `objects.revenue` if it shows more."
        hint = did_you_mean(name, revenue) or known
        self._refuse(f"`{name}` is not a revenue object of this account.", hint, code="CSW104")
        return False

    def _property(self, text: str, field: Field) -> Value:
        name = self._object
        objects = self._objects(name)
        if not objects or any(text in item.properties or text in item.other_properties for item in objects):
            return text
        if any(self.check.catalog.unread_properties(item.name) is not None for item in objects):
            return text
        labeled = _labeled(text, objects)
        if len(labeled) == 1:
            return labeled[0].name
        if labeled:
            names = " or ".join(f"`{item.name}`" for item in labeled)
            message = f"{len(labeled)} properties of `{name}` have the label “{text}”."
            self._refuse(message, f"Write the internal name: {names}.", code="CSW401")
        else:
            message = f"The object `{name}` has no property `{text}`, and none with that label."
            if name is None:
                message = f"No object of the account has a property `{text}`, or one with that label."
            self._refuse(message, _meant(text, objects, field), code="CSW401")
        return self.known

    def _objects(self, name: str | None) -> list[ObjectType]:
        """The object of the field; every object where it is not known which one is in use."""
        objects = self.check.catalog.objects
        if name is None:
            return list(objects.values())
        return [objects[name]] if name in objects else []

    def _references(self, field: Field) -> Value:
        directory = self._directory(field)
        members = self.said.value if isinstance(self.said.value, tuple) else (str(self.said.value),)
        shown = texts_of(self.shown) if self._is_of_same_object() else ()
        out = []
        for at, text in enumerate(members):
            if text in shown or directory.find(text) is not None:
                out.append(by_id(directory, text))
            elif field.refers_to is Reference.TEAM:
                self._unknown_team(text, self.said.place_of(at))
            else:
                self._unknown_pipeline(text, directory, self.said.place_of(at))
        if field.type is Type.LIST:
            return tuple(sorted(set(out)))
        return out[0] if out else self.known

    def _directory(self, field: Field) -> Directory:
        if field.refers_to is Reference.TEAM:
            return self.check.catalog.teams
        return self.check.catalog.pipelines(self._object)

    def _unknown_team(self, text: str, place: Place) -> None:
        teams, unread = self.check.catalog.teams, self.check.catalog.unread("teams")
        same = teams.same_name(text)
        message = f"{len(same)} teams are called `{text}`." if same else f"The account has no team `{text}`."
        if unread is not None and not same:
            message = f"csws cannot check whether the account has a team `{text}`."
        self._refuse(message, unread or _which(text, same, teams.names()), code="CSW303", place=place)

    def _unknown_pipeline(self, text: str, pipelines: Directory, place: Place) -> None:
        name, same = self._object, pipelines.same_name(text)
        message = (
            f"The object `{name}` has no pipeline `{text}`." if name else "This tab has no object, so no pipelines."
        )
        if same:
            message = f"{len(same)} pipelines of `{name}` are called `{text}`."
        unread = self.check.catalog.unread(f"pipelines of {name}")
        if unread is not None and not same:
            message = f"csws cannot check whether `{name}` has a pipeline `{text}`."
        hint = _which(text, same, pipelines.names()) if same else unread or _which(text, same, pipelines.names())
        self._refuse(message, hint, code="CSW405", place=place)

    @property
    def _field(self) -> Field:
        field = self.handle.kind.field_at(self.path)
        assert field is not None  # nothing else can be observed
        return field

    @property
    def _object(self) -> str | None:
        """The object whose properties and pipelines the field can name."""
        return self.handle.kind.object_behind(self.path, self.check.objects)

    @property
    def _address(self) -> str:
        return address_in(self.handle, self.path)

    def _refuse(self, message: str, hint: str | None, *, code: str, place: Place | None = None) -> None:
        self.check.findings.append(finding(code, place or self.said.place, self._address, message, hint))


def _which(text: str, same: list[str], known: list[str]) -> str:
    """What to write in place of a name that finds nothing, or too much."""
    if same:
        return f"Write which one: {' or '.join(f'`id:{identity}`' for identity in same)}."
    return did_you_mean(text, known) or f"Known: {', '.join(known) or 'none'}."


def _labeled(text: str, objects: Iterable[ObjectType]) -> list[Property]:
    """The properties of that label, ignoring case; archived ones only where no other has it."""
    found = {
        item.name: item for kind in objects for item in kind.properties.values() if folded(item.label) == folded(text)
    }
    live = [item for item in found.values() if not item.archived]
    return live or list(found.values())


def _meant(text: str, objects: Iterable[ObjectType], field: Field) -> str:
    properties = [item for kind in objects for item in kind.properties.values()]
    return property_hint(text, properties, user=field.refers_to is Reference.USER_PROPERTY)
