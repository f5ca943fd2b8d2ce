"""What was approved of a run over several accounts: `.csws/run.json` keeps the digests of those that it has not come to.

One account needs no such note: its store has the run from its first step.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import replace_file
from csws.model.reports import Report
from csws.model.run import Plan

KEPT = ".csws/run.json"


def keep_run(root: Path, plan: Plan, names: Iterable[str]) -> None:
    """Records the approved plans of the selected accounts, and keeps those of other runs."""
    asked = frozenset(names)
    heads = (head for head in plan.heads if head.account in asked)
    digests = {head.account: head.digest for head in heads if head.steps and head.digest}
    kept = _known(root)
    if len(digests) > 1 or digests.keys() & kept.keys():
        _keep(root, {**kept, **digests})


def settle_run(root: Path, report: Report) -> None:
    """Takes out what has ended well."""
    forget(root, (head.account for head in report.heads if head.exit_code == 0))


def forget(root: Path, names: Iterable[str]) -> None:
    """These accounts have nothing left of what was approved."""
    kept, ended = _known(root), frozenset(names)
    left = {name: digest for name, digest in kept.items() if name not in ended}
    if left != kept:
        _keep(root, left)


def approved_digests(root: Path) -> dict[str, str]:
    """By account. Raises CswsError where the note cannot be read."""
    try:
        accounts = json.loads((root / KEPT).read_text(encoding="utf-8"))["accounts"]
        return {str(name): str(digest) for name, digest in accounts.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CswsError(
            f"`{KEPT}` cannot be read, so csws does not know which plans were approved.",
            hint="Delete it and make a new plan.",
            code="file",
        ) from error


def _known(root: Path) -> dict[str, str]:
    """What an apply finds: it needs no note, so one that cannot be read is replaced."""
    try:
        return approved_digests(root)
    except CswsError:
        return {}


def _keep(root: Path, digests: dict[str, str]) -> None:
    with suppress(OSError):  # a project that may only be read can be applied all the same
        if not digests:
            (root / KEPT).unlink(missing_ok=True)
            return
        (root / KEPT).parent.mkdir(parents=True, exist_ok=True)
        replace_file(root / KEPT, json.dumps({"format_version": "1.0", "accounts": digests}, indent=1) + "\n")
