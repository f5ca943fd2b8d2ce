"""CSW001: file readable, UTF-8, under the size limit. csws finds this while it reads the files and
checks them against the schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW001",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="file readable, UTF-8, under the size limit",
    reason="If an unreadable file counted as empty, csws would plan to delete its workspaces.",
    source="csws: a load error makes no plan",
    hint="Create the file, correct its name, or save it as UTF-8.",
    bad="include: [workspaces.yaml]   # the file does not exist",
    good="include: [workspaces.yaml]   # next to csws.yaml, UTF-8, at most 16 MiB",
)
