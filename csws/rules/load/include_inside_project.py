"""CSW005: an include matches a file inside the project. csws finds this while it reads the files
and checks them against the schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW005",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="an include matches a file inside the project",
    reason="A pattern that matches nothing is probably a typo, and a file outside the folder is not reviewed.",
    source="csws: a project is one folder",
    hint="Correct the path; it is relative to csws.yaml and stays inside its folder.",
    bad="include: [../shared.yaml]",
    good="include: [workspaces/*.yaml]",
)
