"""Which workspace each block is about: known ones by key, id or name, else new ones with an id that nobody ever had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from csws.model.diagnostic import Diagnostic
from csws.model.names import folded
from csws.model.settings import Settings, Workspace
from csws.model.suggestion import did_you_mean
from csws.workflow.observation.said import Block, Handle, Seen, finding

_LIKE_CREATED = re.compile(r"-[0-9]+\Z")  # how the ids end that csws gives to the workspaces it creates


@dataclass(slots=True)
class Identified:
    """The blocks by their workspace, new ones too; `keys` has the sheet's keys of those, by their ids. `unsaid` are blocks that say
    something about a workspace that they do not name."""

    blocks: dict[Handle, Block] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    unsaid: list[Block] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def identified(seen: Seen, known: Settings, used: Callable[[], frozenset[str]]) -> Identified:
    """The workspace of every block. `used` gives the ids that workspaces of this account ever had."""
    return _Identifying(seen, known, used).run()


class _Identifying:
    def __init__(self, seen: Seen, known: Settings, used: Callable[[], frozenset[str]]) -> None:
        self._known, self._used, self._out = known, used, Identified()
        pairs = [(block, self._addressed(block.handle)) for block in seen.blocks]
        self._found = [(block, item) for block, item in pairs if item is not None]
        self._others = [block for block, item in pairs if item is None]

    def run(self) -> Identified:
        for block, item in self._found:
            self._take(block, item)
        for block in self._others:
            self._look_up(block)
        return self._out

    def _addressed(self, handle: Handle) -> Workspace | None:
        if handle.is_id:
            of_id = [item for item in self._known.workspaces if item.id == handle.text]
            return next((item for item in of_id if item.key is None), next(iter(of_id), None))
        return self._known.get(handle.text)

    def _take(self, block: Block, item: Workspace) -> None:
        """A block of a known workspace."""
        other = self._out.blocks.get(handle_of(item))
        if other is not None:
            self._refuse(block, f"`{other.handle}` and `{block.handle}` are one workspace.", "Keep one of the two.")
        elif block.gone and item.is_primary:
            self._refuse(block, "The primary workspace cannot be gone.", "Remove this; every account has it.")
        elif block.gone and block.fields:
            self._refuse(block, f"`{block.handle}` cannot be gone and have settings.", "Keep what is true.")
        else:
            self._out.blocks[handle_of(item)] = block

    def _look_up(self, block: Block) -> None:
        """A block whose key or id is unknown: a known workspace where it has the name of exactly one, else a new one."""
        if block.handle.is_id:
            self._refuse(block, f"No workspace has the id `{block.handle.text}`.", self._hint_of_ids(block.handle.text))
        elif block.gone:
            self._refuse(block, f"`{block.handle.text}` is not the key of a workspace.", self._hint_of_gone(block))
        elif block.name is None:
            self._out.unsaid += [block] if _says_something(block) else []
        else:
            self._by_name(block, block.name)

    def _by_name(self, block: Block, name: str) -> None:
        same = [handle for handle, known in self._names() if folded(known) == folded(name)]
        if len(same) > 1:
            self._refuse(block, f"{len(same)} workspaces are called “{name}”.", f"Use one of {_listed(same)}.")
        elif same and self._addressed(same[0]) is None:
            message = f"`{same[0]}` and `{block.handle}` have the same name, so they would be one workspace."
            self._refuse(block, message, "Correct one of the names.")
        elif same:
            item = self._addressed(same[0])
            assert item is not None
            self._take(block, item)
        else:
            identity = self._new_id(block.handle.text)
            self._out.blocks[Handle(text=identity, is_id=True)] = block
            self._out.keys[identity] = block.handle.text

    def _names(self) -> Iterator[tuple[Handle, str]]:
        """What each workspace is called, after what is said of its name."""
        said = {handle_of(item): block for block, item in self._found}
        for item in self._known.workspaces:
            block = said.get(handle_of(item))
            if block is None or not block.gone:
                yield handle_of(item), (block.name if block else None) or item.name
        for identity in self._out.keys:
            block = self._out.blocks[Handle(text=identity, is_id=True)]
            yield block.handle, block.name or ""

    def _new_id(self, key: str) -> str:
        taken = {*self._used(), *(item.id for item in self._known.workspaces), *self._out.keys}
        wanted, number = f"seen-{key}", 1
        while wanted in taken or _LIKE_CREATED.search(wanted):
            number += 1
            wanted = f"seen-{key}-v{number}"
        return wanted

    def _refuse(self, block: Block, message: str, hint: str | None) -> None:
        self._out.findings.append(finding("CSW104", block.place, str(block.handle), message, hint))

    def _hint_of_ids(self, identity: str) -> str:
        ids = [item.id or "" for item in self._known.unmanaged]
        known = f"Unmanaged workspaces: {', '.join(ids) or 'none'}. A new one goes under `workspaces:` with a key of your choice."
        return did_you_mean(identity, ids) or known

    def _hint_of_gone(self, block: Block) -> str:
        key = block.handle.text
        own = re.compile(rf"seen-{re.escape(key)}(-v[0-9]+)?\Z")
        seen = next((item for item in self._known.workspaces if own.match(item.id or "")), None)
        if seen is not None:
            return f"“{seen.name}” is `{handle_of(seen)}`. If it is gone: csws observe --set {handle_of(seen)}=null"
        keys = [item.key or "" for item in self._known.managed]
        return did_you_mean(key, keys) or f"Keys of this account: {', '.join(keys)}."


def unsaid_hint(block: Block, known: Settings) -> str:
    """What to do about a block that says something of a workspace that it does not name."""
    keys = [item.key or "" for item in known.managed]
    return did_you_mean(block.handle.text, keys) or "Give its `name` too; csws then looks for it by name."


def handle_of(item: Workspace) -> Handle:
    return Handle(text=item.key) if item.key is not None else Handle(text=item.id or "", is_id=True)


def _listed(handles: list[Handle]) -> str:
    return ", ".join(f"`{handle}`" for handle in handles)


def _says_something(block: Block) -> bool:
    """Whether any value but a tab's switch is set: an empty block of a worksheet says nothing."""
    return any(said.value not in (None, (), "") and not isinstance(said.value, bool) for said in block.fields.values())
