"""CSW101: no unknown key (with "did you mean"). csws finds this while it reads the files and checks
them against the schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW101",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law='no unknown key (with "did you mean")',
    reason="A misspelled key would be a setting that silently does nothing.",
    source="csws: schemas/config.schema.json",
    hint="Correct the key; `csws schema config` lists them all.",
    bad="workspaces: {emea: {nane: EMEA}}",
    good="workspaces: {emea: {name: EMEA}}",
)
