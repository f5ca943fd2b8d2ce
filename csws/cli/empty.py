"""What `--format json` prints where a command fails before it has anything to show: its own document, empty but for the
error. A command brings its own to `format_option`; those that several commands share are here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from csws import __version__
from csws.errors import CswsError

Json = dict[str, Any]
Empty = Callable[[CswsError, Sequence[str]], Json]  # the words of the command line are given too


def error_document(error: CswsError) -> Json:
    return {"code": error.code, "message": error.message, "hint": error.hint}


def empty_plan(error: CswsError, words: Sequence[str]) -> Json:
    """Without a checksum, so that nobody can apply it."""
    from csws.documents.plan_document import head_document
    from csws.model.run import Plan

    return {**head_document(Plan(), __version__, error_document(error)), "accounts": []}


def empty_report(error: CswsError, words: Sequence[str]) -> Json:
    from csws.documents.report_document import head_document
    from csws.model.reports import Report

    head = head_document(Report(), __version__, error_document(error))
    return {**head, "exit_code": error.exit_code, "accounts": []}


def empty_accounts(error: CswsError, words: Sequence[str]) -> Json:
    """Of every command that looks at each account alone: drift, history, catalog diff."""
    from csws.cli.outcomes import accounts_document

    return accounts_document([], error_document(error))


def empty_of_none(error: CswsError) -> Json:
    """Where no command is known, or it has no `--format`."""
    from csws.model.plan import FORMAT_VERSION

    return {
        "format_version": FORMAT_VERSION,
        "csws_version": __version__,
        "error": error_document(error),
        "diagnostics": [],
    }
