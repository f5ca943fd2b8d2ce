"""Runbooks on disk: what a person still has to do for an account, as Markdown and as HTML. Deletes them when nothing
is left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from csws.apply import Prepared
from csws.errors import ApplyUnfinished, CswsError
from csws.load.atomic_write import replace_file
from csws.model.catalog import Catalog
from csws.model.plan import Failure
from csws.model.report import AccountReport
from csws.model.score_tests import ScoreTests
from csws.render import RUNBOOK_FORMATS, renderer
from csws.render.runbook.parts import Runbook
from csws.render.runbook.runbook import runbook
from csws.render.style import Style

FOLDER = ".csws/runbooks"
_SUFFIXES = {"markdown": ".md", "html": ".html"}


def write_runbook(root: Path, book: Runbook) -> str:
    """Writes the runbook of the steps that wait; returns the Markdown's path, relative to the project."""
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, suffix in _SUFFIXES.items():
            replace_file(folder / f"{book.account}{suffix}", renderer(RUNBOOK_FORMATS, form)(book, Style()))
    except OSError as error:
        raise CswsError(
            f"The runbook cannot be written to `{FOLDER}`: {error.strerror}.",
            hint="Check the folder and the free space; `csws apply --resume` writes it again.",
            code="file",
        ) from error
    return f"{FOLDER}/{book.account}.md"


def runbook_path(root: Path, account: str) -> str | None:
    """The runbook of an account, relative to the project; None where there is none."""
    name = f"{FOLDER}/{account}.md"
    return name if (root / name).is_file() else None


def remove_runbook(root: Path, account: str) -> None:
    """Nothing waits any more: an old runbook would only mislead. Raises CswsError where it cannot
    be removed."""
    for suffix in _SUFFIXES.values():
        name = f"{FOLDER}/{account}{suffix}"
        try:
            (root / name).unlink()
        except OSError as error:  # on a read-only file system also of a file that is missing
            if (root / name).exists():
                raise CswsError(
                    f"The old runbook `{name}` cannot be removed: {error.strerror}.",
                    hint="Delete it; none of its steps waits any more.",
                    code="file",
                ) from error


def with_runbook(
    report: AccountReport,
    root: Path,
    prepared: Prepared,
    catalog: Catalog,
    language: str,
    tests: tuple[ScoreTests, ...] = (),
) -> AccountReport:
    try:
        if report.waiting:
            plan, objects = prepared.plan, prepared.origin.objects
            book = runbook(plan, report.run or "", report.waiting, catalog, objects, language, tests=tests)
            return replace(report, runbook=write_runbook(root, book))
        if report.exit_code == 0:
            remove_runbook(root, report.account)
    except CswsError as error:
        return _without_runbook(report, error)
    return report


def _without_runbook(report: AccountReport, error: CswsError) -> AccountReport:
    """The records stay, even if the runbook could not be written."""
    before = f"{report.error.message} " if report.error else ""
    failure = Failure(code=error.code, message=f"{before}{error.message}", hint=error.hint)
    return replace(report, exit_code=ApplyUnfinished.exit_code, error=failure)
