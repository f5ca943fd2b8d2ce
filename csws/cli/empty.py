"""What `--format json` prints if a command fails before it has a result: its usual document, empty
except for the error. A command passes its own to `format_option`; documents that several commands
share are here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from csws import __version__
from csws.errors import CswsError

Json = dict[str, Any]
Empty = Callable[[CswsError, Sequence[str]], Json]  # it also receives the words of the command line


def error_document(error: CswsError) -> Json:
    return {"code": error.code, "message": error.message, "hint": error.hint}


def empty_plan(error: CswsError, words: Sequence[str]) -> Json:
    """A plan without a checksum, so that nobody can apply it."""
    from csws.documents.plan_document import head_document
    from csws.model.run import Plan

    return {**head_document(Plan(), __version__, error_document(error)), "accounts": []}


def empty_report(error: CswsError, words: Sequence[str]) -> Json:
    from csws.documents.report_document import head_document
    from csws.model.reports import Report

    head = head_document(Report(), __version__, error_document(error))
    return {**head, "exit_code": error.exit_code, "accounts": []}


def empty_accounts(error: CswsError, words: Sequence[str]) -> Json:
    """For commands that look at each account separately: drift, history, catalog diff."""
    from csws.cli.outcomes import accounts_document

    return accounts_document([], error_document(error))


def empty_of_none(error: CswsError) -> Json:
    """For an unknown command, or one without `--format`."""
    from csws.model.plan import FORMAT_VERSION

    return {
        "format_version": FORMAT_VERSION,
        "csws_version": __version__,
        "error": error_document(error),
        "diagnostics": [],
    }
