"""Worksheets: the recorded settings of one account, by name, with what its catalogue offers. Uses only a reader."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csws.errors import UsageFault
from csws.kinds.choices import Choices
from csws.model.catalog import Catalog
from csws.model.declaration import AccountEntry, Declaration
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.settings import Settings
from csws.state.references import named
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.own_files import check_is_no_part
from csws.workflow.run.per_account import check_has_accounts, usable_catalog


@frozen
class Known:
    """An account's settings by name, and its choices. `revision` is 0 where nothing of it was ever recorded. `is_shared`: the
    project has other accounts, too. `recorded` are the settings by id; `declared` is what the project says of it."""

    entry: AccountEntry
    settings: Settings
    choices: Choices
    revision: int
    is_shared: bool
    recorded: Settings
    declared: Declaration

    @property
    def account(self) -> str:
        return self.entry.name

    @property
    def is_recorded(self) -> bool:
        return self.revision > 0

    @property
    def catalog(self) -> Catalog:
        return self.choices.catalog

    def keys(self, kind: Kind) -> dict[str, str]:
        """Every key that the project or the record has for things of a kind, with the name that it belongs to, "" where it is
        of something that is gone."""
        addresses = (*self.declared.removed.values(), *self.declared.renamed_from)
        gone = {address.key: "" for address in addresses if address.kind == kind.name}
        gone |= {old: "" for address, old in self.declared.renamed_from.items() if address.kind == kind.name}
        things = (*kind.all(self.declared.settings), *kind.all(self.settings))
        return gone | {thing.key: kind.called(thing) for thing in things if thing.key is not None}


def known_settings(root: Path, patterns: list[str] | None, now: datetime, file: Path | None = None) -> Known:
    """The settings of the account that is asked for, to be written to `file`. Raises UsageFault where several accounts are
    meant, and for a file of the project."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    if len(opened.names) > 1:
        hint = f"Choose one: csws --account {opened.names[0]} worksheet"
        raise UsageFault("A worksheet covers one account.", hint=hint)
    account = check_account(opened, opened.names[0])
    if file is not None:
        check_is_no_part(opened, account, file)
    return known_of(opened, account)


def known_of(opened: Opened, account: CheckedAccount) -> Known:
    """The settings of an account that is checked already. Raises ConfigInvalid where its catalogue cannot be used."""
    catalog = usable_catalog(account)
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        state = reader.read()
    return Known(
        entry=account.loaded.entry,
        settings=named(state.settings, catalog),
        choices=Choices(catalog, state.settings),
        revision=state.revision,
        is_shared=opened.shared,
        recorded=state.settings,
        declared=account.loaded.declared,
    )
