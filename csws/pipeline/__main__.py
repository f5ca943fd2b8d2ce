"""`python -m csws.pipeline github|gitlab`: runs one job, told by its environment."""

from __future__ import annotations

import os
import sys

from csws.pipeline.commands import COMMANDS
from csws.pipeline.context import Context

_USAGE = 64
_MARK = {"github": "::error title=csws::", "gitlab": "error: "}


def main(forge: str) -> int:
    command = os.environ.get("CSWS_COMMAND", "")
    if command not in COMMANDS:
        known = ", ".join(COMMANDS)
        print(f"{_MARK[forge]}Unknown command '{command}'. Set the input command to one of {known}.")
        return _USAGE
    context = _context(forge, command)
    if not context.job.is_inside:
        print(
            f"{_MARK[forge]}The directory '{context.job.directory}' is not in the repository. Set it to a folder of it."
        )
        return _USAGE
    return COMMANDS[command](context)


def _context(forge: str, command: str) -> Context:
    if forge == "gitlab":
        from csws.pipeline.gitlab.jobs import context_of
    else:
        from csws.pipeline.github.jobs import context_of
    return context_of(os.environ, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
