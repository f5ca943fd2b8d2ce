"""What a shell may offer to whoever types: from the project's files, and from records that are
files of the project. Reaches no network and no database server, and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from csws.errors import CswsError
from csws.kinds import KEYED, RECORDED, objects, workspaces
from csws.kinds.addresses import of_key
from csws.load.account import LoadedAccount, load_account
from csws.load.catalog_file import to_catalog
from csws.load.project import open_project
from csws.model.address import KEY
from csws.model.field import EACH, Field, Type
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.target import Reader
from csws.model.target_traits import file_of, record_of
from csws.state.transition import found_at
from csws.workflow.account.check import chosen
from csws.workflow.account.plan import reached
from csws.workflow.observation.identity import handle_of

_MOST = 20  # accounts whose records are read
_SEEN = re.compile(r"\Aseen-|-v[0-9]+\Z")  # what `observe` adds to the key of a sheet to make an id


@frozen(kw_only=False)
class Offer:
    """A word, and what it means."""

    word: str
    about: str = ""

    def after(self, prefix: str) -> Offer:
        """What is left to type once this much is there."""
        return Offer(self.word.removeprefix(prefix), self.about)


def pairs_to_import(root: Path, patterns: list[str] | None, key: str | None) -> Iterator[Offer]:
    """`KEY=id:ID` for each thing that nobody manages; without a key, with the one that somebody gave it in a sheet.
    With a key, for those of its kind."""
    for _, reader in _records(root, patterns):
        settings = reader.read().settings
        for kind in RECORDED:
            things = kind.all(settings) if key is None or _names_one_of(kind, key) else ()
            taken = {thing.key for thing in things}
            for thing in (thing for thing in things if thing.key is None):
                word = key or kind.shown_key(_free_key(kind, thing.id or "", taken))
                yield Offer(f"{word}=id:{thing.id}", kind.called(thing))


def _names_one_of(kind: Kind, key: str) -> bool:
    with suppress(ValueError):
        return of_key(key).kind == kind.name
    return False


def _free_key(kind: Kind, identity: str, taken: Collection[str | None]) -> str:
    key = _SEEN.sub("", identity)
    key = key if KEY.match(key) else kind.noun.replace(" ", "_")
    while key in taken:
        key += "-2"
    return key


def paths_to_observe(root: Path, patterns: list[str] | None) -> Iterator[Offer]:
    """`PATH=` for each field of the account, and `PATH=VALUE` where there are few values."""
    for _, reader in _records(root, patterns):
        settings = reader.read().settings
        for field in objects.KIND.fields:
            yield Offer(f"{objects.KIND.section}.{field.path}=")
        for kind in RECORDED:
            for thing in kind.all(settings):
                yield from _paths(kind, thing, settings.objects.revenue)


def _paths(kind: Kind, thing: Thing, revenue: tuple[str, ...]) -> Iterator[Offer]:
    head, name = str(handle_of(kind, thing)), kind.called(thing)
    for path, field in _observable(kind, thing, revenue):
        yield Offer(f"{head}.{path}=", name)
        yield from (Offer(f"{head}.{path}={value}", name) for value in _values(field))


def _observable(kind: Kind, thing: Thing, revenue: tuple[str, ...]) -> Iterator[tuple[str, Field]]:
    """Every path that a thing may have: of the Revenue tab those of the account's objects, of what has other names the
    paths that it has."""
    for field in kind.fields:
        if EACH not in field.path and not field.is_ours:
            yield field.path, field
        elif kind is workspaces.KIND and not field.is_ours:
            yield from ((field.path.replace(EACH, name), field) for name in revenue)
    held = {path: kind.field_at(path) for path in kind.flat(thing)} if kind is not workspaces.KIND else {}
    yield from ((path, field) for path, field in held.items() if field is not None and EACH in field.path)


def _values(field: Field) -> tuple[str, ...]:
    return ("true", "false") if field.type is Type.FLAG else field.choices


def keys_to_delete(root: Path, patterns: list[str] | None) -> Iterator[Offer]:
    """What the account has and the YAML does not declare. A workspace's key does without its kind."""
    for loaded, reader in _records(root, patterns):
        settings = reader.read().settings
        for kind in KEYED:
            for thing in kind.all(settings) if kind.is_deletable else ():
                address = kind.address(thing)
                if thing.key is not None and found_at(loaded.declared.settings, address) is None:
                    word = address.key if kind is workspaces.KIND else str(address)
                    yield Offer(word, kind.called(thing))


def revision_numbers(root: Path, patterns: list[str] | None) -> Iterator[Offer]:
    """Each revision, newest first."""
    for _, reader in _records(root, patterns):
        for item in reversed(reader.revisions()):
            yield Offer(str(item.number), f"{item.kind} {item.at} {item.operator or ''}".strip())


def run_ids(root: Path, patterns: list[str] | None) -> Iterator[Offer]:
    """Unfinished runs."""
    for loaded, reader in _records(root, patterns):
        begun = reader.unfinished()
        if begun is not None:
            yield Offer(begun.id, f"{loaded.entry.name}, since {begun.since}")


def _records(root: Path, patterns: list[str] | None) -> Iterator[tuple[LoadedAccount, Reader]]:
    """The accounts that are asked for and whose record is a file; one that cannot be read stops no
    other."""
    project = open_project(root)
    for name in chosen(project.names, patterns)[:_MOST]:
        with suppress(CswsError):
            loaded = load_account(project, name)
            if file_of(record_of(loaded.entry.target, loaded.entry.store)) is None:
                continue
            target, reference = reached(root, loaded.entry, to_catalog(loaded.catalog))
            with target.reader(reference) as reader:
                yield loaded, reader
