"""32 processes apply 32 different plans to one account at the same time. Prints the results as
JSON.

`python -m tests.crash.race FOLDER`; the folder is empty.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from csws.cli.main import run
from tests.cli.console import csws

RUNS = 32


def quietly(root: Path, *arguments: str) -> int:
    """Starts `csws` in a process of its own; returns its id."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(run(["-C", str(root), *arguments]))
    return child


def code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: str) -> None:
    root = Path(folder)
    assert csws(root, "init").code == 0
    block = root / "workspaces/apac.yaml"
    text = block.read_text()
    for at in range(RUNS):
        block.write_text(text.replace("APAC customer success", f"APAC {at}"))
        assert csws(root, "plan", "--out", str(root / f"{at}.plan")).code == 0
    children = [quietly(root, "apply", str(root / f"{at}.plan")) for at in range(RUNS)]
    codes = [code(child) for child in children]
    (root / ".csws/run.json").unlink(missing_ok=True)  # the approval of one run in this folder
    resumed = csws(root, "apply", "--resume").code  # runs that came too late leave nothing to resume
    started = time.monotonic()
    after = csws(root, "apply", "--auto-approve").code
    print(json.dumps({"codes": codes, "resumed": resumed, "after": after, "waited": time.monotonic() - started}))


if __name__ == "__main__":
    main(sys.argv[1])
