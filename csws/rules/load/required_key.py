"""CSW103: required keys present. csws finds this while it reads the files and checks them against
the schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW103",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="required keys present",
    reason="Without it the account or workspace is incomplete.",
    source="csws: schemas/config.schema.json",
    hint="Add the key.",
    bad="workspaces: {emea: {teams: [EMEA CSM]}}",
    good="workspaces: {emea: {name: EMEA, teams: [EMEA CSM]}}",
)
