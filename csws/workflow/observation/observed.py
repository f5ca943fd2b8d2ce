"""An observation and what was known → the account as it is now. Pure: the catalogue and the record are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from csws.kinds import ids_in
from csws.model.catalog import Catalog
from csws.model.diagnostic import Diagnostic
from csws.model.field import Value
from csws.model.frozen import frozen
from csws.model.kind import Thing
from csws.model.settings import Objects, Settings
from csws.state.ignoring import as_spelled, is_ignored
from csws.workflow.observation.catalog_check import CatalogCheck, checked_objects
from csws.workflow.observation.identity import Found, identified
from csws.workflow.observation.said import Block, Handle, Seen, address_in, finding


@frozen
class Observed:
    """The account as somebody saw it. `blocks` has the block of everything that is described, by its handle, and `new`
    those of what is new; `unsaid` are blocks that say something about a thing that they do not name. `is_silent`: nothing is
    said of anything that there is. With `findings` the settings are not to be recorded."""

    settings: Settings
    blocks: Mapping[Handle, Block]
    new: Mapping[Handle, Block]
    unsaid: tuple[Block, ...]
    is_silent: bool
    findings: tuple[Diagnostic, ...]


def observed(known: Settings, seen: Seen, catalog: Catalog, used: Callable[[], frozenset[str]] = frozenset) -> Observed:
    """What is not spoken of stays as it was known. `used` gives the ids that things of this account ever had; it is asked only
    where something is new."""
    objects, findings = checked_objects(seen.objects, known.objects, catalog)
    check = CatalogCheck(catalog, known.objects, objects, findings, is_open="revenue" in seen.unread)
    who = identified(seen, known, lambda: used() | ids_in(known), catalog.account_name)
    findings += who.findings
    settings = replace(known, objects=objects)
    for handle, found in who.found.items():
        settings = _with(settings, handle, found, check)
    return Observed(
        settings=settings,
        blocks={handle: found.block for handle, found in who.found.items()},
        new={handle: found.block for handle, found in who.found.items() if found.item is None},
        unsaid=tuple(who.unsaid),
        is_silent=not seen.objects and not any(one.block.fields or one.block.gone for one in who.found.values()),
        findings=tuple(findings),
    )


def _with(settings: Settings, handle: Handle, found: Found, check: CatalogCheck) -> Settings:
    kind, block, item = handle.kind, found.block, found.item
    if block.gone and item is not None:
        return kind.without(settings, item)
    start = item or kind.made(None, handle.text, {})
    return kind.put(settings, _seen(start, block, check), instead_of=item)


def _seen(item: Thing, block: Block, check: CatalogCheck) -> Thing:
    kind = block.handle.kind
    said = {path: value for path, value in block.fields.items() if not is_ignored(path, block.ignore)}
    values = check.values(block.handle, item, said)
    rest = _unsaid_fields(item, block, check.objects) if block.whole else _replaced_fields(item, block)
    found = kind.changed(item, item.key, {**rest, **values})
    _check_hidden(block, found, values, check)
    return as_spelled(kind, kind.normal(found), item)


def _unsaid_fields(item: Thing, block: Block, objects: Objects) -> dict[str, Value]:
    """What a block that describes all of its item says of the fields that it does not name."""
    kind, out = block.handle.kind, {}
    for path in kind.flat(item):
        field = kind.field_at(path)
        if field is not None and not field.is_ours and not is_ignored(path, block.ignore):
            out[path] = field.default
    if "services.show" in out:  # the built-in default: shown where there is something to show
        out["services.show"] = objects.services is not None
    return out


def _replaced_fields(item: Thing, block: Block) -> dict[str, Value]:
    """What a block says to be gone: fields that it would name if they were still there."""
    kind = block.handle.kind
    gone = [path for path in kind.flat(item) if is_ignored(path, block.replaces) and not is_ignored(path, block.ignore)]
    return {path: kind.empty(path) for path in gone if path not in block.unread}


def _check_hidden(block: Block, found: Thing, values: Mapping[str, Value], check: CatalogCheck) -> None:
    kind = block.handle.kind
    fields = kind.flat(found)
    for path, value in values.items():
        field = kind.field_at(path)
        if field is None or f"{field.tab}.show" in block.unread:
            continue
        if kind.is_hidden(path, fields) and value != field.default:
            message = f"The tab is hidden (`{field.tab}.show: false`), so no screen shows `{path}`."
            hint = f"Add `{field.tab}.show: true` if the screen shows the tab."
            place, address = block.fields[path].place, address_in(block.handle, path)
            check.findings.append(finding("CSW104", place, address, message, hint))
