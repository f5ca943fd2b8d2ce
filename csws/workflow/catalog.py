"""The catalogue of an account: pulled from HubSpot, shown, and compared with the committed one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import ConfigInvalid, CswsError
from csws.hubspot.endpoints import STANDARD
from csws.hubspot.people import Detail, People
from csws.hubspot.pull import Project, Pulled, pull
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.token import token_of
from csws.hubspot.transport import connected
from csws.kinds import properties
from csws.load.atomic_write import replace_file
from csws.load.bounds import MAX_BYTES, inside
from csws.load.catalog_file import catalog_text
from csws.model.catalog import Catalog
from csws.model.catalog_change import CatalogChange, catalog_changes
from csws.model.catalog_rename import Renamed, remembering, renamed
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.target_traits import parts_of, traits_of
from csws.schema import is_valid
from csws.workflow.account.check import CheckedAccount, Opened, with_catalog
from csws.workflow.renames import used_names
from csws.workflow.run.per_account import Outcome, each_account, usable_catalog

Json = dict[str, Any]
NEVER_SCORED = frozenset(STANDARD) - {"contacts", "companies"}  # DOMAIN §1
Tell = Callable[[str, int, int], None]


@frozen
class Written:
    """A catalogue that was pulled and written: where, sentences about what could not be read, what changed, and which
    names in the project's files are out of date now."""

    file: str
    unreadable: tuple[str, ...]
    changes: tuple[CatalogChange, ...]
    renamed: tuple[Renamed, ...]


@frozen
class CatalogDifference:
    """What the account has that the committed catalogue lacks, the findings that come with it, and what the settings
    call by a name that it no longer has."""

    changes: tuple[CatalogChange, ...]
    unreadable: tuple[str, ...]
    broken: tuple[Diagnostic, ...]
    renamed: tuple[Renamed, ...]


def pull_catalogs(
    root: Path, patterns: list[str] | None, now: datetime, detail: str, tell: Tell, *, renames: bool
) -> list[Outcome[Written]]:
    """Pulls and writes the catalogue of every account asked for; one that fails leaves its file as it was. `renames`: the
    names in the project's files are corrected afterwards."""

    def written(opened: Opened, account: CheckedAccount) -> Written:
        _path_of(opened, account)
        return write_catalog(opened, account, catalog_now(account, now, detail, tell), renames=renames)

    return each_account(root, patterns, now, written)


def compare_catalogs(
    root: Path, patterns: list[str] | None, now: datetime, detail: str, tell: Tell
) -> list[Outcome[CatalogDifference]]:
    """Pulls and compares; writes nothing."""
    return each_account(root, patterns, now, lambda opened, account: _difference(account, now, detail, tell))


def show_catalogs(root: Path, patterns: list[str] | None, now: datetime) -> list[Outcome[Catalog]]:
    return each_account(root, patterns, now, lambda opened, account: usable_catalog(account))


def catalog_now(account: CheckedAccount, now: datetime, detail: str, tell: Tell) -> Pulled:
    """The catalogue as it is now. Raises NotPermitted where the token is another account's."""
    people = people_of(Detail(detail), account.loaded.entry.operator, os.environ.get("CSWS_OPERATOR"))
    with connected(token_of(account.name)) as transport:
        reader = HubSpotReader(transport)
        known = reader.account_of(known_id(account))
        scored = scored_objects(account)
        project = Project(
            catalog=_before(account, str(known["portalId"])),
            uses=_used_objects(account) | scored,
            scored=scored,
        )
        return pulled_catalog(reader, known, account.name, people, now, tell, project)


def _before(account: CheckedAccount, portal: str) -> Json:
    """The committed catalogue, if it is usable and of the same account."""
    usable = account.catalog is not None and account.catalog.account_id == portal
    return dict(account.loaded.catalog or {}) if usable else {}


def _used_objects(account: CheckedAccount) -> frozenset[str]:
    """The objects that the project's settings need. One that declares no object yet may need any
    standard one."""
    settings = account.loaded.declared.settings
    roles = settings.objects
    declared = (properties.KIND.address(item) for item in properties.KIND.all(settings))
    named = (roles.customers, roles.services, *roles.revenue)
    used = frozenset(name for name in named if name) or frozenset(STANDARD)
    return used.union(properties.object_and_name(address)[0] for address in declared)


def scored_objects(account: CheckedAccount) -> frozenset[str]:
    """The objects that health scores use: those that the project's scores name, and the customers
    object, of which the next one will be. None if the project declares no score."""
    section = account.loaded.tree.at(("health_scores",))
    blocks = [node for node in section.mapping.values() if node.mapping] if section else []
    if not blocks:
        return frozenset()
    named = (block.mapping["object"].value for block in blocks if "object" in block.mapping)
    names = (*named, account.loaded.declared.settings.objects.customers)
    return frozenset(name for name in names if isinstance(name, str)).difference(NEVER_SCORED)


def people_of(detail: Detail, *operators: str | None) -> People:
    return People(detail, frozenset(name.casefold() for name in operators if name))


def pulled_catalog(
    reader: HubSpotReader,
    known: Json,
    name: str,
    people: People,
    now: datetime,
    tell: Tell,
    project: Project,
) -> Pulled:
    """The catalogue of the account `known`, which the project calls `name`."""
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return pull(reader, known, name, at, people, lambda done, whole: tell(name, done, whole), project)


def known_id(account: CheckedAccount) -> str | None:
    """The id that the project says the account has: in `target:`, else in the catalogue that is there."""
    target = account.loaded.entry.target
    if traits_of(target).names_account:
        return parts_of(target)[1]
    return account.catalog.account_id if account.catalog else None


def _path_of(opened: Opened, account: CheckedAccount) -> Path:
    name = account.loaded.entry.catalog
    path = inside(opened.root, name)
    if path is None:
        raise ConfigInvalid(
            f"`{name}` lies outside the project.", hint="Set `catalog:` to a file in the project.", code="CSW005"
        )
    return path


def write_catalog(opened: Opened, account: CheckedAccount, pulled: Pulled, *, renames: bool = False) -> Written:
    """Writes a pulled catalogue to the account's file. Raises CswsError for one that csws could not read back, and, without
    `renames`, for one in which a name of the project's files means something else by now."""
    if is_valid("catalog", pulled.document) is not None:
        message = "HubSpot's answer is not what its documentation says: no valid catalogue can be made of it."
        raise CswsError(
            message, hint="The file is unchanged. Please report it to HubSpot or to csws.", code="hubspot_answer"
        )
    name, path = account.loaded.entry.catalog, _path_of(opened, account)
    before = account.loaded.catalog or {}
    changes, found = catalog_changes(before, pulled.document), _renamed(account, pulled.document)
    _check_names(found, name, renames=renames)
    remembering(pulled.document, found, {item.old for item in found})
    text = catalog_text(pulled.document)
    _check_size(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text)
    except OSError as error:
        raise CswsError(
            f"`{name}` cannot be written: {error.strerror}.", hint="Check the folder and the free space.", code="file"
        ) from error
    return Written(file=name, unreadable=pulled.sentences(), changes=changes, renamed=found)


def _check_size(text: str) -> None:
    if len(text.encode()) > MAX_BYTES:
        raise CswsError(
            f"The catalogue would be larger than {MAX_BYTES // 1024**2} MiB, which csws does not read.",
            hint="The file is unchanged. Health scores of fewer objects make the catalogue smaller.",
            code="file",
        )


def _check_names(found: tuple[Renamed, ...], file: str, *, renames: bool) -> None:
    taken = next((item for item in found if item.is_taken), None)
    if taken is not None and not renames:
        raise CswsError(
            f"{taken.said}, and another one has the old name: with the new catalogue your files would mean the wrong one. `{file}` is unchanged.",
            hint="Run `csws catalog pull --rename`, which corrects your files too.",
            code="renamed",
        )


def _renamed(account: CheckedAccount, document: Json) -> tuple[Renamed, ...]:
    """What has another name than in the committed catalogue, as far as the account's settings use the old one."""
    used = used_names(account)
    before = _before(account, str(document["account"]["id"]))
    return tuple(item for item in renamed(before, document) if item.old in used)


def _difference(account: CheckedAccount, now: datetime, detail: str, tell: Tell) -> CatalogDifference:
    usable_catalog(account)
    return difference(account, catalog_now(account, now, detail, tell), now)


def difference(account: CheckedAccount, pulled: Pulled, now: datetime) -> CatalogDifference:
    """What a pulled catalogue says otherwise than the committed one."""
    changes, found = catalog_changes(account.loaded.catalog or {}, pulled.document), _renamed(account, pulled.document)
    remembering(pulled.document, found, {item.old for item in found})  # so that a finding says the new name
    before = {(item.code, item.address, item.message) for item in account.diagnostics}
    after = with_catalog(account, pulled.document, now)
    broken = [
        item for item in after.diagnostics if item.is_error and (item.code, item.address, item.message) not in before
    ]
    return CatalogDifference(changes=changes, unreadable=pulled.sentences(), broken=tuple(broken), renamed=found)
