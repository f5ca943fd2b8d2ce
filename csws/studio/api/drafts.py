"""Drafts: stored with every change, and checked, planned and saved when somebody asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws import __version__
from csws.documents.plan_document import account_document, head_document
from csws.editing.applying import applied
from csws.editing.conflicts import digests, effective, seen
from csws.editing.draft import UNSEEN, Draft, Edit, base_from, draft_document, draft_from, edits_from
from csws.editing.drafts import DraftMoved, delete_draft, end_draft, read_draft, write_draft
from csws.editing.form_document import findings_documents
from csws.editing.layout import layout_of
from csws.editing.project import Texts
from csws.editing.saving import Conflicted, save_branch, save_files
from csws.errors import UsageFault
from csws.model.plan import DOCUMENT_FORMAT
from csws.studio.api.bodies import body_of
from csws.studio.api.project import no_draft
from csws.studio.drafting import Now, now_of, plan_of
from csws.studio.failures import document_of
from csws.studio.pages import desk_of
from csws.studio.sheets.outcome import adopted_texts
from csws.workflow.branch import Author, make_branch
from csws.workflow.run.plan_run import Collecting, Planned

_MEMBERS = {"format_version": str, "id": str, "version": int, "base": dict, "edits": list}


def _get(request: Request) -> Response:
    identity = request.path_params["id"]
    found = read_draft(desk_of(request).root, identity)
    if found is None:
        raise no_draft(identity)
    return JSONResponse(draft_document(found))


def _put(request: Request) -> Response:
    """Stores a draft, each edit with what the files had before it; an edit that changes nothing is left out. 409, with
    the stored draft, where another window was faster."""
    root, identity = desk_of(request).root, request.path_params["id"]
    given = draft_from(body_of(request, {"edits": list}, _MEMBERS), identity=identity)
    saved = layout_of(Texts(root=root))
    edits = seen(saved, given.edits)
    done = applied(saved, edits)
    kept = {edit.target for edit in (*effective(saved, done, edits), *(edit for edit, _ in done.impossible))}
    draft = replace(
        given, base=given.base or digests(saved), edits=tuple(edit for edit in edits if edit.target in kept)
    )
    try:
        return JSONResponse(draft_document(write_draft(root, draft)))
    except DraftMoved as error:
        known = read_draft(root, identity) or Draft(id=identity, base={})
        return JSONResponse({**document_of(error), "draft": draft_document(known)}, status_code=409)


def _delete(request: Request) -> Response:
    identity = request.path_params["id"]
    if not delete_draft(desk_of(request).root, identity):
        raise no_draft(identity)
    return JSONResponse({"deleted": identity})


def _check(request: Request) -> Response:
    """Everything that is wrong in the project with some edits."""
    desk = desk_of(request)
    now = _with(request)
    now.done.check()
    return JSONResponse(
        {
            "format_version": DOCUMENT_FORMAT,
            "error": None,
            "valid": now.errors == 0,
            "diagnostics": findings_documents(now.state, now.state.diagnostics, desk.words),
        }
    )


def _plan(request: Request) -> Response:
    """The document of `csws plan --format json`, of one account or of all."""
    desk = desk_of(request)
    now = _with(request, {"account": str})
    now.done.check()
    wanted = body_of(request, {"edits": list}, {"base": dict, "account": str}).get("account")
    names = [wanted] if wanted else [account.name for account in now.state.accounts]
    collecting = Collecting()
    for name in names:
        collecting.add(Planned.of(plan_of(now, desk, name)))
    plan = collecting.plan()
    head = head_document(plan, __version__)
    return JSONResponse({**head, "accounts": [account_document(item) for item in plan.accounts]})


def _with(request: Request, optional: dict[str, type] | None = None) -> Now:
    said = body_of(request, {"edits": list}, {"base": dict, **(optional or {})})
    edits = edits_from(said["edits"])
    return now_of(desk_of(request), Draft(id="asked", base=base_from(said.get("base") or {}), edits=edits))


def _save(request: Request) -> Response:
    root = desk_of(request).root
    said = body_of(request, {"edits": list, "base": dict}, {"draft": str})
    try:
        saved = save_files(root, edits_from(said["edits"]), base_from(said["base"]))
    except Conflicted as error:
        return _conflicted(error)
    _ended(request, said)
    return JSONResponse({"files": list(saved.files)})


def _branch(request: Request) -> Response:
    """Of a draft, or of what an adoption has written. `commands` do the same with git: no hook ran, and nothing was
    signed."""
    members = {"edits": list, "base": dict, "name": str, "message": str}
    said = body_of(request, members, {"draft": str, "author": dict, "adopted": str})
    root, name, author = desk_of(request).root, said["name"].strip(), _author(said.get("author"))
    try:
        if said.get("adopted"):
            made = make_branch(root, name, said["message"], adopted_texts(request, said["adopted"]), author)
        else:
            edits, base = edits_from(said["edits"]), base_from(said["base"])
            made = save_branch(root, edits, base, name, said["message"], author)
    except Conflicted as error:
        return _conflicted(error)
    _ended(request, said)
    return JSONResponse(
        {
            "branch": made.name,
            "commit": made.commit,
            "files": list(made.files),
            "hooks_ran": False,
            "signed": False,
            "commands": list(made.commands),
        }
    )


def _author(said: dict[str, Any] | None) -> Author | None:
    if said is None:
        return None
    if set(said) != {"name", "email"} or not all(isinstance(value, str) for value in said.values()):
        raise UsageFault("`author` must have `name` and `email`, both texts.", hint="Leave it out for git's own.")
    if any(sign in value for value in said.values() for sign in "<>\n\r\0"):
        raise UsageFault("A name or an address has a character that git cannot store.", hint="Leave out < and >.")
    return Author(name=said["name"].strip(), email=said["email"].strip())


def _conflicted(error: Conflicted) -> Response:
    found = [item.document() for item in error.found]
    return JSONResponse({**document_of(error), "conflicts": found}, status_code=409)


def _ended(request: Request, said: dict[str, Any]) -> None:
    """A draft that was saved is no draft any more, but for what another window has changed since it was read."""
    root, identity, saved = desk_of(request).root, said.get("draft"), edits_from(said["edits"])
    targets = {edit.target for edit in saved}

    def left(edits: tuple[Edit, ...]) -> Draft:
        files = layout_of(Texts(root=root))
        fresh = (replace(edit, before=UNSEEN) if edit.target in targets else edit for edit in edits)
        return Draft(id="left", base=digests(files), edits=seen(files, fresh))

    if identity:
        end_draft(root, identity, saved, left)


ROUTES = [
    Route("/api/drafts/{id}", _get, methods=["GET"]),
    Route("/api/drafts/{id}", _put, methods=["PUT"]),
    Route("/api/drafts/{id}", _delete, methods=["DELETE"]),
    Route("/api/check", _check, methods=["POST"]),
    Route("/api/plan", _plan, methods=["POST"]),
    Route("/api/save", _save, methods=["POST"]),
    Route("/api/branch", _branch, methods=["POST"]),
]
