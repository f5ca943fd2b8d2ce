"""Looking at what is and isn't set up: versions, project, target, token, catalogue age. Changes nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from csws import __version__
from csws.errors import CswsError, UsageFault
from csws.model.frozen import frozen
from csws.model.suggestion import did_you_mean
from csws.model.target import shown_target
from csws.model.target_traits import traits_of
from csws.render.run_words import run_lines
from csws.workflow.account.check import Checked, CheckedAccount, check_project
from csws.workflow.account.plan import reached
from csws.workflow.account.running import held_run, waiting
from csws.workflow.token_check import look_at_token

_PACKAGES = ("click", "PyYAML", "jsonschema", "deepdiff")


@frozen(kw_only=False)
class Look:
    """One thing looked at: `state` is ok, warning or problem."""

    what: str
    state: str
    message: str


def look_around(root: Path, patterns: list[str] | None, now: datetime) -> list[Look]:
    versions = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    tools = f"csws {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}"
    try:
        checked = check_project(root, patterns, now)
    except UsageFault as error:
        return [Look("versions", "ok", tools), Look("project", "problem", error.message)]
    return [
        Look("versions", "ok", tools),
        _project(checked),
        *(look for account in checked.accounts for look in _account(checked, account, now)),
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _project(checked: Checked) -> Look:
    errors = sum(found.is_error for found in checked.diagnostics)
    undeclared = next((account.undeclared for account in checked.accounts if account.undeclared), None)
    if undeclared is not None and errors == 1:
        return Look("project", "warning", f"{undeclared.message} {undeclared.hint}")
    if errors:
        return Look(
            "project",
            "problem",
            f"{errors} error{'' if errors == 1 else 's'} in the files; run `csws validate` to see them.",
        )
    return Look(
        "project",
        "ok",
        f"csws.yaml is valid, with {len(checked.accounts)} account{'' if len(checked.accounts) == 1 else 's'}.",
    )


def _account(checked: Checked, account: CheckedAccount, now: datetime) -> list[Look]:
    entry = account.loaded.entry
    looks = [
        *_reached(checked, account),
        *_record(checked, account),
        _catalog_age(account, now),
        *_unreadable(account),
        _operator(account),
    ]
    if traits_of(entry.target).over_api:
        found = look_at_token(account)
        looks += [Look(f"{account.name}: {look.what}", look.state, look.message) for look in found]
    return looks


def _reached(checked: Checked, account: CheckedAccount) -> list[Look]:
    what, entry = f"{account.name}: target", account.loaded.entry
    if account.catalog is None:
        return [Look(what, "problem", "The catalogue is not usable, so the account cannot be identified.")]
    try:
        target, reference = reached(checked.root, entry, account.catalog)
        with target.reader(reference) as reader:
            revision, held = reader.read().revision, waiting(held_run(target, reference, reader, account.catalog))
    except CswsError as error:
        return [Look(what, "problem", f"{error.message} {error.hint or ''}".rstrip())]
    state = f"at revision {revision}" if revision else "reachable, with no record of this account yet"
    looks = [Look(what, "ok", f"`{shown_target(entry.target)}` is {state}.")]
    if traits_of(entry.target).by_hand and revision == 0 and held is None:
        message = (
            "Nothing is recorded for this account yet; record what HubSpot shows with `csws adopt` or `csws observe`."
        )
        looks.append(Look(f"{account.name}: record", "problem", message))
    if held is not None:
        looks.append(Look(f"{account.name}: run", "warning", " ".join(run_lines(held.run, account.name))))
    return looks


def _record(checked: Checked, account: CheckedAccount) -> list[Look]:
    """A record as text: whether git carries it to other machines."""
    from csws.workflow.record import record_path
    from csws.workflow.record_driver import troubles

    path = record_path(account.loaded.entry)
    what = f"{account.name}: record file"
    return [Look(what, state, message) for state, message in troubles(checked.root, path)] if path else []


def _catalog_age(account: CheckedAccount, now: datetime) -> Look:
    what = f"{account.name}: catalogue"
    if account.catalog is None:
        return Look(what, "problem", f"`{account.loaded.entry.catalog}` is not usable; run `csws validate` to see why.")
    at = account.catalog.pulled_at
    if at is None:
        return Look(what, "ok", "Written by hand (no `pulled_at`).")
    days = (now - at).days
    return Look(
        what, "warning" if account.catalog.is_old(now) else "ok", f"Pulled {days} day{'' if days == 1 else 's'} ago."
    )


def _unreadable(account: CheckedAccount) -> list[Look]:
    """What the token could not read when the catalogue was pulled."""
    if account.catalog is None or not account.catalog.unreadable:
        return []
    words = ", ".join(sorted(account.catalog.unreadable))
    message = (
        f"`csws catalog pull` could not read: {words}. csws cannot check what depends on it; run it again to see why."
    )
    return [Look(f"{account.name}: catalogue contents", "warning", message)]


def _operator(account: CheckedAccount) -> Look:
    what, catalog = f"{account.name}: operator", account.catalog
    who = os.environ.get("CSWS_OPERATOR") or account.loaded.entry.operator
    if not who:
        return Look(what, "warning", "No operator is configured; set `operator:` or CSWS_OPERATOR.")
    if catalog is None or catalog.person(who) is not None:
        return Look(what, "ok", who)
    if catalog.unread("people") is not None:
        return Look(what, "warning", f"{who}; csws cannot check this person: the token could not read the people.")
    meant = did_you_mean(who, [person.email for person in catalog.people if person.email])
    hint = meant or "Correct it, or run `csws catalog pull` if the person is new."
    return Look(what, "problem", f"The catalogue has no person `{who}`. {hint}")
