"""CSW503: target, store and catalogue are the account that is named."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import ITS_KEY, Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.target_traits import parts_of, traits_of

RULE = Rule(
    code="CSW503",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="target, store and catalogue are the account that is named",
    reason="Settings of one account must never be applied to another.",
    source="csws: an account is its catalogue's `account.id`",
    hint="Set `catalog:` and `target:` to those of this account.",
    bad="accounts: {acme: {catalog: catalogs/other.json}}",
    good="accounts: {acme: {catalog: catalogs/acme.json}}",
    breach=BreachKind.NOT_PERMITTED,
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    account, catalog = subject.account, subject.catalog
    if catalog.account_name != account.name:
        message = f"The catalogue belongs to account `{catalog.account_name}`, not to `{account.name}`."
        judged_by = (("accounts", account.name, ITS_KEY),)
        yield Finding(path=("accounts", account.name, "catalog"), message=message, leans_on=judged_by)
    _, identity = parts_of(account.target)
    if traits_of(account.target).names_account and identity != catalog.account_id:
        message = f"The target is portal {identity}, but the catalogue belongs to account {catalog.account_id}."
        yield Finding(path=("accounts", account.name, "target"), message=message)
