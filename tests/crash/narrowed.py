"""A saved plan of three accounts, narrowed to one and killed in its commit, for real. Prints what resuming did as JSON.

`python -m tests.crash.narrowed FOLDER`; the folder is empty.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from csws.targets.ledger import lease, writing
from tests.cli.console import csws
from tests.cli.runs_project import several
from tests.crash.place import die
from tests.crash.race import code, quietly


def main(folder: str) -> None:
    lease.TERM = 0.5
    root = several(Path(folder), "a0", "a1", "a2")
    file = str(root / "p.plan")
    assert csws(root, "plan", "--out", file).code == 0
    commit = writing.LedgerWriter.commit
    writing.LedgerWriter.commit = lambda self: die()  # type: ignore[assignment,method-assign,return-value]
    killed = code(quietly(root, "--account", "a1", "apply", "--auto-approve"))
    writing.LedgerWriter.commit = commit  # type: ignore[method-assign]
    resumed = csws(root, "apply", "--resume", "--lock-timeout", "15", "--format", "json")
    told = {item["account"]: item["exit_code"] for item in resumed.json["accounts"]}
    found = csws(root, "history", "--format", "json").json["accounts"]
    revisions = {item["account"]: len(item["revisions"]) for item in found}
    print(json.dumps({"killed": killed, "resumed": told, "revisions": revisions}))


if __name__ == "__main__":
    main(sys.argv[1])
