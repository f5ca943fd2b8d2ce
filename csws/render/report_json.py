"""A report as the JSON document of SPEC §3."""

from __future__ import annotations

from collections.abc import Iterator

from csws import __version__
from csws.documents.report_document import account_document, head_document
from csws.model.reports import Report
from csws.render.json_text import long_text
from csws.render.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    return long_text(head_document(report, __version__), "accounts", map(account_document, report.accounts))
