"""An account and its project as an adoption would leave them, proved before anything is recorded
or written. Uses no recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from csws.errors import CswsError
from csws.kinds import RECORDED, kind_of
from csws.kinds.addresses import lies_in
from csws.load.files import Buffers
from csws.model.address import OBJECTS, Address
from csws.model.breach import BreachKind
from csws.model.catalog import Catalog
from csws.model.declaration import Declaration
from csws.model.diagnostic import Diagnostic, merged
from csws.model.frozen import frozen
from csws.model.settings import Settings
from csws.model.target import State
from csws.state.ignoring import moved_addresses
from csws.state.references import named
from csws.state.transition import found_at, with_key
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import plan_of_state
from csws.workflow.additions import Addition, Block, Unwritten, added_text, addition, by_file, home_of
from csws.workflow.export import item_data, objects_data
from csws.workflow.observation.observed import Observed, observed
from csws.workflow.observation.said import Block as Said
from csws.workflow.observation.said import Handle, Place, Seen, address_in


@frozen
class Prospect:
    """What an adoption would record: `settings`, in which what it adopts has its keys. `adopted` is
    that, address → name. `changes` are the files that it would write.

    It is refused for the `findings` of the sheet; for those of the project as it would be, if
    `breaks_laws`; and for files that cannot take their blocks, the `unwritten` ones."""

    found: Observed
    settings: Settings
    adopted: Mapping[Address, str]
    changes: tuple[Addition, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    breaks_laws: bool = False

    @property
    def is_refused(self) -> bool:
        return bool(self.findings or self.unwritten)

    @property
    def is_idle(self) -> bool:
        """Whether the sheet says nothing of anything that there is."""
        return self.found.is_silent and not self.changes


def prospect(
    opened: Opened,
    account: CheckedAccount,
    catalog: Catalog,
    seen: Seen,
    state: State,
    used: Callable[[], frozenset[str]] = frozenset,
) -> Prospect:
    """What adopting the sheet would do to an account in this state. `used` gives the ids that
    things of this account ever had."""
    seen = _without_gone(seen, state.settings, account.loaded.declared.settings, used)
    found = observed(state.settings, seen, catalog, used)
    if found.findings:
        return Prospect(found=found, settings=state.settings, adopted={}, findings=found.findings)
    return _Adopting(opened, account, catalog, seen, found).prospect(state)


def _without_gone(seen: Seen, known: Settings, declared: Settings, used: Callable[[], frozenset[str]]) -> Seen:
    """Without what is recorded as gone already, and only stands in the files or in the history: an adoption that was
    interrupted can be repeated."""

    def is_gone(block: Said) -> bool:
        handle = block.handle
        if not block.gone:
            return False
        if handle.is_id:
            return all(thing.id != handle.text for thing in handle.kind.all(known)) and handle.text in used()
        address = Address(handle.kind.name, handle.text)
        return found_at(known, address) is None and found_at(declared, address) is not None

    return replace(seen, blocks=tuple(block for block in seen.blocks if not is_gone(block)))


class _Adopting:
    def __init__(self, opened: Opened, account: CheckedAccount, catalog: Catalog, seen: Seen, found: Observed) -> None:
        self._opened, self._account, self._catalog = opened, account, catalog
        self._seen, self._found = seen, found
        self._bound = {handle: block.handle.text for handle, block in found.blocks.items() if _is_bound(handle, block)}
        self._settings = _with_keys(found.settings, self._bound)
        self._written = dict(self._undeclared())  # what gets a block of YAML, by its address
        tree = account.loaded.tree.at((OBJECTS.kind,))
        self._writes_objects = bool(seen.objects) and (tree is None or not tree.mapping)

    def prospect(self, state: State) -> Prospect:
        named_settings = named(self._settings, self._catalog)
        adopted = dict(self._adopted(named_settings))
        blank = Prospect(found=self._found, settings=self._settings, adopted=adopted)
        changes, unwritten = self._changes(named_settings)
        if unwritten:
            return replace(blank, unwritten=unwritten)
        findings = self._broken(state, changes)
        return replace(blank, changes=changes, findings=findings, breaks_laws=bool(findings))

    def _adopted(self, settings: Settings) -> Iterator[tuple[Address, str]]:
        """What gets a key or a block of YAML, in the order of the screens."""
        if self._writes_objects:
            yield OBJECTS, ""
        bound = {Address(handle.kind.name, key) for handle, key in self._bound.items()}
        for kind in RECORDED:
            for thing in kind.all(settings):
                if thing.key is not None and (address := kind.address(thing)) in bound | self._written.keys():
                    yield address, kind.called(thing)

    def _undeclared(self) -> Iterator[tuple[Address, Handle]]:
        """What the sheet describes and no file declares: each with its handle in the account."""
        taken = _declared(self._account.loaded.declared, self._settings)
        for handle, block in self._found.blocks.items():
            key = self._bound.get(handle) or ("" if handle.is_id else handle.text)
            address = Address(handle.kind.name, key)
            if key and block.fields and not block.gone and not taken(address, handle in self._bound):
                yield address, handle

    def _blocks(self, settings: Settings) -> Iterator[tuple[Block, Any]]:
        if self._writes_objects:
            yield (OBJECTS.kind,), objects_data(settings.objects)
        loaded = self._account.loaded
        defaults = loaded.tree.at(("defaults",))
        for address in self._written:
            kind, thing = kind_of(address), found_at(settings, address)
            assert thing is not None
            yield kind.yaml_path(address.key), item_data(kind, thing, loaded.declared, defaults, settings.objects)

    def _changes(self, settings: Settings) -> tuple[tuple[Addition, ...], tuple[Unwritten, ...]]:
        root, include = self._opened.root, self._opened.project.include
        blocks = dict(self._blocks(settings))
        homes = {block: home_of(root, include, block) for block in blocks}
        changes, unwritten = [], []
        for file, mine in by_file(blocks, homes).items():
            try:
                changes.append(addition(root, file, mine))
            except CswsError as error:
                unwritten.append(Unwritten(file=file, why=error, added=added_text(mine)))
        return tuple(changes), tuple(unwritten)

    def _broken(self, state: State, changes: tuple[Addition, ...]) -> tuple[Diagnostic, ...]:
        """What is wrong with the project as it would be, and with the plan from the account as it
        would be."""
        name, root = self._account.name, self._opened.root
        texts = {change.file: change.after for change in changes}
        opened = open_checked(root, [name], self._opened.now, Buffers(root, texts))
        account = check_account(opened, name)
        wrong = [item for item in account.diagnostics if item.is_error]
        if not wrong and account.catalog is not None:
            after = replace(state, revision=state.revision + 1, settings=self._settings)
            plan = plan_of_state(account, account.catalog, after)
            wrong = [item for item in plan.diagnostics if item.forbids(BreachKind.INVALID)]
        places = list(self._places())
        return merged(_in_sheet(item, places) for item in wrong)

    def _places(self) -> Iterator[tuple[str, Place]]:
        """Where the sheet says what gets into the files, by address."""
        for path, said in self._seen.objects.items() if self._writes_objects else ():
            yield address_in(None, path), said.place
        for address, handle in self._written.items():
            block = self._found.blocks[handle]
            yield str(address), block.place
            there = Handle(text=address.key, kind=handle.kind)
            for path, said in block.fields.items():
                parts = handle.kind.parts_of(path)
                yield from ((address_in(there, ".".join(parts[:end])), said.place) for end in range(1, len(parts)))
                yield address_in(there, path), said.place


def _is_bound(handle: Handle, block: Any) -> bool:
    """Whether the sheet gives a key to something that has none."""
    return handle.is_id and not block.handle.is_id and not block.gone


def _with_keys(settings: Settings, bound: Mapping[Handle, str]) -> Settings:
    for handle, key in bound.items():
        thing = next(item for item in handle.kind.all(settings) if item.id == handle.text)
        settings = with_key(settings, thing, Address(handle.kind.name, key))
    return settings


def _declared(declared: Declaration, settings: Settings) -> Callable[[Address, bool], bool]:
    """Whether the files say anything of an address: that it is there, or has another key, or, unless
    it gets its key only now, that it is to be deleted. (An old `removed:` must not delete what is
    new: its block is written, and CSW605 reports the contradiction.)"""
    moved = set(moved_addresses(declared.settings, settings, declared.renamed_from).values())
    removed = set(declared.removed.values())

    def is_declared(address: Address, is_new: bool) -> bool:
        there = found_at(declared.settings, address) is not None
        return there or address in moved or (address in removed and not is_new)

    return is_declared


def _in_sheet(found: Diagnostic, places: list[tuple[str, Place]]) -> Diagnostic:
    """A finding about text that is not written yet, moved to the value in the sheet that it comes
    from. It never comes from `defaults`: the new blocks set everything themselves."""
    around = [(above, place) for above, place in places if lies_in(found.address, above)]
    if not around:
        return found
    return replace(found, span=max(around, key=lambda pair: len(pair[0]))[1].span)
