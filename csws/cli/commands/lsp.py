"""`csws lsp`: the language server, for editors."""

from __future__ import annotations

import click

from csws.errors import CswsError


@click.command("lsp")
def command() -> int:
    """Serve an editor over stdin and stdout, by the Language Server Protocol. An editor starts this by itself;
    docs/editor.md has the lines for yours.

    It opens no network, starts no program, and writes no file: it hands edits to the editor. It needs the extra
    `csws[lsp]`.
    """
    try:
        from csws.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        hint = "Install it beside csws: pip install pygls"
        raise CswsError("The language server is not installed.", hint=hint, code="not_installed") from None
    serve()
    return 0
