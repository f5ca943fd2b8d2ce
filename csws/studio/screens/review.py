"""The draft before it is saved: conflicts, what is wrong, what it would do, and the lines that it changes."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.editing.conflicts import Conflict
from csws.editing.draft import ACCEPT, DEFAULTS
from csws.editing.drafts import read_draft
from csws.errors import CswsError
from csws.kinds import kind_of, workspaces
from csws.kinds.addresses import parse
from csws.model.address import Address
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.target_traits import traits_of
from csws.model.yaml_text import flow_text
from csws.render.words import Words, clean
from csws.studio.desk import Desk
from csws.studio.drafting import DRAFT, Now, now_of
from csws.studio.edit_page import edit_page
from csws.studio.effect_view import diffs_of
from csws.studio.pages import desk_of
from csws.studio.screens import Entry
from csws.studio.sheets.seen import has_seen_otherwise
from csws.studio.speaker import who_of
from csws.studio.touched import warnings_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.branch import author_of, branch_name_for
from csws.workflow.repository import repository_of


@frozen
class ConflictView:
    """`index` is the place of the edit in the draft."""

    index: int
    title: str
    file: str
    before: str
    yours: str
    theirs: str
    theirs_json: str


def _review(request: Request) -> Response:
    desk, name = desk_of(request), request.path_params["account"]
    now = now_of(desk)
    in_git = repository_of(desk.root) is not None
    asked = request.query_params
    return edit_page(
        request,
        "review.html.j2",
        now,
        author=author_of(desk.root) if in_git else None,
        branch=branch_name_for(desk.root, "settings/change") if in_git else "",
        by_hand=traits_of(now.form(name).account.loaded.entry.target).by_hand,
        conflicts=tuple(_conflicts(now, desk.words)),
        diffs=diffs_of(now),
        in_git=in_git,
        made_branch=asked.get("branch", ""),
        takes=not now.draft.edits and has_seen_otherwise(request, name),
        saved=[file for file in asked.getlist("saved") if file in now.files],
        was_saved="saved" in asked,
        applied="applied" in asked,
        who=who_of(request, now.form(name).account.loaded.entry),
        wrong=_wrong(now),
        open_warnings=_open_warnings(now),
    )


def _wrong(now: Now) -> tuple[Diagnostic, ...]:
    """What is wrong in the project with the draft; errors first."""
    return tuple(sorted(now.state.diagnostics, key=lambda found: not found.is_error))


def _open_warnings(now: Now) -> tuple[Diagnostic, ...]:
    """Those about what the draft touches; all of them where there is no draft, as after saving."""
    if now.has_draft:
        return warnings_of(now)
    return tuple(found for found in now.state.diagnostics if found.severity is Severity.WARNING)


def _conflicts(now: Now, words: Words) -> Iterator[ConflictView]:
    import json

    for item in now.conflicts:
        yield ConflictView(
            index=now.draft.edits.index(item.edit),
            title=_title(item, now, words),
            file=item.file or item.edit.address,
            before=_shown(item.before, words),
            yours=words.plain("edit.deleted")
            if item.edit.removes and not item.edit.path
            else _shown(item.yours, words),
            theirs=_shown(item.theirs, words),
            theirs_json=json.dumps(item.theirs, ensure_ascii=False),
        )


def _title(item: Conflict, now: Now, words: Words) -> str:
    """What a conflict is about: the item's name and the field's label."""
    edit, path = item.edit, item.edit.path
    if edit.address == ACCEPT:
        return words.plain("edit.accepted")
    if edit.address == DEFAULTS:
        kind: Kind = workspaces.KIND
        name = words.plain("edit.all_workspaces")
    else:
        address = parse(edit.address)
        kind, name = kind_of(address), _called(now, address) or edit.address
    field = kind.field_at(path) if path else None
    return " · ".join(filter(None, (clean(name), words.label(field) if field is not None else path)))


def _called(now: Now, address: Address) -> str:
    kind = kind_of(address)
    settings = [item.loaded.declared.settings for item in (*now.state.accounts, *now.saved.accounts)]
    things = (thing for held in settings for thing in (kind.all(held) if kind.is_keyed else ()))
    return next((kind.called(thing) for thing in things if kind.address(thing) == address), "")


def _shown(value: object, words: Words) -> str:
    if value in (None, "", []):
        return words.plain("value.unset")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return words.joined([clean(item) for item in value])
    return clean(value if isinstance(value, str) else flow_text(value))


def _tag(account: CheckedAccount, desk: Desk) -> str:
    try:
        draft = read_draft(desk.root, DRAFT)
    except CswsError:
        return "!"
    return str(len(draft.edits)) if draft is not None and draft.edits else ""


ENTRY = Entry(label="edit.review", path="review", tag=_tag)
ROUTES = [Route("/accounts/{account}/review", _review, methods=["GET"])]
