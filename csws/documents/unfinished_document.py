"""An unfinished run as the documents of plans and of `csws runs` have it (SPEC §3), and back."""

from __future__ import annotations

from typing import Any

from csws.documents.step_document import value_from
from csws.model.address import WORKSPACE
from csws.model.plan import plain_value
from csws.model.runs import Overtaken, UnfinishedRun

Json = dict[str, Any]


def run_document(run: UnfinishedRun | None) -> Json | None:
    if run is None:
        return None
    return {
        "id": run.id,
        "digest": run.digest,
        "since": run.since,
        "by": run.by,
        "done": list(run.done),
        "waiting": list(run.waiting),
        "manual": list(run.manual),
        "in_doubt": list(run.in_doubt),
        "overtaken": [_overtaken(item) for item in run.overtaken] or None,
        "runbook": run.runbook,
        "step_by_step": run.waits,
    }


def _overtaken(item: Overtaken) -> Json:
    """A workspace does not say its kind."""
    sides = {"expected": plain_value(item.expected), "found": plain_value(item.found)}
    kind = {} if item.kind == WORKSPACE else {"kind": item.kind}
    return {"step": item.step, "path": item.path, **kind, **sides}


def run_from(data: Json | None) -> UnfinishedRun | None:
    if data is None:
        return None
    overtaken = tuple(
        Overtaken(
            step=item["step"],
            path=item["path"],
            expected=value_from(item["expected"]),
            found=value_from(item["found"]),
            kind=item.get("kind", WORKSPACE),
        )
        for item in data["overtaken"] or ()
    )
    return UnfinishedRun(
        id=data["id"],
        digest=data["digest"],
        since=data["since"],
        by=data["by"],
        done=tuple(data["done"]),
        waiting=tuple(data["waiting"]),
        manual=tuple(data["manual"]),
        in_doubt=tuple(data["in_doubt"]),
        overtaken=overtaken,
        runbook=data["runbook"],
        waits=data["step_by_step"],
    )
