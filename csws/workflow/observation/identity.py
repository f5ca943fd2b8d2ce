"""Which workspace each block is about: known ones by key, id or name, else new ones with an unused id. The same for
every kind of setting that has keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field, replace

from csws.kinds import RECORDED, workspaces
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen, mutable
from csws.model.kind import Kind, Thing
from csws.model.names import folded
from csws.model.settings import PRIMARY, Settings
from csws.model.suggestion import did_you_mean
from csws.workflow.observation.said import Block, Handle, Seen, finding

_LIKE_CREATED = re.compile(r"-[0-9]+\Z")  # how the ids end that csws gives to what it creates


@frozen
class Found:
    """A block with what it is about as it is known; `item` is None where that is new."""

    block: Block
    item: Thing | None


@mutable
class Identified:
    """What is found, by its own handle; `unsaid` are blocks that say something about a thing that they do not name."""

    found: dict[Handle, Found] = field(default_factory=dict)
    unsaid: list[Block] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def identified(seen: Seen, known: Settings, used: Callable[[], frozenset[str]], account: str) -> Identified:
    """What every block is about. `used` gives the ids that things of this account ever had."""
    return _Identifying(seen, known, used, account).run()


def handle_of(kind: Kind, item: Thing) -> Handle:
    return Handle(text=item.key or item.id or "", kind=kind, is_id=item.key is None)


def unsaid_hint(block: Block, known: Settings) -> str:
    """What to do about a block that says something of a thing that it does not name."""
    keys = [item.key or "" for item in block.handle.kind.all(known)]
    return did_you_mean(block.handle.text, keys) or "Give its `name` too; csws then looks for it by name."


class _Identifying:
    def __init__(self, seen: Seen, known: Settings, used: Callable[[], frozenset[str]], account: str) -> None:
        self._known, self._used, self._account, self._out = known, used, account, Identified()
        blocks = [self._of_its_kind(block) for block in seen.blocks]
        pairs = [(block, self._addressed(block.handle)) for block in blocks]
        self._addressing = [(block, item) for block, item in pairs if item is not None]
        self._others = [block for block, item in pairs if item is None]

    def run(self) -> Identified:
        for block, item in self._addressing:
            self._take(block, item)
        for block in self._others:
            self._look_up(block)
        return self._out

    def _of_its_kind(self, block: Block) -> Block:
        """`unmanaged.ID` that is gone may be of any kind; with fields it is a workspace."""
        if not (block.gone and block.handle.is_id) or self._addressed(block.handle) is not None:
            return block
        handles = (replace(block.handle, kind=kind) for kind in RECORDED)
        found = next((handle for handle in handles if self._addressed(handle) is not None), block.handle)
        return replace(block, handle=found)

    def _addressed(self, handle: Handle) -> Thing | None:
        things = handle.kind.all(self._known)
        if not handle.is_id:
            return next((item for item in things if item.key == handle.text), None)
        of_id = [item for item in things if item.id == handle.text]
        return next((item for item in of_id if item.key is None), next(iter(of_id), None))

    def _take(self, block: Block, item: Thing) -> None:
        """A block about what is known."""
        handle = handle_of(block.handle.kind, item)
        other = self._out.found.get(handle)
        if other is not None:
            message = f"`{other.block.handle}` and `{block.handle}` are one {handle.kind.noun}."
            self._refuse(block, message, "Keep one of the two.")
        elif block.gone and handle.kind is workspaces.KIND and item.key == PRIMARY:
            self._refuse(block, "The primary workspace cannot be gone.", "Remove this; every account has it.")
        elif block.gone and block.fields:
            self._refuse(block, f"`{block.handle}` cannot be gone and have settings.", "Keep what is true.")
        else:
            self._out.found[handle] = Found(block=block, item=item)

    def _look_up(self, block: Block) -> None:
        """A block whose key or id is unknown: what is known where it has the name of exactly one, else something new."""
        text, noun = block.handle.text, block.handle.kind.noun
        if block.handle.is_id:
            self._refuse(block, f"No {noun} has the id `{text}`.", self._hint_of_ids(block.handle))
        elif block.gone:
            self._refuse(block, f"`{text}` is not the key of a {noun}.", self._hint_of_gone(block.handle))
        elif block.name is None:
            self._out.unsaid += [block] if _says_something(block) else []
        else:
            self._by_name(block, block.name)

    def _by_name(self, block: Block, name: str) -> None:
        kind = block.handle.kind
        same = [handle for handle, called in self._names(kind) if folded(called) == folded(name)]
        item = self._addressed(same[0]) if same else None
        if len(same) > 1:
            listed = ", ".join(f"`{handle}`" for handle in same)
            self._refuse(block, f"{len(same)} {kind.noun}s are called “{name}”.", f"Use one of {listed}.")
        elif item is not None:
            self._take(block, item)
        elif same:
            message = f"`{same[0]}` and `{block.handle}` have the same name, so they would be one {kind.noun}."
            self._refuse(block, message, "Correct one of the names.")
        else:
            new = Handle(text=self._new_id(block.handle.text), kind=kind, is_id=True)
            self._out.found[new] = Found(block=block, item=None)

    def _names(self, kind: Kind) -> Iterator[tuple[Handle, str]]:
        """What each thing of a kind is called, after what is said of its name."""
        said = {handle_of(block.handle.kind, item): block for block, item in self._addressing}
        for item in kind.all(self._known):
            handle = handle_of(kind, item)
            block = said.get(handle)
            if block is None or not block.gone:
                yield handle, (block.name if block else None) or kind.called(item)
        for found in self._out.found.values():
            if found.item is None and found.block.handle.kind is kind:
                yield found.block.handle, found.block.name or ""

    def _new_id(self, key: str) -> str:
        taken = {*self._used(), *(handle.text for handle in self._out.found)}
        wanted, number = f"seen-{key}", 1
        while wanted in taken or _LIKE_CREATED.search(wanted):
            number += 1
            wanted = f"seen-{key}-v{number}"
        return wanted

    def _refuse(self, block: Block, message: str, hint: str | None) -> None:
        self._out.findings.append(finding("CSW104", block.place, str(block.handle), message, hint))

    def _hint_of_ids(self, handle: Handle) -> str:
        ids = [item.id or "" for item in handle.kind.all(self._known) if item.key is None]
        noun, section = handle.kind.noun, handle.kind.section
        known = f"Unmanaged {noun}s: {', '.join(ids) or 'none'}. A new one goes under `{section}:` with a key of your choice."
        return did_you_mean(handle.text, ids) or known

    def _hint_of_gone(self, handle: Handle) -> str:
        kind, own = handle.kind, re.compile(rf"seen-{re.escape(handle.text)}(-v[0-9]+)?\Z")
        seen = next((item for item in kind.all(self._known) if own.match(item.id or "")), None)
        if seen is not None:
            known = handle_of(kind, seen)
            command = f"csws --account {self._account} observe --set {known}=null"
            return f"“{kind.called(seen)}” is `{known}`. If it is gone: `{command}`"
        keys = [item.key for item in kind.all(self._known) if item.key is not None]
        return did_you_mean(handle.text, keys) or f"Keys of this account: {', '.join(keys)}."


def _says_something(block: Block) -> bool:
    """Whether any value but a tab's switch is set: an empty block of a worksheet says nothing."""
    return any(said.value not in (None, (), "") and not isinstance(said.value, bool) for said in block.fields.values())
