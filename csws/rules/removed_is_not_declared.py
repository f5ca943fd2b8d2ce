"""CSW605: no `removed` or `renamed_from` names a workspace that is still declared."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import KEYED, kind_of
from csws.model.address import Address
from csws.model.diagnostic import Severity
from csws.model.fix import Drop, Remedy
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
    settings = subject.declared.settings
    if not (subject.declared.removed or subject.declared.renamed_from):
        return
    declared = {kind.address(thing) for kind in KEYED for thing in kind.all(settings)}
    primary = Address.workspace(PRIMARY)
    for path, address in subject.declared.removed.items():
        if address in declared or address == primary:
            what = "cannot be removed" if address == primary else "is still declared"
            kind = kind_of(address)
            yield Finding(
                path=path,
                message=f"The {kind.noun} `{address.key}` {what}.",
                related=((kind.yaml_path(address.key), "declared here"),) if address in declared else (),
                remedies=(Remedy(title="Remove this entry", acts=(Drop(path),)),),
            )
    taken: dict[Address, Address] = {}
    for address, key in sorted(subject.declared.renamed_from.items()):
        kind, old = kind_of(address), Address(address.kind, key)
        path = (*kind.yaml_path(address.key), "renamed_from")
        if old in declared:
            message = f"The {kind.noun} `{old.key}` is still declared, so `{address.key}` cannot be its new key."
            yield Finding(path=path, message=message)
        elif taken.setdefault(old, address) != address:
            message = f"The {kind.noun} `{taken[old].key}` is also renamed from `{old.key}`."
            yield Finding(path=path, message=message)
