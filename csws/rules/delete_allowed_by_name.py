"""CSW601: a delete is allowed by name."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.fix import Append, Remedy
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject
from csws.rules.references import deleted

RULE = Rule(
    code="CSW601",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="a delete is allowed by name",
    reason="Deleting a workspace cannot be undone, so it takes more than a missing block.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025): the dialog asks for a tick",
    hint="Add its key to `removed:`, or use `--allow-delete KEY`.",
    bad="workspaces: {primary: …}   # and `apac` is in the account",
    good="removed: [apac]\nworkspaces: {primary: …}",
    breach=BreachKind.GUARD,
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    for kind, item in deleted(subject):
        address, named = kind.address(item), kind.shown_key(item.key)
        if address not in subject.allowed_deletes:
            message = f"The {kind.noun} `{item.key}` (“{kind.called(item)}”) would be deleted, and this is not allowed yet. Deleting cannot be undone."
            hint = f"To delete it, add `{named}` to `removed:`, or use `--allow-delete {named}`."
            listed = Remedy(title=f"Delete it: list `{named}` under `removed`", acts=(Append(("removed",), named),))
            yield Finding(path=kind.yaml_path(address.key), message=message, hint=hint, remedies=(listed,))
