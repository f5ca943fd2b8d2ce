"""Observing: what somebody saw in the account becomes known. Holds a recorder: no setting is changed by it.

An observation is not held to the laws: it says what is, not what shall be.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.diff import diff
from csws.errors import CswsError, UsageFault
from csws.kinds.addresses import split
from csws.kinds.workspaces import KIND as WORKSPACES
from csws.load.declare import declare
from csws.load.node import Node
from csws.load.yaml_reader import read_yaml
from csws.model.address import OBJECTS, WORKSPACE, Address
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.field import Type
from csws.model.fields import (
    OBJECT_PATHS,
    Value,
    field_at,
    flat,
    is_known,
    normal_tabs,
    normal_value,
    parts_of,
    with_fields,
)
from csws.model.settings import Objects, Settings, Workspace
from csws.model.target import RecordPermit
from csws.state.ignoring import as_spelled
from csws.state.references import by_id, named_changes, resolved, spelled_fields
from csws.targets import target_for
from csws.workflow.account.check import CheckedAccount, Opened
from csws.workflow.account.plan import account_ref
from csws.workflow.run.per_account import Outcome, for_each

_VALUES = "Use a word, null, true, false, or a list: [A, B]."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody saw: single fields (of objects by role, of workspaces by key and path), whole blocks by key, and
    workspaces that are gone. Values as written."""

    objects: Mapping[str, Value]
    fields: Mapping[str, Mapping[str, Value]]
    blocks: Mapping[str, Workspace]
    gone: frozenset[str]


def seen_of(pairs: tuple[str, ...], text: str | None, file: str) -> Seen:
    """What `--set PATH=VALUE` and a YAML file in the form of `export` say. Raises UsageFault where they say nothing clear.

    A block with a `name` says all of its workspace, as `export` writes it; one without says only what it names; `null`
    says that the workspace is gone.
    """
    objects, blocks, fields, gone = _from_file(text, file) if text is not None else ({}, {}, {}, set())
    for pair in pairs:
        address, path, value = _pair(pair)
        if address == OBJECTS:
            objects[path] = value
        elif path == "":
            gone.add(address.key)
        else:
            fields.setdefault(address.key, {})[path] = value
    if not (objects or blocks or fields or gone):
        raise UsageFault("Nothing to record.", hint="Use --set workspace.KEY.PATH=VALUE, or give a YAML file.")
    return Seen(objects=objects, fields=fields, blocks=blocks, gone=frozenset(gone))


def _pair(pair: str) -> tuple[Address, str, Value]:
    left, equals, right = pair.partition("=")
    value = _value(right)
    with suppress(ValueError):
        address, path = split(left.strip())
        if equals and address == OBJECTS and path in OBJECT_PATHS:
            return address, path, value
        if equals and address.kind == WORKSPACE and (path or value is None):
            return address, path, _checked_path(path, value) if path else None
    raise UsageFault(
        f"Cannot parse `--set {pair}`.", hint="Use --set workspace.KEY.PATH=VALUE or --set objects.ROLE=VALUE."
    )


def _checked_path(path: str, value: Value) -> Value:
    if not is_known(path):
        raise UsageFault(f"No workspace has a field `{path}`.", hint="`csws export` shows the fields.")
    wants_list = field_at(path).type is Type.LIST
    if wants_list and value is None:
        return ()
    if wants_list and isinstance(value, str):
        value = (value,)
    if wants_list is not isinstance(value, tuple) and value is not None:
        raise UsageFault(f"`{path}` takes {'a list' if wants_list else 'one value'}.", hint="Write a list as [A, B].")
    if value is None and field_at(path).default == "":
        return ""
    return normal_value(path, value)


def _value(text: str) -> Value:
    reading = read_yaml(text, "--set")
    if reading.root is None or reading.findings:
        raise UsageFault(f"`{text}` is not a valid value.", hint=_VALUES)
    data = reading.root.plain()
    if isinstance(data, list) and all(isinstance(item, str) for item in data):
        return tuple(data)
    if isinstance(data, (list, dict)):
        raise UsageFault(f"`{text}` is not a valid value.", hint=_VALUES)
    return data if data is None or isinstance(data, (bool, str)) else text.strip()


def _from_file(
    text: str, file: str
) -> tuple[dict[str, Any], dict[str, Workspace], dict[str, dict[str, Value]], set[str]]:
    reading = read_yaml(text, file)
    if reading.root is None or reading.findings:
        first = reading.findings[0]
        where = f"{file}:{first.span.line}:{first.span.column}" if first.span else file
        raise UsageFault(f"{where}: {first.message}", hint=first.hint)
    root = reading.root
    whole = declare(root, root).settings
    objects = {role: getattr(whole.objects, role) for role in OBJECT_PATHS if root.at(("objects", role))}
    blocks, fields, gone = {}, {}, set()
    workspaces = root.at(("workspaces",))
    for key, node in (workspaces.mapping if workspaces else {}).items():
        found = whole.get(key)
        if node.value is None or found is None:
            gone.add(key)
        elif "name" in node.mapping:
            blocks[key] = found
        else:
            fields[key] = {path: value for path, value in flat(found).items() if _is_named(node, path)}
    return objects, blocks, fields, gone


def _is_named(node: Node, path: str) -> bool:
    return node.at(parts_of(path)) is not None


def observed(settings: Settings, seen: Seen, catalog: Catalog) -> Settings:
    """The account as somebody saw it. What is not spoken of stays as it was known. Raises CswsError for a name unknown."""
    changed: dict[str, Any] = dict(seen.objects)
    objects = replace(settings.objects, **_object_values(changed))
    workspaces = {_handle(item): item for item in settings.workspaces}
    for key in seen.gone - {"primary"}:
        workspaces.pop(_known(key, workspaces), None)
    for key, block in seen.blocks.items():
        old = workspaces.get(_known(key, workspaces)) or _new(key)
        workspaces[_handle(old)] = replace(block, key=old.key, id=old.id)
    for key, fields in seen.fields.items():
        old = workspaces.get(_known(key, workspaces)) or _new(key)
        workspaces[_handle(old)] = with_fields(old, _by_id(fields, objects, catalog))
    named_blocks = {_handle(workspaces[_known(key, workspaces)]) for key in seen.blocks}
    final = [
        _block_by_id(item, objects, catalog) if handle in named_blocks else item for handle, item in workspaces.items()
    ]
    known = {_handle(item): item for item in settings.workspaces}
    out = replace(settings, objects=objects, workspaces=())
    for item in final:
        out = WORKSPACES.put(out, as_spelled(WORKSPACES, normal_tabs(item), known.get(_handle(item))))
    return out


def _object_values(changed: dict[str, Any]) -> dict[str, Any]:
    if "revenue" in changed:
        value = changed["revenue"]
        changed["revenue"] = tuple(sorted({value} if isinstance(value, str) else set(value or ())))
    return changed


def _handle(item: Workspace) -> str:
    return item.key or f"id:{item.id}"


def _known(key: str, workspaces: Mapping[str, Workspace]) -> str:
    """A workspace by its key, or an unmanaged one by the key that it was seen under."""
    return key if key in workspaces else f"id:seen-{key}"


def _new(key: str) -> Workspace:
    """Unknown keys become unmanaged workspaces (SPEC §2)."""
    return Workspace(key=None, id=f"seen-{key}", name=key)


def _by_id(fields: Mapping[str, Value], objects: Objects, catalog: Catalog) -> dict[str, Value]:
    try:
        return spelled_fields(WORKSPACES, fields, objects, catalog, by_id)
    except KeyError as error:
        raise _unknown(error) from error


def _block_by_id(block: Workspace, objects: Objects, catalog: Catalog) -> Workspace:
    try:
        return resolved(Settings(objects=objects, workspaces=(block,)), catalog).workspaces[0]
    except KeyError as error:
        raise _unknown(error) from error


def _unknown(error: KeyError) -> CswsError:
    message = f"`{error.args[0]}` does not match exactly one team or pipeline in the catalogue."
    return CswsError(message, hint="Correct the name, or write `id:…`.", code="unknown_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The revision that an observation made, and what differs from what was known before, by name."""

    revision: int
    changes: tuple[Change, ...]


def observe_project(
    root: Path, patterns: list[str] | None, now: datetime, seen: Seen, permit: RecordPermit
) -> list[Outcome[Recorded]]:
    """Records what was seen in each account asked for."""

    def act(opened: Opened, account: CheckedAccount, catalog: Catalog) -> Recorded:
        reference = account_ref(opened.root, account.loaded.entry, catalog)
        who = replace(permit, operator=permit.operator or account.loaded.entry.operator)
        with target_for(reference.scheme).recorder(reference, who) as recorder:
            before = recorder.read().settings
            after = observed(before, seen, catalog)
            changes = named_changes(diff(before, after), before.objects, after.objects, catalog)
            return Recorded(revision=recorder.observe(after), changes=changes)

    return for_each(root, patterns, now, act)
