"""CSW606: something is recorded of a `hubspot:` account before it is applied to (`--new-account` where it really is new)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import ApplySubject
from csws.model.target_traits import traits_of

RULE = Rule(
    code="CSW606",
    severity=Severity.WARNING,
    phase=Phase.APPLY,
    law="something is recorded of a `hubspot:` account before it is applied to (`--new-account` where it really is new)",
    reason="csws cannot read these settings, so it plans from what is recorded; with no record, it would ask people to create workspaces that may exist.",
    source="csws: SPEC; a second machine without the record planned to create every workspace again",
    hint="Record what HubSpot shows with `csws adopt` or `csws observe`, or use `--new-account` if the account really is new.",
    bad="accounts: {acme: {target: hubspot:1234567}}   # and nothing was observed or applied yet",
    good="accounts: {acme: {target: hubspot:1234567}}   # after `csws adopt sheet.yaml`",
    breach=BreachKind.GUARD,
)


def check(subject: ApplySubject) -> Iterator[Finding]:
    by_hand = traits_of(subject.account.target).by_hand
    if by_hand and subject.revision == 0 and not subject.new_account:
        name = subject.account.name
        message = "The plan assumes a fresh account, because nothing is recorded for this account yet."
        yield Finding(path=("accounts", name, "target"), message=message)
