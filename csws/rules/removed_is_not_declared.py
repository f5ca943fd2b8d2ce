"""CSW605: no `removed` or `renamed_from` names a workspace that is still declared."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import PRIMARY

RULE = Rule(
    code="CSW605",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="no `removed` or `renamed_from` names a workspace that is still declared",
    reason="The files would say both that the workspace goes and that it stays.",
    source="csws: SPEC",
    hint="Remove the entry, or the workspace's block.",
    bad="removed: [emea]\nworkspaces: {emea: …}",
    good="removed: [emea]   # and no block `emea`",
)


def check(subject: Subject) -> Iterator[Finding]:
    declared = {item.key for item in subject.workspaces}
    for path, address in subject.declared.removed.items():
        if address.key in declared or address.key == PRIMARY:
            what = "cannot be removed" if address.key == PRIMARY else "is still declared"
            yield Finding(path=path, message=f"The workspace `{address.key}` {what}.")
    taken: dict[str, str] = {}
    for key, old in sorted(subject.declared.renamed_from.items()):
        path = ("workspaces", key, "renamed_from")
        if old in declared:
            yield Finding(
                path=path, message=f"The workspace `{old}` is still declared, so `{key}` cannot be its new key."
            )
        elif taken.setdefault(old, key) != key:
            yield Finding(path=path, message=f"The workspace `{taken[old]}` is also renamed from `{old}`.")
