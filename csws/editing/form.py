"""The settings of an account as a form, for the project as it is with a draft. As data; knows no language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from csws.editing.form_item import FormField, FormItem
from csws.editing.origin import Origin, Use, origin_of, uses_of
from csws.editing.project import Checkup
from csws.kinds import RECORDED, kind_of, objects, workspaces
from csws.kinds.addresses import lies_in, path_text
from csws.kinds.choices import Choices
from csws.load.node import Node, place
from csws.model.address import Address
from csws.model.choice import Choice
from csws.model.diagnostic import Diagnostic
from csws.model.field import EACH, Field
from csws.model.fields import REVENUE_BLOCK
from csws.model.kind import Kind, Thing
from csws.model.place import Path, Span
from csws.model.settings import Settings
from csws.state.references import resolved_if_known
from csws.workflow.account.check import CheckedAccount

SHARED = "defaults"


class Form:
    """The form of one account: `state` with the draft, `saved` without it."""

    def __init__(self, state: Checkup, saved: Checkup, name: str) -> None:
        self.state, self.saved = state, saved
        self.account = account_of(state, name)
        self._before = next((item for item in saved.accounts if item.name == name), None)

    @cached_property
    def choices(self) -> Choices | None:
        catalog = self.account.catalog
        if catalog is None:
            return None
        return Choices(catalog, resolved_if_known(self.account.loaded.declared.settings, catalog))

    def items(self) -> tuple[FormItem, ...]:
        """The objects, then what has keys, in the order of csws; at the end what the draft deletes."""
        return (self.objects(), *self.keyed(), *self.gone())

    def objects(self) -> FormItem:
        held = self.account.loaded.declared.settings.objects
        paths = [field.path for field in objects.KIND.fields]
        values = {path: _listed(getattr(held, path)) for path in paths}
        return self._item(objects.KIND, Address(objects.KIND.name), "", values)

    def keyed(self) -> Iterator[FormItem]:
        for kind in RECORDED:
            for thing in kind.all(self.account.loaded.declared.settings):
                yield self._of(kind, thing)

    def item(self, address: Address) -> FormItem | None:
        """One item; None where the project does not declare it."""
        if address == Address(objects.KIND.name):
            return self.objects()
        for kind in RECORDED:
            found = [item for item in kind.all(self.account.loaded.declared.settings) if kind.address(item) == address]
            if found:
                return self._of(kind, found[0])
        return next((item for item in self.gone() if item.address == address), None)

    def one(self, address: Address, path: str) -> FormField | None:
        """One field of an item, without the findings."""
        kind = kind_of(address)
        thing = next(
            (item for item in kind.all(self.account.loaded.declared.settings) if kind.address(item) == address), None
        )
        field = kind.field_at(path)
        if thing is None or field is None:
            return None
        values = {name: _listed(value) for name, value in kind.flat(thing).items()}
        return self._field(kind, kind.yaml_path(address.key), path, field, values, ())

    def own_block(self, address: Address) -> dict[str, Any]:
        """What the files say of an item itself: its block without what it has from `defaults`."""
        tree = self.account.loaded.tree
        found, shared = tree.at(kind_of(address).yaml_path(address.key)), tree.at((SHARED,))
        own = _without(found, shared) if found is not None else None
        return own if isinstance(own, dict) else {}

    def called(self, key: str) -> str:
        """What people call a workspace; its key where it is not there."""
        found = self.account.loaded.declared.settings.get(key)
        return found.name if found is not None and found.name else key

    def gone(self) -> Iterator[FormItem]:
        """What the draft deletes, as it is in the saved files."""
        if self._before is None or self.saved is self.state:
            return
        for kind in RECORDED:
            left = {kind.address(thing) for thing in kind.all(self.account.loaded.declared.settings)}
            for thing in kind.all(self._before.loaded.declared.settings):
                if kind.address(thing) not in left:
                    span = place(self._before.loaded.tree, kind.yaml_path(thing.key or ""), key=True)
                    name = kind.called(thing)
                    yield FormItem(
                        address=kind.address(thing),
                        kind=kind,
                        name=name,
                        span=span,
                        fields=(),
                        findings=(),
                        is_gone=True,
                    )

    def loose(self) -> tuple[Diagnostic, ...]:
        """The findings that are about none of the items."""
        heads = {str(item.address) for item in self.items()}
        return tuple(
            found for found in self.account.diagnostics if not any(lies_in(found.address, head) for head in heads)
        )

    def _of(self, kind: Kind, thing: Thing) -> FormItem:
        values = {path: _listed(value) for path, value in kind.flat(thing).items()}
        if kind is workspaces.KIND:
            values = {**values, **_blocks(self.account.loaded.declared.settings, values, self._node(kind, thing))}
        return self._item(kind, kind.address(thing), kind.called(thing), values)

    def _node(self, kind: Kind, thing: Thing) -> Node | None:
        return self.account.loaded.tree.at(kind.yaml_path(thing.key or ""))

    def _item(self, kind: Kind, address: Address, name: str, values: dict[str, Any]) -> FormItem:
        block = kind.yaml_path(address.key)
        tree = self.account.loaded.tree
        mine = [found for found in self.account.diagnostics if self._concerns(found, block)]
        shown = [(path, field) for path in values if (field := kind.field_at(path)) is not None]
        shown.sort(key=lambda item: kind.place_of(item[0]))
        fields = tuple(self._field(kind, block, path, field, values, mine) for path, field in shown)
        told = {id(found) for field in fields for found in field.findings}
        there = tree.at(block) is not None
        before = self._before.loaded.tree.at(block) if self._before is not None else None
        return FormItem(
            address=address,
            kind=kind,
            name=name,
            span=place(tree, block, key=True) if there else None,
            fields=fields,
            findings=tuple(found for found in mine if id(found) not in told and lies_in(found.address, str(address))),
            is_new=there and before is None and kind.is_keyed,
        )

    def _concerns(self, found: Diagnostic, block: Path) -> bool:
        return lies_in(found.address, path_text(block)) or (found.span is not None and self._is_shared(block))

    def _is_shared(self, block: Path) -> bool:
        """Whether findings of the block may be told at another one, which takes the same values from `defaults`."""
        return block[0] == workspaces.KIND.section and self.account.loaded.tree.at((SHARED,)) is not None

    def _field(
        self, kind: Kind, block: Path, path: str, field: Field, values: dict[str, Any], mine: Sequence[Diagnostic]
    ) -> FormField:
        steps = (*block, *kind.parts_of(path))
        found, before = origin_of(self.account, steps), origin_of(self._before, steps) if self._before else None
        node = found[1] if found is not None else None
        shared, below = self._below(steps)
        value = node.plain() if node is not None else values.get(path)
        saved = before[1].plain() if before is not None else None
        span = node.span if node is not None else None
        moved = (found is not None and found[0], value if found else None) != (before is not None and before[0], saved)
        return FormField(
            path=path,
            field=field,
            value=value,
            saved=saved,
            choices=self._offered(kind, path),
            origin=found[0] if found is not None else None,
            span=span,
            is_included=span is not None and self.state.roles.get(span.file) == "part",
            shared=shared,
            shared_at=below.span if below is not None else None,
            sharing=self._sharing(steps, found),
            shared_by=tuple(uses_of(self.state, _shared_path(steps), below.span)) if below is not None else (),
            findings=tuple(item for item in mine if _is_about(item, steps, node)),
            is_changed=moved,
            is_hidden=kind.is_hidden(path, _fields_of(values)),
            behind=kind.object_behind(path, self.account.loaded.declared.settings.objects),
        )

    def _below(self, steps: Path) -> tuple[Any, Node | None]:
        """What the setting would be if its own block said nothing, and where that is said."""
        tree = self.account.loaded.tree
        shared = tree.at((SHARED, *steps[2:])) if steps[0] == workspaces.KIND.section and len(steps) > 2 else None
        overlay = self.account.loaded.entry.overlay
        found = tree.at(steps)
        if overlay and found is not None and found.span.file == overlay and self.state.opened.shared:
            base = self.state.opened.project.base
            own = base.at(steps)
            shared = own if own is not None else base.at((SHARED, *steps[2:])) if shared is not None else None
        return (shared.plain(), shared) if shared is not None else (None, None)

    def _sharing(self, steps: Path, found: tuple[Origin, Node] | None) -> tuple[Use, ...]:
        if found is None:
            return ()
        origin, node = found
        path = (SHARED, *steps[2:]) if origin is Origin.DEFAULTS else steps
        return tuple(uses_of(self.state, path, node.span))

    def _offered(self, kind: Kind, path: str) -> tuple[Choice, ...]:
        if self.choices is None:
            return ()
        found = (choice for source in self.choices.sources(kind, path) for choice in self.choices.of(source))
        return tuple(dict.fromkeys(found))


def _without(node: Node, below: Node | None) -> Any:
    """The plain data of a node without the members that it has from another one."""
    if below is None or not node.mapping:
        return node.plain()
    kept = {key: (inner, below.mapping.get(key)) for key, inner in node.mapping.items()}
    return {key: _without(inner, other) for key, (inner, other) in kept.items() if other is None or inner is not other}


def _shared_path(steps: Path) -> Path:
    return (SHARED, *steps[2:])


def account_of(state: Checkup, name: str) -> CheckedAccount:
    """Raises KeyError for an account that the project does not have."""
    for account in state.accounts:
        if account.name == name:
            return account
    raise KeyError(name)


def _blocks(settings: Settings, values: dict[str, Any], node: Node | None) -> dict[str, Any]:
    """The fields of every revenue object in force, and of those that the YAML has a block of."""
    there = node.at(("revenue", "objects")) if node is not None else None
    names = dict.fromkeys([*settings.objects.revenue, *(there.mapping if there is not None else ())])
    paths = [(field.path.replace(EACH, name), field) for name in names for field in REVENUE_BLOCK]
    return {path: values.get(path, _listed(field.default)) for path, field in paths}


def _fields_of(values: dict[str, Any]) -> dict[str, Any]:
    return {path: tuple(value) if isinstance(value, list) else value for path, value in values.items()}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _is_about(found: Diagnostic, steps: Path, node: Node | None) -> bool:
    """By its address; or by its place, because one finding speaks for all that share a value."""
    if lies_in(found.address, path_text(steps)):
        return True
    return node is not None and found.span is not None and _within(found.span, node.span)


def _within(inner: Span, outer: Span) -> bool:
    if inner.file != outer.file:
        return False
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
