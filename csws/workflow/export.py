"""Exporting: an account's managed settings as the data of an included file, so that the next plan shows no change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import ConfigInvalid, CswsError
from csws.load.node import Node
from csws.model.catalog import Catalog
from csws.model.declaration import Declaration
from csws.model.diagnostic import Diagnostic
from csws.model.fields import Value, empty_value, flat, normal_tabs
from csws.model.ignoring import left_as_found
from csws.model.plan import plain_value
from csws.model.references import named
from csws.model.settings import Settings, Workspace
from csws.model.target import AccountRef
from csws.targets import target_for
from csws.workflow.check import CheckedAccount, check_project
from csws.workflow.plan import account_ref

_CATALOG_CODES = ("CSW001", "CSW002", "CSW003", "CSW503")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    account: str
    data: dict[str, Any] | None = None
    error: CswsError | None = None


def export_project(root: Path, patterns: list[str] | None, now: datetime) -> list[Exported]:
    """The settings of every account asked for. Raises ConfigInvalid where the project names no account at all."""
    checked = check_project(root, patterns, now)
    if not checked.accounts:
        raise ConfigInvalid("No account can be read from csws.yaml.", hint="`csws validate` says why.")
    return [_exported(root, account) for account in checked.accounts]


def _exported(root: Path, account: CheckedAccount) -> Exported:
    name = account.name
    try:
        if account.catalog is None or any(_of_catalog(found) for found in account.diagnostics):
            raise ConfigInvalid(f"The catalogue of `{name}` cannot be used.", hint="`csws validate` says why.")
        return Exported(
            account=name, data=_data(account_ref(root, account.loaded.entry, account.catalog), account, account.catalog)
        )
    except CswsError as error:
        return Exported(account=name, error=error)


def _of_catalog(found: Diagnostic) -> bool:
    return found.is_error and found.code == "CSW503"


def _data(reference: AccountRef, account: CheckedAccount, catalog: Catalog) -> dict[str, Any]:
    with target_for(reference.scheme).reader(reference) as reader:
        settings = named(reader.read().settings, catalog)
    defaults = account.loaded.tree.at(("defaults",))
    return settings_data(settings, account.loaded.declared, defaults)


def settings_data(settings: Settings, declared: Declaration, defaults: Node | None) -> dict[str, Any]:
    """Named settings as the data of an included file. What `defaults` would put in by itself is said to be unset."""
    objects = settings.objects
    return {
        "objects": {"customers": objects.customers, "services": objects.services, "revenue": list(objects.revenue)},
        "workspaces": {str(item.key): _workspace(item, declared, defaults) for item in settings.managed},
    }


def _workspace(found: Workspace, declared: Declaration, defaults: Node | None) -> dict[str, Any]:
    key = found.key or ""
    ignore = declared.ignore.get(key, ())
    written = declared.settings.get(key)
    # What is ignored stays as the project has it: the account's value is nobody's wish.
    shown = left_as_found(found, written, ignore) if written else found
    out: dict[str, Any] = {}
    for path, value in flat(normal_tabs(shown)).items():
        if _is_said(path, value, shown, defaults):
            _put(
                out,
                path.split(".") if not path.startswith("revenue.objects.") else _split_block(path),
                plain_value(value),
            )
    return {**out, **({"ignore": list(ignore)} if ignore else {})}


def _split_block(path: str) -> list[str]:
    name, choice = path.removeprefix("revenue.objects.").rsplit(".", 1)
    return ["revenue", "objects", name, choice]


def _is_said(path: str, value: Value, workspace: Workspace, defaults: Node | None) -> bool:
    if path in ("name", "services.show", "revenue.show"):
        return True
    if path == "protect":
        return value is True
    tab = path.partition(".")[0]
    hidden = (tab == "services" and not workspace.services.show) or (tab == "revenue" and not workspace.revenue.show)
    if value != empty_value(path) and value != "":
        return not hidden
    parts = tuple(_split_block(path)) if path.startswith("revenue.objects.") else tuple(path.split("."))
    return not hidden and defaults is not None and defaults.at(parts) is not None


def _put(out: dict[str, Any], path: list[str], value: Any) -> None:
    *holders, last = path
    for name in holders:
        out = out.setdefault(name, {})
    out[last] = value
