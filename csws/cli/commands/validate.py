"""`csws validate`: reports everything that is wrong in the files, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options, format_option
from csws.errors import CswsError
from csws.render import DIAGNOSTICS_FORMATS, WITH_FIXES, pieces

if TYPE_CHECKING:
    from csws.cli.session import Session
    from csws.load.files import ProjectFiles
    from csws.model.diagnostic import Diagnostic


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.render.diagnostics_json import findings_document

    return findings_document((), valid=False, error=error_document(error))


def _fix(session: Session, fleet: FleetRequest) -> None:
    """Shows the certain corrections on stderr, then makes them."""
    from csws.cli.progress import fleet_of
    from csws.render.fixes_text import fixes_text
    from csws.workflow.fixes import certain_fixes, write_fixes
    from csws.workflow.validate import validate_project

    def check(reads: ProjectFiles) -> tuple[Diagnostic, ...]:
        here = session.root, session.accounts, session.now
        return validate_project(*here, fleet_of(session, fleet), reads).diagnostics

    fixes = certain_fixes(session.root, check)
    made = [(item.found, item.title) for item in fixes.made]
    changed = [(item.file, item.before, item.after) for item in fixes.changed]
    session.note(fixes_text(made, changed, session.style_of_stderr()))
    write_fixes(session.root, fixes)


@click.command("validate")
@format_option(DIAGNOSTICS_FORMATS, _empty)
@click.option("--strict", is_flag=True, help="Treat warnings as failures.")
@click.option("--fix", is_flag=True, help="Show and make the corrections that are certain, then check.")
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, strict: bool, fix: bool, fleet: FleetRequest) -> int:
    """Check the project's files: YAML, schemas and rules. Uses no network and opens no account.

    Exits 0 when the configuration is valid (warnings alone are valid without --strict), 3 when it is not. With --fix
    it first corrects what can mean only one thing, such as a label in place of a name; it shows each correction, and
    what remains is reported as usual.
    """
    from csws.cli.progress import fleet_of
    from csws.workflow.validate import validate_project

    session = session_of(context)
    if fix:
        _fix(session, fleet)
    found = validate_project(session.root, session.accounts, session.now, fleet_of(session, fleet))
    if form in WITH_FIXES:
        from csws.workflow.fixes import with_fixes  # other formats do without it

        found = with_fixes(found, session.root)
    session.write(pieces(DIAGNOSTICS_FORMATS, form, found, session.style(strict=strict)))
    return 0 if found.is_valid(strict=strict) else 3
