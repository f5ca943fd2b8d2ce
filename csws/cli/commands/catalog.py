"""`csws catalog pull|show|diff`: what a HubSpot account contains, as a file to commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csws.cli.empty import empty_accounts
from csws.cli.invocation import CommandGroup, session_of
from csws.cli.options import format_option, language_option, people_option
from csws.cli.outcomes import outcomes_json, say_errors
from csws.cli.session import Session
from csws.errors import worst
from csws.render.style import shown

if TYPE_CHECKING:
    from csws.workflow.catalog import CatalogDifference, Written


@click.group("catalog", cls=CommandGroup)
def command() -> None:
    """Pull, show or compare an account's catalogue: the objects, properties, pipelines, teams and people
    that settings can refer to.

    Commit the file, so that csws can check pull requests without credentials.
    """


@command.command("pull")
@people_option
@click.option("--rename", is_flag=True, help="Correct names of teams and pipelines that were renamed in HubSpot.")
@click.option("--auto-approve", is_flag=True, help="Correct them without asking.")
@language_option
@click.pass_context
def pull(context: click.Context, detail: str, rename: bool, auto_approve: bool, language: str) -> int:
    """Read the catalogue from HubSpot and write it to the account's `catalog:` file.

    Needs a token in CSWS_HUBSPOT_TOKEN. The addresses of the configured operators are always kept.
    With --rename it also corrects your YAML files where they name something by a name that it no
    longer has; csws knows teams and pipelines by their ids.
    """
    from csws.cli.progress import reading_of
    from csws.cli.renames import say_renames
    from csws.workflow.catalog import pull_catalogs
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    outcomes = pull_catalogs(session.root, session.accounts, session.now, detail, reading_of(session), renames=rename)
    say_errors(outcomes)
    codes = [worst_of(outcomes)]
    for item in outcomes:
        if item.value is not None:
            session.out(f"{item.account}: {_summary(item.value)}\n")
            _report_unreadable(item.account, item.value.unreadable)
            if item.value.renamed:
                codes.append(
                    say_renames(session, item.account, item.value, language, rename=rename, auto_approve=auto_approve)
                )
    return worst(codes)


def _summary(written: Written) -> str:
    changes = len(written.changes)
    return f"wrote {shown(written.file)}; " + (
        "nothing changed." if not changes else f"{changes} change{'' if changes == 1 else 's'}."
    )


@command.command("diff")
@format_option(("text", "json"), empty_accounts)
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if something changed.")
@people_option
@click.pass_context
def diff(context: click.Context, form: str, detailed_exitcode: bool, detail: str) -> int:
    """Show what changed in the account since the committed catalogue, and which settings that breaks. Read-only."""
    from csws.cli.progress import reading_of
    from csws.render.catalog import renamed_sentence
    from csws.workflow.catalog import compare_catalogs
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    outcomes = compare_catalogs(session.root, session.accounts, session.now, detail, reading_of(session))
    say_errors(outcomes)
    if form == "json":
        session.out(outcomes_json(outcomes, _document))
    else:
        session.out("".join(_text(session, item.account, item.value) for item in outcomes if item.value is not None))
    for item in outcomes:
        if item.value is not None:
            _report_unreadable(item.account, item.value.unreadable)
            for renamed in item.value.renamed:
                click.echo(f"{item.account}: {renamed_sentence(renamed)}", err=True)
    changed = any(item.value is not None and item.value.changes for item in outcomes)
    return worst_of(outcomes) or (2 if detailed_exitcode and changed else 0)


def _text(session: Session, account: str, compared: CatalogDifference) -> str:
    from csws.render.catalog import changes_text
    from csws.render.diagnostics_text import findings_text

    style = session.style()
    broken = f"\nSettings that this breaks:\n{findings_text(compared.broken, style)}" if compared.broken else ""
    return f"{style.paint(shown(account), 'bold')}\n{changes_text(compared.changes, style)}{broken}"


def _document(compared: CatalogDifference) -> dict[str, Any]:
    from csws.documents.plan_document import diagnostic_document
    from csws.render.catalog import changes_document

    return {
        "changes": changes_document(compared.changes),
        "broken": [diagnostic_document(item) for item in compared.broken],
        "unreadable": list(compared.unreadable),
    }


@command.command("show")
@click.pass_context
def show(context: click.Context) -> int:
    """Show the committed catalogue as a readable page."""
    from csws.render.catalog import catalog_text
    from csws.workflow.catalog import show_catalogs
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    outcomes = show_catalogs(session.root, session.accounts, session.now)
    say_errors(outcomes)
    session.out("\n".join(catalog_text(item.value, session.style()) for item in outcomes if item.value is not None))
    return worst_of(outcomes)


def _report_unreadable(account: str, sentences: tuple[str, ...]) -> None:
    for line in sentences:
        click.echo(f"{account}: {line}", err=True)
