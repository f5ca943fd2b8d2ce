"""The health score that somebody asks about: of one account of the project, as its files declare it. Opens no account."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from pathlib import Path

from csws.errors import ConfigInvalid, UsageFault
from csws.kinds.addresses import lies_in
from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import score_of
from csws.kinds.health_scores.score import Score
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.suggestion import did_you_mean
from csws.records.values import zone_of
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.run.per_account import check_has_accounts, usable_catalog

NO_ZONE = "UTC"  # where the catalogue does not say in which zone the account's days begin


@frozen
class Asked:
    """A score with what it is judged by. `kept_in` is the property where HubSpot keeps its number, None if nobody said so. `as_of` is
    a calendar day in `zone`."""

    opened: Opened
    account: CheckedAccount
    catalog: Catalog
    score: Score
    kept_in: str | None
    as_of: date
    zone: tzinfo
    zone_name: str

    @property
    def address(self) -> Address:
        return Address(KIND.name, self.score.key or "")


def score_asked(root: Path, patterns: list[str] | None, now: datetime, key: str, as_of: date | None) -> Asked:
    """The score `key` of the account that is meant; today where `as_of` is None.

    Raises UsageFault where several accounts are meant or there is no such score, ConfigInvalid where the score or the
    project's files have errors.
    """
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    if len(opened.names) > 1:
        hint = f"Choose one: csws --account {opened.names[0]} score …"
        raise UsageFault("Records are those of one account, and this project has several.", hint=hint)
    return asked_of(opened, check_account(opened, opened.names[0]), key, as_of)


def asked_of(opened: Opened, account: CheckedAccount, key: str, as_of: date | None = None) -> Asked:
    """The score `key` of an account that was checked. Raises as `score_asked` does."""
    catalog = usable_catalog(account)
    zone = zone_of(catalog.time_zone)
    return Asked(
        opened=opened,
        account=account,
        catalog=catalog,
        score=declared_score(account, key),
        kept_in=_property(account, key),
        as_of=as_of or opened.now.astimezone(zone).date(),
        zone=zone,
        zone_name=catalog.time_zone or NO_ZONE,
    )


def declared_score(account: CheckedAccount, key: str) -> Score:
    """A score as the files declare it. Raises as `score_asked` does."""
    block = account.loaded.declared.blocks.get(Address(KIND.name, key))
    _check_is_valid(account, key)
    if block is None:
        known = [item.key or "" for item in KIND.all(account.loaded.declared.settings)]
        hint = did_you_mean(key, known) or f"Health scores of this project: {', '.join(known) or 'none'}."
        raise UsageFault(f"`{account.name}` has no health score `{key}`.", hint=hint)
    score = score_of(block, key)
    if not has_bounds(score):
        raise ConfigInvalid(f"The bands of `{key}` are not valid.", hint="Run `csws validate` to see why.")
    return score


def _check_is_valid(account: CheckedAccount, key: str) -> None:
    """Other errors of the project are no reason to say nothing of a score, unless a file could not be read."""
    address = str(Address(KIND.name, key))
    for found in account.diagnostics:
        if found.is_error and (lies_in(found.address, address) or not account.loaded.whole):
            raise ConfigInvalid(found.message, hint=f"Run `csws validate`, and correct `{key}` first.", code=found.code)


def _property(account: CheckedAccount, key: str) -> str | None:
    found = account.loaded.declared.blocks.get(Address(KIND.name, key), {}).get("property")
    return found if isinstance(found, str) and found else None
