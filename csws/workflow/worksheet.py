"""Worksheets: the recorded settings of one account, by name. Uses only a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from csws.errors import UsageFault
from csws.model.catalog import Catalog
from csws.model.field import EACH, Field, Reference
from csws.model.fields import OBJECTS, WORKSPACE, field_at
from csws.model.frozen import frozen
from csws.model.settings import Objects, Settings
from csws.state.references import named
from csws.workflow.account.check import check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account_schema import choices_of
from csws.workflow.run.per_account import check_has_accounts, usable_catalog


@frozen
class Sheet:
    """An account's settings by name, and what its catalogue offers at each path."""

    account: str
    settings: Settings
    choices: dict[str, tuple[str, ...]]


def known_settings(root: Path, patterns: list[str] | None, now: datetime) -> Sheet:
    """The settings of the account that is asked for. Raises UsageFault where several accounts are meant."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    if len(opened.names) > 1:
        hint = f"Choose one: csws --account {opened.names[0]} worksheet"
        raise UsageFault("A worksheet covers one account.", hint=hint)
    account = check_account(opened, opened.names[0])
    catalog = usable_catalog(account)
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        settings = named(reader.read().settings, catalog)
    return Sheet(account=account.name, settings=settings, choices=dict(_choices(settings.objects, catalog)))


def _choices(objects: Objects, catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in (*OBJECTS, *WORKSPACE):
        if field.choices:
            found: tuple[str, ...] = field.choices
        elif field.refers_to is not None:
            found = tuple(_words(field, choices_of(field, field.refers_to, catalog, objects)))
        else:
            continue
        names = objects.revenue or field_at("revenue").standard
        yield from ((path, found) for path in dict.fromkeys(field.path.replace(EACH, name) for name in names))


def _words(field: Field, choices: dict[str, str]) -> Iterator[str]:
    """Each choice; one that people know by another name on the screen with that name."""
    for name, about in sorted(choices.items()):
        yield f"{name} ({about})" if field.is_property or field.refers_to is Reference.OBJECT else name
