"""Screens of projects in which something is wrong: each is a page with a next step, and never a failure of csws."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from csws.studio.app import application
from csws.studio.desk import Desk
from tests.rules.test_cases import BAD, make_case

PAGES = ("objects", "workspaces", "workspaces/emea", "workspaces/primary", "review")
API = ("/api/project", "/api/accounts/{}/settings", "/api/accounts/{}/choices")


async def answered(app: Starlette, path: str) -> tuple[int, bytes]:
    """An answer of the application itself, behind its guard."""
    sent = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # it is answered before Starlette raises it again
        assert sent, path
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(("code", "case"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_every_screen_of_a_wrong_project_is_a_page(tmp_path, code, case):
    import asyncio

    root = make_case(tmp_path, case["edits"])
    desk = Desk(root=root)
    app = application(desk, lambda: None)
    names = desk.opened().names[:2]
    paths = [f"/accounts/{name}/{page}" for name in names for page in PAGES]
    paths += [path.format(name) for name in names for path in API]
    for path in paths:
        status, body = asyncio.run(answered(app, path))
        assert status in (200, 404, 422), (path, status, body[-600:])
        assert b"bug in csws" not in body, (path, body[-600:])
