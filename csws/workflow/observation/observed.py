"""An observation and what was known → the account as it is now. Pure: the catalogue and the record are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from csws.model.catalog import Catalog
from csws.model.diagnostic import Diagnostic
from csws.model.fields import Value, field_at, flat, is_hidden, normal_tabs, parts_of, with_fields
from csws.model.ignoring import as_spelled, is_ignored
from csws.model.settings import Objects, Settings, Workspace
from csws.workflow.observation.held import Held, held_objects
from csws.workflow.observation.identity import Identified, handle_of, identified
from csws.workflow.observation.said import Block, Seen, address_in, finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The account as somebody saw it. `keys` are the sheet's keys of new workspaces, by id; `unsaid` are blocks that say
    something about a workspace that they do not name. `is_silent`: nothing is said of anything that there is. With `findings`
    the settings are not to be recorded."""

    settings: Settings
    keys: Mapping[str, str]
    unsaid: tuple[Block, ...]
    is_silent: bool
    findings: tuple[Diagnostic, ...]


def observed(known: Settings, seen: Seen, catalog: Catalog, used: Callable[[], frozenset[str]] = frozenset) -> Observed:
    """What is not spoken of stays as it was known. `used` gives the ids that workspaces of this account ever had; it is asked
    only where a workspace is new."""
    objects, findings = held_objects(seen.objects, known.objects, catalog)
    held = Held(catalog, known.objects, objects, findings)
    who = identified(seen, known, used)
    findings += who.findings
    items = [item for item in known.workspaces if handle_of(item) not in who.blocks]
    items += [_seen(item, who.blocks[handle_of(item)], held) for item in _spoken_of(known, who)]
    return Observed(
        settings=replace(known, objects=objects).with_workspaces(items),
        keys=who.keys,
        unsaid=tuple(who.unsaid),
        is_silent=not seen.objects and not any(block.fields or block.gone for block in who.blocks.values()),
        findings=tuple(findings),
    )


def _spoken_of(known: Settings, who: Identified) -> list[Workspace]:
    """The workspaces that are there and of which something is said, as they were known; new ones are blank."""
    there = {handle for handle, block in who.blocks.items() if not block.gone}
    new = [Workspace(key=None, id=identity) for identity in who.keys]
    return [*(item for item in known.workspaces if handle_of(item) in there), *new]


def _seen(item: Workspace, block: Block, held: Held) -> Workspace:
    said = {path: value for path, value in block.fields.items() if not is_ignored(path, block.ignore)}
    values = held.values(block.handle, item, said)
    rest = _unsaid_fields(item, block, held.objects) if block.whole else {}
    found = with_fields(item, {**rest, **values})
    _check_hidden(block, found, values, held)
    return as_spelled(normal_tabs(found), item)


def _unsaid_fields(item: Workspace, block: Block, objects: Objects) -> dict[str, Value]:
    """What a block that describes all of its workspace says of the fields that it does not name."""
    shown = replace(item, services=replace(item.services, show=objects.services is not None))
    standard = {path: field_at(path).default for path in flat(item)} | {"services.show": shown.services.show}
    return {
        path: value
        for path, value in standard.items()
        if not field_at(path).is_ours and not is_ignored(path, block.ignore)
    }


def _check_hidden(block: Block, found: Workspace, values: Mapping[str, Value], held: Held) -> None:
    fields = flat(found)
    for path, value in values.items():
        if is_hidden(path, fields) and value != field_at(path).default:
            tab = parts_of(path)[0]
            message = f"The tab is hidden (`{tab}.show: false`), so no screen shows `{path}`."
            hint = f"Add `{tab}.show: true` if the screen shows the tab."
            place, address = block.fields[path].place, address_in(block.handle, path)
            held.findings.append(finding("CSW104", place, address, message, hint))
