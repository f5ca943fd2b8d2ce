"""One invocation of csws: remembers the command, so that a failure prints that command's
document."""

from __future__ import annotations

from typing import Any

import click

from csws.cli.session import Session
from csws.model.frozen import mutable


@mutable
class Invocation:
    """`command` is the innermost one that was named; None until the words before it are parsed."""

    command: click.Command | None = None
    session: Session | None = None


class CommandGroup(click.Group):
    """A group that remembers the command before its options are parsed."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = super().resolve_command(context, args)
        call = context.find_object(Invocation)
        if call is not None:
            call.command = found[1]
        return found


def session_of(context: click.Context) -> Session:
    call: Any = context.find_object(Invocation)
    assert isinstance(call, Invocation)
    assert call.session is not None  # created before any command
    return call.session
