"""Worksheets: the recorded settings of one account, by name, with what its catalogue offers. Uses only a reader."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csws.errors import UsageFault
from csws.kinds.choices import Choices
from csws.model.frozen import frozen
from csws.model.settings import Settings
from csws.state.references import named
from csws.workflow.account.check import check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.own_files import check_is_no_part
from csws.workflow.run.per_account import check_has_accounts, usable_catalog


@frozen
class Known:
    """An account's settings by name, and its choices. `is_recorded`: anything of it ever was. `is_shared`: the project
    has other accounts, too."""

    account: str
    settings: Settings
    choices: Choices
    is_recorded: bool
    is_shared: bool


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
    catalog = usable_catalog(account)
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        state = reader.read()
    return Known(
        account=account.name,
        settings=named(state.settings, catalog),
        choices=Choices(catalog, state.settings),
        is_recorded=state.revision > 0,
        is_shared=opened.shared,
    )
