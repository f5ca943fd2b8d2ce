"""`csws export`: the account's managed settings as YAML."""

from __future__ import annotations

import click

from csws.cli.session import session_of
from csws.errors import worst


@click.command("export")
@click.pass_context
def command(context: click.Context) -> int:
    """Write the account's managed settings as YAML, in the form of an included file.

    A project that has this in place of its `objects` and `workspaces` plans no change. Several accounts are separated by
    `---`.
    """
    from csws.render.style import shown
    from csws.render.yaml_text import yaml_text
    from csws.workflow.export import export_project

    session = session_of(context)
    exported = export_project(session.root, session.accounts, session.now)
    good = [item for item in exported if item.data is not None]
    for item in exported:
        if item.error is not None:
            click.echo(f"{item.account}: {shown(item.error.message)}\n→ {shown(item.error.hint)}", err=True)
    heads = [f"# account: {item.account}\n" if len(exported) > 1 else "" for item in good]
    session.out("---\n".join(head + yaml_text(item.data or {}) for head, item in zip(heads, good, strict=True)))
    return worst([item.error.exit_code for item in exported if item.error])
