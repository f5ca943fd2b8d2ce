"""CSW410: a shown tab names its csm_property (the Customers tab is always shown)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Path, Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import tabs

RULE = Rule(
    code="CSW410",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a shown tab names its csm_property (the Customers tab is always shown)",
    reason="Without it the tab does not know whose customers to show.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that it is required",
    hint="Add `csm_property:`, here or under `defaults:`; a Services or Revenue tab can be hidden with `show: false` instead.",
    bad="emea: {name: EMEA, customers: {}}",
    good="emea: {name: EMEA, customers: {csm_property: hubspot_owner_id}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    """An extra block, which CSW408 reports, needs none."""
    wanted = subject.declared.settings.objects.revenue
    for tab in tabs(subject):
        if tab.chosen["csm_property"] is None:
            needed = [path for path in tab.paths if "objects" not in path or tab.object_name in wanted]
            yield from (_missing(path, tab.object_name) for path in needed)
    yield from _empty_blocks(subject)


def _missing(path: Path, object_name: str | None) -> Finding:
    what = f"The {object_name} block" if "objects" in path else f"The {path[2]} tab"
    return _finding(path, f"{what} of `{path[1]}` has no `csm_property`.")


def _empty_blocks(subject: Subject) -> Iterator[Finding]:
    """A block without any choice is dropped in normal form, so look for its name."""
    wanted = subject.declared.settings.objects.revenue
    for item in subject.workspaces:
        for name in subject.declared.block_names.get(item.key or "", ()) if item.revenue.show else ():
            if name in wanted and item.revenue.block(name) is None:
                path = ("workspaces", item.key or "", "revenue", "objects", name)
                yield _finding(path, f"The {name} block of `{item.key}` has no `csm_property`.")


def _finding(tab: Path, message: str) -> Finding:
    """The hint depends on the tab: the Customers tab cannot be hidden (DOMAIN §1)."""
    add = "Add `csm_property:`, here or under `defaults:`"
    if tab[2] == "customers":
        return Finding(path=(*tab, "csm_property"), message=message, hint=f"{add}.")
    hint = f"{add}; or hide the tab with `show: false`."
    return Finding(path=(*tab, "csm_property"), message=message, hint=hint, leans_on=((*tab[:3], "show"),))
