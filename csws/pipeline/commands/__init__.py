"""The commands of a pipeline, one file each, and the table of them."""

from __future__ import annotations

from collections.abc import Callable

from csws.pipeline.commands import abandon, apply, plan, resume, validate, watch
from csws.pipeline.context import Context

COMMANDS: dict[str, Callable[[Context], int]] = {
    "validate": validate.run,
    "plan": plan.run,
    "apply": apply.run,
    "resume": resume.run,
    "abandon": abandon.run,
    "watch": watch.run,
}
