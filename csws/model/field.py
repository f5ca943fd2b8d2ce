"""A field: one setting, with its type, what it refers to, and where it is on the screen. Knows no kind of setting.

A class of settings declares each of its fields in one line, `setting(…)`, in the order of the screen. Everything else about
a field (its path, its tab, what clears it) follows from where its class is used: `fields_of` puts both together.
"""

from __future__ import annotations

from dataclasses import field, fields
from enum import Enum
from typing import Any

from csws.model.frozen import frozen

Value = str | bool | int | None | tuple[str, ...]

EACH = "*"  # in a path: the name of any object, or another name that people choose


def is_unset(value: Value) -> bool:
    """Whether a blank item holds it. (A tab's switch may be on in a blank workspace: `fields.only_set` knows.)"""
    return value is None or value is False or value in ("", ())  # 0 is set, though it equals False


def whole_number(value: Any) -> int | None:
    """The whole number that a value of YAML or JSON is, `40.0` too; None for any other value. A bool is not a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if isinstance(value, int) or value.is_integer() else None


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of a value: the members of a list, one text, or none."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


class Type(Enum):
    """What a field holds. A choice is one text of a fixed set; a list is a set of texts; a number is whole."""

    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    LIST = "list"
    NUMBER = "number"


class Reference(Enum):
    """What the text of a field names in the catalogue. Properties and pipelines are those of the tab's object."""

    OBJECT = "object"
    TEAM = "team"
    PIPELINE = "pipeline"
    USER_PROPERTY = "user"
    DATE_PROPERTY = "date"

    __hash__ = (
        object.__hash__
    )  # a member is itself only; Enum hashes its name in Python, for every lookup of every rule


PROPERTIES = (Reference.USER_PROPERTY, Reference.DATE_PROPERTY)


class Section(Enum):
    """A titled part of a tab (DOMAIN §4), as the key of its title."""

    ADVANCED = "ui.advanced"
    DEFAULTS = "ui.default_settings"


@frozen
class Field:
    """One field. `default` is its value in a blank item, `standard` the objects that are allowed in addition to
    custom ones.

    `holds_names` is a field with names that people chose in HubSpot, and that have no ids here.
    `cleared_by` is the role whose change of object empties the field. `is_switch` shows or hides the field's tab;
    `is_ours` is a field that only csws knows, without a control on the screen; only one item may have the value of an
    `is_exclusive` field. `kind` is the kind of the words that name the field, "" for objects and workspaces.
    """

    name: str  # in its class, and in its block of YAML
    path: str
    tab: str
    type: Type
    default: Value
    refers_to: Reference | None = None
    choices: tuple[str, ...] = ()
    standard: tuple[str, ...] = ()
    section: Section | None = None
    cleared_by: str | None = None
    is_switch: bool = False
    is_ours: bool = False
    is_exclusive: bool = False
    holds_names: bool = False
    kind: str = ""

    @property
    def empty(self) -> Value:
        """The field's value when nothing is set: an empty list, or None."""
        return () if self.type is Type.LIST else None

    @property
    def has_ids(self) -> bool:
        """Whether what the field refers to has an id, which differs from account to account."""
        return self.refers_to in (Reference.TEAM, Reference.PIPELINE)

    @property
    def is_name(self) -> bool:
        """Whether the field contains names that people chose in HubSpot: csws keeps and compares these in one
        form."""
        return self.has_ids or self.holds_names or self.name in ("name", "label")

    @property
    def is_property(self) -> bool:
        return self.refers_to in PROPERTIES

    def words_of(self, choice: str) -> str:
        """The key of the words that the screen has for one of the choices."""
        return f"choice.{self.name}.{choice}"

    @property
    def label(self) -> str:
        """The key of the label on the screen. What differs only by a name that people choose shares its label."""
        own = f"{self.kind}." if self.kind else ""
        return f"label.{own}{self.path.replace(f'objects.{EACH}.', '').replace(f'.{EACH}', '')}"


def setting(
    default: Value,
    *,
    refers_to: Reference | None = None,
    choices: tuple[str, ...] = (),
    standard: tuple[str, ...] = (),
    section: Section | None = None,
    is_switch: bool = False,
    is_ours: bool = False,
    is_exclusive: bool = False,
) -> Any:
    """The line of one field in a class of settings. The value in a blank item must never change: stores leave it
    out."""
    return _declared(
        default=default,
        type=_type(default, choices),
        refers_to=refers_to,
        choices=choices,
        standard=standard,
        section=section,
        is_switch=is_switch,
        is_ours=is_ours,
        is_exclusive=is_exclusive,
    )


def number() -> Any:
    """The line of a field with a whole number; None where it is blank, for 0 is a number."""
    return _declared(default=None, type=Type.NUMBER)


def names() -> Any:
    """The line of a field with names that people chose, and that have no ids in the catalogue."""
    return _declared(default=(), type=Type.LIST, holds_names=True)


def _declared(default: Value, **facts: Any) -> Any:
    return field(default=default, metadata={"default": default, **facts})


def fields_of(
    holder: type[Any], tab: str, prefix: str = "", cleared_by: str | None = None, kind: str = ""
) -> tuple[Field, ...]:
    """The fields of a class of settings, in the order of the screen. A switch stays when its tab is cleared."""
    return tuple(
        Field(
            name=item.name,
            path=f"{prefix}{item.name}",
            tab=tab,
            cleared_by=None if item.metadata.get("is_switch") else cleared_by,
            kind=kind,
            **item.metadata,
        )
        for item in fields(holder)
        if item.metadata
    )


def _type(default: Value, choices: tuple[str, ...]) -> Type:
    if isinstance(default, bool):
        return Type.FLAG
    if isinstance(default, tuple):
        return Type.LIST
    return Type.CHOICE if choices else Type.TEXT
