"""Updates a runbook after an observation: it shows where its run is overtaken, or that no step waits. Uses only a
reader."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from csws.errors import CswsError
from csws.model.catalog import Catalog
from csws.model.declaration import AccountEntry
from csws.model.target import AccountRef, Target
from csws.render.runbook.runbook import runbook
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.runbook import remove_runbook, write_runbook
from csws.workflow.account.running import held_run
from csws.workflow.account.score_tests import found_tests


def refresh_runbook(target: Target, reference: AccountRef, catalog: Catalog, entry: AccountEntry) -> None:
    """Of the run that waits in the account, if one does. What was recorded is recorded: a runbook that cannot be written
    is written by the next `apply --resume`."""
    if target.atomic:
        return
    with suppress(CswsError, OSError):
        with target.reader(reference) as reader:
            held = held_run(target, reference, reader, catalog)
        if held is None or held.prepared is None:
            return
        root, run, prepared = Path(reference.root), held.run, held.prepared
        if held.is_over:
            remove_runbook(root, reference.name)
            return
        objects, language = prepared.origin.objects, held.begun.made.language
        tested = found_tests(root, entry, catalog, held.plan, prepared.left, PlanOptions())
        book = runbook(held.plan, run.id, run.waiting, catalog, objects, language, run.overtaken, tested.tests)
        write_runbook(root, book)
