"""CSW007: no secret in a file. csws finds this while it reads the files and checks them against the
schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW007",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="no secret in a file",
    reason="A committed secret stays in the history, where everybody with access to the repository can read it.",
    source="csws: tokens and passwords come from the environment",
    hint="Remove it, revoke or change it, and pass the new one in the environment.",
    bad="target: postgresql://csws:hunter2@db/csws",
    good="target: postgresql://csws@db/csws   # PGPASSWORD or a pgpass file",
)
