"""CSW007: no secret in a file. Found while files are read and held against their schemas, so there is nothing to check here."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW007",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="no secret in a file",
    reason="What is committed is read by everybody who can read the repository, for ever.",
    source="csws: tokens and passwords come from the environment",
    hint="Remove it, change it where it is valid, and give it to csws by the environment.",
    bad="target: postgresql://csws:hunter2@db/csws",
    good="target: postgresql://csws@db/csws   # PGPASSWORD or a pgpass file",
)
