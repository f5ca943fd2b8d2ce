"""Checks the files: annotations, SARIF, and that a pull request only adds to records."""

from __future__ import annotations

import sys

from csws.pipeline.context import Context
from csws.pipeline.documents import worst


def run(context: Context) -> int:
    write_sarif(context)
    done = context.program.run("validate", "--format", "github", selection=())
    sys.stdout.write(done.out)
    sys.stdout.flush()
    return context.finish(worst(done.code, _records_only_grow(context)))


def write_sarif(context: Context) -> None:
    """The findings for code scanning."""
    out = context.job.out
    out.mkdir(parents=True, exist_ok=True)
    found = context.program.run("validate", "--format", "sarif", selection=()).out
    (out / "csws.sarif").write_text(found, encoding="utf-8", newline="\n")
    context.surface.output("sarif", str(out / "csws.sarif"))


def base_words(context: Context) -> list[str]:
    """`--base-ref` for a pull request. Fetches the base where the checkout has only its own commit."""
    if not context.base:
        return []
    reference = f"refs/remotes/origin/{context.base}"
    known = context.program.git("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
    if known.code != 0:
        where = f"+refs/heads/{context.base}:{reference}"
        context.program.git("fetch", "--no-tags", "--depth=1", "origin", where, more=context.login())
    if context.program.git("merge-base", "HEAD", reference).code != 0:
        # Without the history, lines that the base got since the checkout would look like removed ones.
        where = f"+refs/heads/{context.base}:{reference}"
        context.program.git("fetch", "--no-tags", "--unshallow", "origin", where, more=context.login())
    return ["--base-ref", f"origin/{context.base}"]


def _records_only_grow(context: Context) -> int:
    """Exit code of `csws record verify`, told as annotations. 0 where no record is text."""
    done, document = context.program.document("record", "verify", *base_words(context), selection=())
    for record in document.get("records") or ():
        for problem in record["problems"]:
            line = f" (line {problem['line']})" if problem.get("line") else ""
            hint = problem.get("hint") or ""
            context.surface.error(f"{record['path']}{line}: {problem['message']} {hint}".strip())
    if done.code and document.get("error"):
        context.surface.error(f"{document['error']['message']} {document['error'].get('hint') or ''}".strip())
    return done.code
