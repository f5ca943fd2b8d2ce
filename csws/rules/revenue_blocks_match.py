"""CSW408: revenue blocks match objects.revenue, none missing, none over (where the tab is shown)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.subject import Subject

RULE = Rule(
    code="CSW408",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="revenue blocks match objects.revenue, none missing, none over (where the tab is shown)",
    reason="Every revenue object needs its own choices, and choices for any other object go nowhere.",
    source="assumed: properties and pipelines belong to one object",
    hint="Write one block for each object of `objects.revenue`.",
    bad="objects: {revenue: [deals]}\n# in a workspace\nrevenue: {objects: {licences: …}}",
    good="objects: {revenue: [deals]}\n# in a workspace\nrevenue: {objects: {deals: …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    wanted = subject.declared.settings.objects.revenue
    for item in subject.workspaces:
        blocks = subject.declared.block_names.get(item.key or "", ())
        path = ("workspaces", item.key or "", "revenue", "objects")
        if not item.revenue.show:
            continue
        for name in blocks:
            if name not in wanted:
                yield Finding(
                    path=(*path, name),
                    message=f"`{name}` is not one of `objects.revenue`.",
                    hint="Remove this block, or add the object.",
                    on_key=True,
                )
        for name in sorted(set(wanted) - set(blocks)):
            message = f"The shown Revenue tab of `{item.key}` has no block for `{name}`."
            hint = f"Add `{name}:` under `revenue.objects`, or hide the tab with `show: false`."
            yield Finding(path=(*path, name), message=message, hint=hint, on_key=True)
