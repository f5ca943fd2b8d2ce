"""An observation as written: values with their places, block by block. Knows no account and no catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from csws.kinds.addresses import path_text
from csws.model.address import Address
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.field import Value
from csws.model.frozen import frozen
from csws.model.kind import Kind


@frozen
class Place:
    """Where a value was written: a span of a file, or the text of a `--set`."""

    span: Span | None = None
    option: str | None = None


@frozen
class SaidValue:
    """A value as written; `members` are the places of the items of a list, where each has its own."""

    value: Value
    place: Place
    members: tuple[Place, ...] = ()

    def place_of(self, index: int) -> Place:
        return self.members[index] if self.members else self.place


Said = Mapping[str, SaidValue]  # path → value


@frozen
class Handle:
    """What a block is called: a key of the project or of a sheet, or the id of something without a key."""

    text: str
    kind: Kind
    is_id: bool = False

    def __str__(self) -> str:
        return f"unmanaged.{self.text}" if self.is_id else str(Address(self.kind.name, self.text))


@frozen
class Block:
    """What is said about one workspace, or another thing with a key. A `whole` block describes all of it but the fields below
    `ignore`; any other block only what it names. `gone`: it is not there any more. `unread` are the paths of values that
    are of the wrong type: nothing follows from them. Of what is below a path in `replaces`, only what the block says is
    there."""

    handle: Handle
    place: Place
    fields: Said = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    whole: bool = False
    gone: bool = False
    unread: frozenset[str] = frozenset()
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        said = self.fields.get("name")
        return said.value if said and isinstance(said.value, str) and said.value else None


@frozen
class Seen:
    """A whole observation. `account` is the account that a worksheet names, None if it names none; `unread` are the roles of
    objects whose value is of the wrong type."""

    objects: Said = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    account: SaidValue | None = None
    unread: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.objects or self.blocks)

    def and_also(self, more: Seen) -> Seen:
        """With another observation added; if both have a field, the later one applies."""
        blocks = {block.handle: block for block in self.blocks}
        for block in more.blocks:
            before = blocks.get(block.handle)
            blocks[block.handle] = _joined(before, block) if before else block
        return replace(self, objects={**self.objects, **more.objects}, blocks=tuple(blocks.values()))


def _joined(before: Block, block: Block) -> Block:
    return replace(
        before,
        fields={**before.fields, **block.fields},
        place=block.place,
        gone=before.gone or block.gone,
        replaces=(*before.replaces, *block.replaces),
    )


def finding(code: str, place: Place, address: str, message: str, hint: str | None) -> Diagnostic:
    """A value that no screen can show. A fault in a `--set` has its text in place of a span."""
    shown = f"`--set {place.option}`: {message}" if place.option else message
    return Diagnostic(code=code, severity=Severity.ERROR, message=shown, hint=hint, address=address, span=place.span)


def address_in(handle: Handle | None, path: str) -> str:
    """The dotted address of a field; `handle` is None for the objects."""
    if handle is None:
        return path_text(("objects", path))
    return ".".join([str(handle), *handle.kind.parts_of(path)])
