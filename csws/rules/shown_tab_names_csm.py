"""CSW410: a shown tab names its csm_property (the Customers tab is always shown)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.subject import Subject
from csws.rules.references import tabs

RULE = Rule(
    code="CSW410",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a shown tab names its csm_property (the Customers tab is always shown)",
    reason="Without it the tab does not know whose customers to show.",
    source="HubSpot: Set up and manage the customer success workspace (13 October 2025); that it is required is assumed",
    hint="Add `csm_property:`, here or under `defaults:`; or hide the tab with `show: false`.",
    bad="emea: {name: EMEA, customers: {}}",
    good="emea: {name: EMEA, customers: {csm_property: hubspot_owner_id}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in tabs(subject):
        block = subject.declared.block_names.get(str(tab.path[1]), ()) if "objects" in tab.path else None
        if tab.chosen["csm_property"] is None and (block is None or tab.path[-1] in block):
            name = str(tab.path[-1] if block is not None else tab.path[2])
            message = (
                f"The {name} {'block' if block is not None else 'tab'} of `{tab.path[1]}` names no `csm_property`."
            )
            yield Finding(path=(*tab.path, "csm_property"), message=message)
    yield from _empty_blocks(subject)


def _empty_blocks(subject: Subject) -> Iterator[Finding]:
    """A block without any choice is no block in normal form, so it is looked for by its name."""
    wanted = subject.declared.settings.objects.revenue
    for item in subject.workspaces:
        for name in subject.declared.block_names.get(item.key or "", ()) if item.revenue.show else ():
            if name in wanted and item.revenue.block(name) is None:
                path = ("workspaces", item.key or "", "revenue", "objects", name, "csm_property")
                yield Finding(path=path, message=f"The {name} block of `{item.key}` names no `csm_property`.")
