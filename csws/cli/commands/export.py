"""`csws export`: the account's managed settings as YAML."""

from __future__ import annotations

import click

from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options
from csws.errors import worst


@click.command("export")
@fleet_options
@click.pass_context
def command(context: click.Context, fleet: FleetRequest) -> int:
    """Write the account's managed settings as YAML, in the form of an included file.

    If a project's `objects` and `workspaces` are replaced by this output, its plan shows no change. Several accounts
    are separated by `---`.
    """
    from csws.cli.outcomes import say_errors
    from csws.cli.progress import fleet_of
    from csws.model.yaml_text import yaml_text
    from csws.workflow.export import export_project

    session = session_of(context)
    exported = export_project(session.root, session.accounts, session.now, fleet_of(session, fleet))
    say_errors(exported)
    heads = len(exported) > 1
    texts = [
        (f"# account: {item.account}\n" if heads else "") + yaml_text(item.value) for item in exported if item.value
    ]
    session.out("---\n".join(texts))
    return worst([item.exit_code for item in exported])
