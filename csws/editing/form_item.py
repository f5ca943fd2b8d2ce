"""An item of a form and its fields: what each holds and could hold, where that comes from, who shares it, and what is
wrong with it. As data."""

from __future__ import annotations

from typing import Any

from csws.editing.origin import Origin, Use
from csws.model.address import Address
from csws.model.choice import Choice
from csws.model.diagnostic import Diagnostic
from csws.model.field import Field
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.place import Span


@frozen
class FormField:
    """One setting. `value` is as the files have it, by name; `saved` is what the saved files say. `span` is where it
    stands, None where nothing is said; `shared` is the value that it would have if it said nothing itself, `shared_at`
    where that stands. `sharing` are the settings, this one too, that take theirs from there. `behind` is the object whose
    properties and pipelines are offered."""

    path: str
    field: Field
    value: Any
    saved: Any
    choices: tuple[Choice, ...]
    origin: Origin | None
    span: Span | None
    is_included: bool
    shared: Any
    shared_at: Span | None
    sharing: tuple[Use, ...]
    shared_by: tuple[Use, ...]
    findings: tuple[Diagnostic, ...]
    is_changed: bool
    is_hidden: bool
    behind: str | None

    def choice(self, value: object) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What it holds that the account does not offer."""
        if not self.field.refers_to and not self.field.choices:
            return ()
        held = self.value if isinstance(self.value, list) else [self.value]
        return tuple(str(value) for value in held if value is not None and self.choice(value) is None)


@frozen
class FormItem:
    """An item with its fields. `findings` are those that are about none of its fields. `before` is its block in the saved
    files; `is_gone` is one that the draft deletes."""

    address: Address
    kind: Kind
    name: str
    span: Span | None
    fields: tuple[FormField, ...]
    findings: tuple[Diagnostic, ...]
    is_new: bool = False
    is_gone: bool = False

    @property
    def is_changed(self) -> bool:
        return self.is_new or self.is_gone or any(field.is_changed for field in self.fields)

    def of_tab(self, tab: str) -> tuple[FormField, ...]:
        return tuple(field for field in self.fields if field.field.tab == tab)

    def at(self, path: str) -> FormField | None:
        return next((field for field in self.fields if field.path == path), None)


def sharing_names(field: FormField) -> tuple[str, ...]:
    """The keys of the workspaces that have the value from the same place."""
    return tuple(dict.fromkeys(str(use.path[1]) for use in field.sharing if len(use.path) > 1))


def sharing_accounts(field: FormField) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.account for use in field.sharing))
