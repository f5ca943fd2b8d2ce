"""Screens of projects in which something is wrong: each is a page with a next step, and never a failure of csws."""

from __future__ import annotations

import pytest

from csws.studio.app import application
from csws.studio.desk import Desk
from tests.effort import part
from tests.rules.test_cases import BAD, make_case
from tests.studio.application import answered

PAGES = ("objects", "workspaces", "workspaces/emea", "workspaces/primary", "review")
API = ("/api/accounts/{}/settings", "/api/accounts/{}/choices")


@pytest.mark.parametrize("at", range(len(BAD)), ids=[code for code, _ in BAD])
def test_every_screen_of_a_wrong_project_is_a_page(tmp_path, at):
    _, case = BAD[at]
    root = make_case(tmp_path, case["edits"])
    desk = Desk(root=root)
    app = application(desk, lambda: None)
    names = desk.opened().names[:2]
    paths = [f"/accounts/{name}/{page}" for name in names for page in PAGES]
    paths += ["/api/project", *(path.format(name) for name in names for path in API)]
    for path in part(paths, at):
        status, body = answered(app, path)
        assert status in (200, 404, 422), (path, status, body[-600:])
        assert b"bug in csws" not in body, (path, body[-600:])
