"""CSW602: a protected workspace is not deleted."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject
from csws.rules.references import deleted

RULE = Rule(
    code="CSW602",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="a protected workspace is not deleted",
    reason="`protect: true` is stored with the workspace, so it still applies after the block is removed from the YAML.",
    source="csws: SPEC",
    hint="Declare it again with `protect: false` and apply that. Then it can be deleted.",
    bad="removed: [vip]   # and `vip` is protected in the account",
    good="workspaces: {vip: {protect: false, …}}   # applied first, on its own",
    breach=BreachKind.GUARD,
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    for kind, item in deleted(subject):
        if kind.flat(item).get("protect"):
            yield Finding(
                path=kind.yaml_path(item.key or ""),
                message=f"The {kind.noun} `{item.key}` (“{kind.called(item)}”) is protected, but the plan would delete it.",
            )
