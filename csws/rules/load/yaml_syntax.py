"""CSW002: YAML syntax. csws finds this while it reads the files and checks them against the
schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW002",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="YAML syntax",
    reason="csws cannot plan from a file that is not valid YAML, or a catalogue that is not valid JSON.",
    source="YAML 1.2; RFC 8259",
    hint="Check the indentation, quotes and brackets on this line and the one above it.",
    bad="workspaces: {primary: {name: Customers",
    good="workspaces: {primary: {name: Customers}}",
)
