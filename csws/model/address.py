"""What a setting is called, `workspace.emea`: its kind and its key. The only module that knows how an address is written; it
knows neither files nor accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class SettingKind(Enum):
    """The kinds of settings, by the word that their addresses begin with."""

    OBJECTS = "objects"
    PROPERTY = "properties"
    WORKSPACE = "workspace"


# The words that a text may begin with; `workspaces` is the key in the YAML.
_KINDS = {"workspaces": SettingKind.WORKSPACE, **{kind.value: kind for kind in SettingKind}}
_SINGLE = frozenset({SettingKind.OBJECTS})  # an account has one of the kind, so it has no key
_DELETABLE = frozenset({SettingKind.WORKSPACE})


@dataclass(frozen=True, slots=True)
class Address:
    """One thing in an account that has settings. `key` is "" for a kind that an account has one of; a property's key names
    its object too: `companies.csm`."""

    kind: SettingKind
    key: str = ""

    @classmethod
    def workspace(cls, key: str | None) -> Address:
        return cls(SettingKind.WORKSPACE, key or "")

    @classmethod
    def of_property(cls, object_name: str, name: str) -> Address:
        return cls(SettingKind.PROPERTY, f"{object_name}.{name}")

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that `str()` writes as `text`. Raises ValueError for any other text."""
        address, path = cls.split(text)
        if path or str(address) != text:
            raise ValueError(f"`{text}` is not an address.")
        return address

    @classmethod
    def split(cls, text: str) -> tuple[Address, str]:
        """An address and the path of the field below it, "" for none: `workspace.emea.services.show` is `workspace.emea` and
        `services.show`. Raises ValueError for a text that does not begin with an address."""
        head, _, rest = text.partition(".")
        kind = _KINDS.get(head)
        if kind in _SINGLE:
            return cls(kind), rest
        if kind is SettingKind.PROPERTY:
            key, path, is_whole = (
                rest,
                "",
                all(rest.rpartition(".")[::2]),
            )  # names of object and property, no field below
        else:
            key, _, path = rest.partition(".")
            is_whole = bool(key)
        if kind is None or not is_whole:
            raise ValueError(f"`{text}` does not begin with an address.")
        return cls(kind, key), path

    @classmethod
    def to_delete(cls, text: str) -> Address:
        """What somebody names to have it deleted; a bare key is a workspace. Raises ValueError for what csws never deletes."""
        try:
            address = cls.parse(text if "." in text else f"{SettingKind.WORKSPACE.value}.{text}")
        except ValueError:
            address = None
        if address is None or address.kind not in _DELETABLE:
            raise ValueError(f"`{text}` is not a workspace, and csws deletes only workspaces.")
        return address

    @property
    def path(self) -> tuple[str, ...]:
        """Where it is in the YAML."""
        match self.kind:
            case SettingKind.OBJECTS:
                return (self.kind.value,)
            case SettingKind.WORKSPACE:
                return ("workspaces", self.key)
            case SettingKind.PROPERTY:
                return (self.kind.value, *self.object_and_name)

    @property
    def object_and_name(self) -> tuple[str, str]:
        """The object of a property, and the property's own name."""
        object_name, _, name = self.key.rpartition(".")
        return object_name, name

    def __str__(self) -> str:
        return f"{self.kind.value}.{self.key}" if self.key else self.kind.value

    def __lt__(self, other: Address) -> bool:
        return str(self) < str(other)

    def __reduce__(self) -> tuple[Any, ...]:
        """Packed by the thousand, like the spans of findings."""
        return Address, (self.kind, self.key)


OBJECTS = Address(SettingKind.OBJECTS)
