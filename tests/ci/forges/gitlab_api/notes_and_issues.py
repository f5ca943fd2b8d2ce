"""Issues, and the notes on issues and merge requests (api/issues, api/notes)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ci.forges.gitlab_api.project import PROJECT
from tests.ci.forges.gitlab_api.state import MAINTAINER, REPORTER, Issue, Note, Token
from tests.ci.forges.server import Answer, Listing, Refused, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.gitlab import GitLab

NOTE, TITLE = 1_000_000, 255  # the largest number of characters of a note, and of a title
NOTES = rf"{PROJECT}/(merge_requests|issues)/(\d+)/notes"
route = Routes()


@route("GET", NOTES)
def list_notes(forge: GitLab, request: Request, token: Token, kind: str, iid: str) -> Listing:
    """The newest first, unless sort=asc; notes that GitLab writes itself (`system`) are in the list."""
    _noteable(forge, kind, iid)
    by = "updated_at" if request.query.get("order_by") == "updated_at" else "created_at"
    found = [note for note in forge.notes if (note.kind, note.iid) == (kind, int(iid))]
    found.sort(key=lambda note: str(getattr(note, by)), reverse=request.query.get("sort", "desc") == "desc")
    return Listing([note.json() for note in found])


@route("POST", NOTES)
def create_note(forge: GitLab, request: Request, token: Token, kind: str, iid: str) -> Answer:
    item = _noteable(forge, kind, iid)
    note = forge.note(kind, int(iid), _text(request.body, "body"), token.user)
    item.updated_at = note.created_at
    return Answer(201, note.json())


@route("GET", rf"{NOTES}/(\d+)")
def get_note(forge: GitLab, request: Request, token: Token, kind: str, iid: str, identifier: str) -> Answer:
    return Answer(200, _note(forge, kind, iid, identifier).json())


@route("PUT", rf"{NOTES}/(\d+)")
def update_note(forge: GitLab, request: Request, token: Token, kind: str, iid: str, identifier: str) -> Answer:
    """The author may change a note, and maintainers may change everyone's."""
    note = _note(forge, kind, iid, identifier)
    if note.author != token.user and forge.members[token.user.id] < MAINTAINER:
        raise Refused(403, {"message": "403 Forbidden"})
    note.body = _text(request.body, "body")
    note.updated_at = forge.clock.tick()
    return Answer(200, note.json())


@route("GET", f"{PROJECT}/issues")
def list_issues(forge: GitLab, request: Request, token: Token) -> Listing:
    """The newest first, of all states unless `state` is given."""
    query = request.query
    labels = set(query.get("labels", "").split(",")) - {""}
    found = [item for item in forge.issues.values() if query.get("state", "all") in ("all", item.state)]
    found = [item for item in found if labels <= set(item.labels)]
    found = [item for item in found if query.get("author_id") in (None, str(item.author.id))]
    found = [item for item in found if query.get("author_username") in (None, item.author.username)]
    return Listing([item.json() for item in sorted(found, key=lambda item: item.iid, reverse=True)])


@route("POST", f"{PROJECT}/issues")
def create_issue(forge: GitLab, request: Request, token: Token) -> Answer:
    title = _text(request.body, "title", TITLE)
    labels, description = _labels(request.body.get("labels")), request.body.get("description")
    return Answer(201, forge.open_issue(token.user, title=title, description=description, labels=labels).json())


@route("GET", rf"{PROJECT}/issues/(\d+)")
def get_issue(forge: GitLab, request: Request, token: Token, iid: str) -> Answer:
    return Answer(200, _issue(forge, iid).json())


@route("PUT", rf"{PROJECT}/issues/(\d+)")
def update_issue(forge: GitLab, request: Request, token: Token, iid: str) -> Answer:
    """`state_event` closes and reopens; `state` is no parameter, and ignored."""
    item, body = _issue(forge, iid), request.body
    if item.author != token.user and forge.members[token.user.id] < REPORTER:
        raise Refused(403, {"message": "403 Forbidden"})
    item.updated_at = forge.clock.tick()
    item.title, item.description = body.get("title", item.title), body.get("description", item.description)
    item.labels = _labels(body["labels"]) if "labels" in body else item.labels
    if (event := body.get("state_event")) in ("close", "reopen"):
        item.state = "closed" if event == "close" else "opened"
        item.closed_at = item.updated_at if event == "close" else None
    return Answer(200, item.json())


def _noteable(forge: GitLab, kind: str, iid: str) -> Any:
    found = (forge.merge_requests if kind == "merge_requests" else forge.issues).get(int(iid))
    if found is None:
        raise Refused(404, {"message": "404 Not found"})
    return found


def _note(forge: GitLab, kind: str, iid: str, identifier: str) -> Note:
    for note in forge.notes:
        if (note.kind, note.iid, note.id) == (kind, int(iid), int(identifier)):
            return note
    raise Refused(404, {"message": "404 Note Not Found"})


def _issue(forge: GitLab, iid: str) -> Issue:
    if int(iid) not in forge.issues:
        raise Refused(404, {"message": "404 Issue Not Found"})
    return forge.issues[int(iid)]


def _text(body: Any, name: str, most: int = NOTE) -> str:
    text = body.get(name)
    if not isinstance(text, str):
        raise Refused(400, {"error": f"{name} is missing"})
    if not text.strip() or len(text) > most:
        raise Refused(400, {"message": f"400 Bad request - {name} is empty or too long (maximum is {most} characters)"})
    return text


def _labels(given: Any) -> list[str]:
    """Labels are a list, or one text with commas."""
    return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else list(given or [])
