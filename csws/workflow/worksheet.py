"""Worksheets: the settings of one account as they are known, by name. Holds a reader only."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csws.errors import ConfigInvalid, UsageFault
from csws.model.settings import Settings
from csws.state.references import named
from csws.targets import target_for
from csws.workflow.account.check import check_account, open_checked
from csws.workflow.account.plan import account_ref
from csws.workflow.run.per_account import usable_catalog


def known_settings(root: Path, patterns: list[str] | None, now: datetime) -> tuple[str, Settings]:
    """The account that is asked for, and its settings. Raises UsageFault where several accounts are meant."""
    opened = open_checked(root, patterns, now)
    if not opened.names:
        raise ConfigInvalid("csws.yaml contains no readable account.", hint="Run `csws validate` to see why.")
    if len(opened.names) > 1:
        hint = f"Choose one: csws --account {opened.names[0]} worksheet"
        raise UsageFault("A worksheet covers one account.", hint=hint)
    account = check_account(opened, opened.names[0])
    catalog = usable_catalog(account)
    reference = account_ref(opened.root, account.loaded.entry, catalog)
    with target_for(reference.scheme).reader(reference) as reader:
        return account.name, named(reader.read().settings, catalog)
