"""Starting a project for a HubSpot account that exists: its csws.yaml, git's files and, with a
token, its catalogue. Declares no settings."""

from __future__ import annotations

import os
import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import NotPermitted, UsageFault
from csws.hubspot import scopes
from csws.hubspot.people import Detail
from csws.hubspot.pull import Project, Pulled
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.token import Token, find_token, variables
from csws.hubspot.transport import connected
from csws.load.catalog_file import catalog_text
from csws.load.project import FILE_NAME
from csws.model.frozen import frozen
from csws.model.scalar_text import scalar_text
from csws.workflow.catalog import Tell, people_of, pulled_catalog
from csws.workflow.init import ignored
from csws.workflow.new_project import (
    ATTRIBUTES,
    IGNORED,
    NewProject,
    account_name,
    check_is_new,
    write_project,
)
from csws.workflow.record_driver import ATTRIBUTES as RECORDS_IN_GIT

STORE = "file:records/{account}.jsonl"
_TIER = "enterprise"
_CONFIG = """\
# The settings of HubSpot's customer success workspaces, as code.
version: 1

accounts:
  {key}:
    target: hubspot:{portal}
    catalog: {catalog}  # what the account contains; `csws catalog pull` updates it
    subscription: {tier}
    store: {store}  # what csws knows about the account; commit it
    # operator: you@example.com  # who applies; then run `csws catalog pull`, and csws checks that they may

include: [objects.yaml, workspaces/*.yaml]  # `csws adopt` writes them
"""


@frozen
class Request:
    """What the person says about the account: its id, and the tier of its Service Hub."""

    portal: str | None
    subscription: str | None


@frozen
class Started:
    """A new project for an account. `scopes` are those that a token needs, and `unreadable` are
    sentences about what this one could not read; without a token nothing was `pulled`."""

    project: NewProject
    account: str
    portal: str
    pulled: bool
    scopes: tuple[str, ...]
    unreadable: tuple[str, ...]


def start_hubspot_project(folder: Path, asked: Request, now: datetime, tell: Tell) -> Started:
    """Pulls the catalogue and then writes the project: after a failure there is no project at all.

    csws.yaml comes before the catalogue. If csws is killed between them, the project is the one
    that a start without a token makes. Raises UsageFault without a token and an id, NotPermitted if
    the token is another account's, and CswsError if a project is there already.
    """
    name = account_name(folder)
    check_is_new(folder, {})
    token = find_token(name)
    pulled = _pulled(token, name, asked.portal, now, tell) if token is not None else None
    portal = str(pulled.document["account"]["id"]) if pulled else asked.portal
    if portal is None:
        raise _id_needed(name, folder)
    catalog = f"catalogs/{name}.json"
    config = _config(name, portal, catalog, asked)
    files = {IGNORED: ignored(), ATTRIBUTES: f"{RECORDS_IN_GIT}\n", FILE_NAME: config}
    if pulled is not None:
        files[catalog] = catalog_text(pulled.document)
    check_is_new(folder, files)
    return Started(
        project=write_project(folder, files),
        account=name,
        portal=portal,
        pulled=pulled is not None,
        scopes=scopes.ALL,
        unreadable=pulled.sentences() if pulled else (),
    )


def _pulled(token: Token, name: str, portal: str | None, now: datetime, tell: Tell) -> Pulled:
    with connected(token) as transport:
        reader = HubSpotReader(transport)
        account = reader.account()
        _check_portal(account, portal, token)
        people = people_of(Detail.IDS, os.environ.get("CSWS_OPERATOR"))
        return pulled_catalog(reader, account, name, people, now, tell, Project())


def _check_portal(account: dict[str, Any], portal: str | None, token: Token) -> None:
    found = str(account["portalId"])
    if portal is not None and portal != found:
        raise NotPermitted(
            f"The token in {token.variable} is that of portal {found}, but --portal is {portal}.",
            hint=f"Nothing was written. Set the token of portal {portal}, or leave out --portal.",
            code="CSW503",
        )


def _id_needed(name: str, folder: Path) -> UsageFault:
    own, shared = variables(name)
    return UsageFault(
        f"No HubSpot token is set in {own} or {shared}, so --portal is required.",
        hint=f"Set a token, or give the account's id: csws init --hubspot --portal ID {shlex.quote(folder.as_posix())}",
    )


def _config(name: str, portal: str, catalog: str, asked: Request) -> str:
    comment = "" if asked.subscription else "  # check this: the tier, professional or enterprise"
    return _CONFIG.format(
        key=scalar_text(name),
        portal=portal,
        catalog=catalog,
        tier=(asked.subscription or _TIER) + comment,
        store=STORE.format(account=name),
    )
