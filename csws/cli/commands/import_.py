"""`csws import`: adopts unmanaged workspaces and health scores. (Its module cannot be called `import`.)"""

from __future__ import annotations

import click

from csws.cli.completion import pairs_to_import
from csws.cli.invocation import session_of
from csws.cli.options import lock_option, who_option


@click.command("import")
@click.argument("pairs", metavar="KEY=NAME...", nargs=-1, required=True, shell_complete=pairs_to_import)
@who_option("--operator", envvar="CSWS_OPERATOR", metavar="EMAIL", help="Who imports; overrides `operator:`.")
@lock_option
@click.pass_context
def command(context: click.Context, pairs: tuple[str, ...], operator: str | None, lock_timeout: float) -> None:
    """Adopt workspaces and health scores that csws does not manage yet, by name or `id:`. Writes their YAML and binds
    each key to what it names; a health score is health_score.KEY=NAME.

    No setting is changed, so the next plan shows no change. Comments and layout of the files stay as they are. If the
    YAML already declares a key, csws only binds it, and the next plan shows the differences. In a project with
    several accounts the YAML goes into the account's overlay.
    """
    from csws.kinds import kind_of
    from csws.model.target import RecordPermit
    from csws.render.style import shown
    from csws.workflow.import_ import import_items, wanted_keys

    session = session_of(context)
    permit = RecordPermit(operator=operator, lock_timeout=lock_timeout)
    done = import_items(session.root, session.accounts, session.now, wanted_keys(pairs), permit)
    for address, name in done.names.items():
        session.out(f"{kind_of(address).shown_key(address.key)} is now “{shown(name)}” (revision {done.revision}).\n")
    session.out("".join(f"wrote {file}\n" for file in dict.fromkeys(done.files)))
