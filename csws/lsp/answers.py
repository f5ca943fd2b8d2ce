"""The answers to what an editor asks about a place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from csws.editing.about import about
from csws.editing.links import definitions, references
from csws.editing.offers import Offer, offers_at
from csws.editing.origin import Spot, spot_at, spot_while_broken
from csws.editing.project import WITH_SETTINGS, Checkup, tree_of
from csws.editing.renaming import may_be_renamed, renamed
from csws.kinds import KINDS
from csws.load.canonical import canonical_text
from csws.load.fixing import with_edits
from csws.load.hunks import text_edits
from csws.load.lines import line_and_column
from csws.load.node import Node
from csws.lsp.convert import edits_of, location_of, range_between, range_of, workspace_edit
from csws.lsp.desk import Desk
from csws.model.diagnostic import Diagnostic, merged
from csws.model.plan import AccountPlan

_NAMED = {"accounts", *(kind.section for kind in KINDS)}  # sections whose keys people choose


def completion(desk: Desk, file: str, at: types.Position) -> types.CompletionList:
    """What could stand here; of the last state in which every file could be read."""
    state, text, lines = desk.readable, desk.text(file), desk.lines(file)
    items: list[types.CompletionItem] = []
    if state is not None:
        found = offers_at(state, file, text, lines.index(at.line, at.character))
        place = range_between(found.start, found.end, lines)
        quote = text[found.start : found.start + 1] if text[found.start : found.start + 1] in "\"'" else ""
        items = [_item(offer, number, place, quote) for number, offer in enumerate(found.items)]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(offer: Offer, number: int, place: types.Range, quote: str) -> types.CompletionItem:
    kind = types.CompletionItemKind.Property if offer.is_key else types.CompletionItemKind.Value
    remarks = [offer.about, *([offer.why_not] if offer.why_not not in offer.about else [])]
    return types.CompletionItem(
        label=offer.word,
        kind=kind,
        detail=", ".join(filter(None, remarks)) or None,
        documentation=offer.more or None,
        sort_text=f"{number:05d}",
        filter_text=f"{quote}{offer.word}",
        text_edit=types.TextEdit(range=place, new_text=offer.text),
    )


def spot_of(desk: Desk, file: str, at: types.Position) -> Spot | None:
    text = desk.text(file)
    index = desk.lines(file).index(at.line, at.character)
    if tree_of(text, file) is None:
        good = desk.readable.tree(file) if desk.readable is not None else None
        return spot_while_broken(text, file, index, good) if good is not None else None
    return spot_at(text, file, *line_and_column(text, index))


def hover(desk: Desk, file: str, at: types.Position) -> types.Hover | None:
    spot = spot_of(desk, file, at)
    text = about(desk.state, file, spot) if spot is not None and desk.state is not None else ""
    if spot is None or not text:
        return None
    contents = types.MarkupContent(kind=types.MarkupKind.PlainText, value=text)
    return types.Hover(contents=contents, range=range_of(spot.span, desk.lines(file)))


def defined(desk: Desk, file: str, at: types.Position) -> list[types.Location]:
    spot = spot_of(desk, file, at)
    found = definitions(desk.state, file, spot) if spot is not None and desk.state is not None else []
    return [location_of(span, desk.lines, desk.uri_of) for span in found]


def referred(desk: Desk, file: str, at: types.Position) -> list[types.Location]:
    spot = spot_of(desk, file, at)
    found = references(desk.state, file, spot) if spot is not None and desk.state is not None else []
    return [location_of(span, desk.lines, desk.uri_of) for span in found]


def renamable(desk: Desk, file: str, at: types.Position) -> types.Range | None:
    """The key to rename, None where there is none."""
    spot = spot_of(desk, file, at)
    if spot is None or not spot.on_key or not may_be_renamed(spot.path):
        return None
    return range_of(spot.span, desk.lines(file))


def renaming(desk: Desk, state: Checkup, file: str, at: types.Position, key: str) -> types.WorkspaceEdit | None:
    """Raises CswsError where the key is not allowed."""
    spot = spot_of(desk, file, at)
    if spot is None or not spot.on_key:
        return None
    return workspace_edit(renamed(state, spot.path, key), desk.lines, desk.uri_of, desk.version_of)


def quick_fixes(desk: Desk, state: Checkup, file: str, place: types.Range) -> list[types.CodeAction]:
    """The corrections of the findings at a place."""
    lines = desk.lines(file)
    mine = [found for found in state.diagnostics if found.span is not None and found.span.file == file]
    near = [found for found in mine if found.span and _touch(range_of(found.span, lines), place)]
    return [action for found in near for action in _actions(desk, with_edits(found, state.files))]


def is_emptied(desk: Desk, file: str) -> bool:
    """Whether a file that belongs to the project has no settings, as where its block was deleted."""
    tree = tree_of(desk.text(file), file)
    return (
        desk.state is not None and desk.state.roles.get(file) in WITH_SETTINGS and tree is not None and not tree.mapping
    )


def deletes(desk: Desk, state: Checkup, plans: Iterable[AccountPlan]) -> list[types.CodeAction]:
    """Allowing what the plan would delete."""
    found = merged(item for plan in plans for item in plan.diagnostics if item.fixes and item not in state.diagnostics)
    return [action for item in found for action in _actions(desk, with_edits(item, state.files))]


def _actions(desk: Desk, found: Diagnostic) -> Iterator[types.CodeAction]:
    shown = types.Diagnostic(range=types.Range(types.Position(0, 0), types.Position(0, 0)), message=found.message)
    if found.span is not None:
        shown = types.Diagnostic(
            range=range_of(found.span, desk.lines(found.span.file)), message=found.message, code=found.code
        )
    for fix in found.fixes:
        yield types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            is_preferred=fix.certain,
            edit=workspace_edit(fix.edits, desk.lines, desk.uri_of, desk.version_of),
        )


def _touch(one: types.Range, two: types.Range) -> bool:
    return not (one.end < two.start or two.end < one.start)


def formatted(desk: Desk, file: str) -> list[types.TextEdit]:
    """What `csws fmt` would change. Raises CswsError where it would lose something."""
    text = desk.text(file)
    return edits_of(text_edits(text, canonical_text(text, file), file), desk.lines(file))


def symbols(desk: Desk, file: str) -> list[types.DocumentSymbol]:
    """The sections of a file, and the items in those whose keys people choose."""
    text = desk.text(file)
    tree = tree_of(text, file)
    return _symbols(desk, file, tree, ()) if tree is not None else []


def _symbols(desk: Desk, file: str, node: Node, path: tuple[str, ...]) -> list[types.DocumentSymbol]:
    lines, out = desk.lines(file), []
    for key, inner in node.mapping.items():
        own = range_of((node.keys or {})[key], lines)
        end = range_of(inner.span, lines).end
        whole = types.Range(own.start, max(own.end, end))
        children = _symbols(desk, file, inner, (key,)) if not path and key in _NAMED else None
        kind = types.SymbolKind.Object if path else types.SymbolKind.Namespace
        named = inner.at(("name",))
        detail = str(named.value) if path and named is not None else None
        out.append(
            types.DocumentSymbol(
                name=key or '""', kind=kind, range=whole, selection_range=own, detail=detail, children=children
            )
        )
    return out
