"""`csws abandon`: gives up an unfinished run."""

from __future__ import annotations

import click

from csws.cli.approval import agrees
from csws.cli.completion import recorded
from csws.cli.invocation import session_of
from csws.cli.options import language_option, lock_option, who_option


@click.command("abandon")
@click.argument("run", metavar="RUN", shell_complete=recorded("run_ids"))
@who_option("--by", "who", envvar="CSWS_OPERATOR", metavar="WHO", help="Who gives it up; overrides `operator:`.")
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@lock_option
@language_option
@click.pass_context
def command(
    context: click.Context, run: str, who: str | None, auto_approve: bool, lock_timeout: float, language: str
) -> None:
    """Give up an unfinished run: steps that are done stay done, the others are forgotten. `csws runs` lists the runs.

    The account's settings stay as they are, and `csws history` shows who gave the run up.
    """
    from csws.model.runs import counted_steps
    from csws.model.target import RecordPermit
    from csws.render.run_words import run_lines
    from csws.workflow.runs import abandon, remove_runbook_of, run_to_abandon

    session = session_of(context)
    found = run_to_abandon(session.root, session.accounts, session.now, run)
    assert found.held is not None
    left = found.held.run
    if not auto_approve:
        session.out(f"{found.name}: {next(run_lines(left, found.name))}\n")
        agrees(session, "ask.abandon", language)
    abandon(session.root, found, RecordPermit(operator=who, lock_timeout=lock_timeout))
    done = counted_steps(left.done, "stays done", "stay done") if left.done else "none of its steps was done"
    rest = counted_steps(left.waiting, "is forgotten", "are forgotten")
    session.out(f"{found.name}: run {run} was given up; {done}, {rest}.\n")
    remove_runbook_of(session.root, found)
