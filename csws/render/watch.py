"""What `csws watch` found, as text, as Markdown for a message or an issue, and as the members of a
JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from csws.documents.plan_document import change_document, diagnostic_document
from csws.documents.unfinished_document import run_document
from csws.errors import CswsError
from csws.model.catalog_change import CatalogChange
from csws.model.catalog_rename import Renamed
from csws.model.change import Change
from csws.model.diagnostic import Diagnostic
from csws.model.runs import UnfinishedRun
from csws.render.catalog import changes_document, changes_text, renamed_sentence
from csws.render.change_text import change_lines
from csws.render.change_words import counted
from csws.render.diagnostics_text import findings_text
from csws.render.html_text import code, prose
from csws.render.run_words import run_lines
from csws.render.style import Style, shown

_MOST = 50  # lines of a list in Markdown
_PLAIN = Style()


class Difference(Protocol):
    @property
    def changes(self) -> tuple[CatalogChange, ...]: ...

    @property
    def unreadable(self) -> tuple[str, ...]: ...

    @property
    def broken(self) -> tuple[Diagnostic, ...]: ...

    @property
    def renamed(self) -> tuple[Renamed, ...]: ...


class DriftFound(Protocol):
    @property
    def revision(self) -> int: ...

    @property
    def changes(self) -> tuple[Change, ...]: ...

    @property
    def run(self) -> UnfinishedRun | None: ...


class Watched(Protocol):
    @property
    def catalog(self) -> Difference | None: ...

    @property
    def unpulled(self) -> CswsError | None: ...

    @property
    def drift(self) -> DriftFound: ...

    @property
    def days(self) -> int | None: ...

    @property
    def is_old(self) -> bool: ...

    @property
    def written(self) -> str | None: ...

    @property
    def is_quiet(self) -> bool: ...


def watch_text(account: str, found: Watched, style: Style) -> str:
    return "\n".join([style.paint(shown(account), "bold"), *_lines(account, found, style)]) + "\n"


def _lines(account: str, found: Watched, style: Style) -> Iterator[str]:
    if found.catalog is not None:
        yield from changes_text(found.catalog.changes, style).splitlines()
        yield from (f"  {sentence}" for sentence in map(renamed_sentence, found.catalog.renamed))
        yield from (f"  {shown(sentence)}" for sentence in found.catalog.unreadable)
        if found.catalog.broken:
            yield style.paint("  Settings that this breaks:", "red")
            yield from findings_text(found.catalog.broken, style).splitlines()
    if found.drift.changes:
        yield style.paint("  Drift:", "yellow")
        for change in found.drift.changes:
            yield from change_lines(change, style, past=True)
    else:
        yield "  No drift."
    if found.drift.run is not None:
        yield from (f"  {line}" for line in run_lines(found.drift.run, account))
    yield f"  {_age(found)}"


def _age(found: Watched) -> str:
    if found.written is not None:
        return f"Wrote {shown(found.written)}."
    if found.days is None:
        return "The committed catalogue was written by hand."
    old = "; pull it again" if found.is_old else ""
    return f"The committed catalogue is {counted(found.days, 'day')} old{old}."


def watch_markdown(account: str, found: Watched) -> str:
    word = "nothing new" if found.is_quiet and found.unpulled is None else "needs a look"
    return "\n".join([f"### {code(account)}: {word}", "", *_blocks(account, found)]).rstrip() + "\n"


def _blocks(account: str, found: Watched) -> Iterator[str]:
    if found.unpulled is not None:
        missing = "pulled" if found.catalog is None else "written"
        yield from (f"**The catalogue was not {missing}.** {prose(found.unpulled.message)}", "")
    if found.catalog is not None:
        changes = changes_text(found.catalog.changes, _PLAIN).splitlines()
        if found.catalog.changes:
            yield from _list("Changed in HubSpot", changes)
        yield from _list("Renamed in HubSpot", map(renamed_sentence, found.catalog.renamed))
        broken = (f"{item.code} {item.message} → {item.hint or ''}" for item in found.catalog.broken)
        yield from _list("Settings that this breaks", broken)
        yield from _list("Not readable", found.catalog.unreadable)
    drift = (line for change in found.drift.changes for line in change_lines(change, _PLAIN, past=True))
    yield from _list("Drift", drift)
    if found.drift.run is not None:
        yield from _list("Unfinished run", run_lines(found.drift.run, account))
    yield from (prose(_age(found)), "")


def _list(title: str, lines: Any) -> Iterator[str]:
    """A list, if it is not empty."""
    found = [line.strip() for line in lines]
    if not found:
        return
    yield from (f"**{title}**", "")
    yield from (f"- {code(line)}" for line in found[:_MOST])
    if len(found) > _MOST:
        yield f"- … and {len(found) - _MOST} more"
    yield ""


def watch_document(found: Watched) -> dict[str, Any]:
    return {
        "quiet": found.is_quiet and found.unpulled is None,
        "catalog": _catalog_document(found.catalog),
        "catalog_days": found.days,
        "catalog_old": found.is_old,
        "written": found.written,
        "revision": found.drift.revision,
        "drift": [change_document(change) for change in found.drift.changes],
        "run": run_document(found.drift.run),
    }


def _catalog_document(catalog: Difference | None) -> dict[str, Any] | None:
    if catalog is None:
        return None
    return {
        "changes": changes_document(catalog.changes),
        "broken": [diagnostic_document(item) for item in catalog.broken],
        "renamed": [
            {"object": item.object_name, "id": item.id, "old": item.old, "new": item.new} for item in catalog.renamed
        ],
        "unreadable": list(catalog.unreadable),
    }
