"""The warnings about what a draft touches, which nobody should have to look for."""

from __future__ import annotations

from csws.editing.draft import DEFAULTS
from csws.kinds.addresses import lies_in
from csws.model.diagnostic import Diagnostic, Severity
from csws.studio.drafting import Now


def warnings_of(now: Now) -> tuple[Diagnostic, ...]:
    """The warnings about an item that the draft changes, and those that the saved files do not have."""
    touched = {edit.address for edit in now.draft.edits if edit.address != DEFAULTS}
    before = {_told(found) for found in now.saved.diagnostics}

    def is_touched(found: Diagnostic) -> bool:
        return _told(found) not in before or any(lies_in(found.address, address) for address in touched)

    warnings = (found for found in now.state.diagnostics if found.severity is Severity.WARNING)
    return tuple(filter(is_touched, warnings)) if now.has_draft else ()


def _told(found: Diagnostic) -> tuple[str, ...]:
    """A finding without its lines, which other edits move."""
    return found.code, found.address, found.message
