"""The addresses behind Adopt and Compare answer as they are described, and refuse what no page sends."""

from __future__ import annotations

import pytest

from csws.studio.api import catalog, sheets
from tests.cli.console import csws
from tests.studio.process import studio
from tests.studio.test_drafts_api import DESCRIBED, is_described

ADOPT, COMPARE = "/api/accounts/acme/sheets/adopt", "/api/accounts/acme/sheets/compare"
EMEA = "workspace.emea"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    assert csws(folder, "init", "acme").code == 0
    assert csws(folder / "acme", "apply", "--auto-approve").code == 0
    return folder / "acme"


@pytest.fixture(scope="module")
def running(root):
    with studio(root) as started:
        yield started.enter()


@pytest.fixture
def said(running):
    """Sends one body, and holds the answer against the description."""

    def send(path, body, status):
        answer = running.call("POST", path, body)
        assert answer.status == status, answer
        is_described("post", path, answer)
        return answer.json

    yield send
    running.call("POST", COMPARE, {"act": "forget"})


def test_every_address_is_described():
    served = {route.path for group in (catalog, sheets) for route in group.ROUTES}
    assert served <= DESCRIBED["paths"].keys()


def test_what_is_said_is_kept_and_sent_once(said, root):
    act = {"item": EMEA, "tab": "services"}
    said(COMPARE, {"act": "say", **act, "values": {"services.default_layout": "table"}}, 200)
    state = said(COMPARE, {"act": "done", **act}, 200)
    assert (state["done"], state["total"], state["next"]) == (1, 13, f"/accounts/acme/compare/{EMEA}/revenue")
    said("/api/observe", {"account": "acme", "number": str(state["number"] - 1)}, 409)  # an older page
    told = said("/api/observe", {"account": "acme", "number": str(state["number"]), "who": "Kim"}, 200)
    assert (told["revision"], told["differences"], told["changes"]) == (2, 1, 1)
    assert "Kim" in csws(root, "history").out
    said("/api/observe", {"account": "acme", "number": "0"}, 422)  # nothing is left to be sent


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (ADOPT.replace("acme", "nobody"), {"act": "forget"}, 404),
        (ADOPT.replace("adopt", "guess"), {"act": "forget"}, 404),
        (COMPARE, {"act": "dance"}, 422),
        (COMPARE, {}, 422),
        (COMPARE, {"act": "say", "item": EMEA, "values": {"name": {"a": 1}}}, 422),
        (COMPARE, {"act": "say", "item": EMEA, "values": {"services.show": "maybe"}}, 422),
        (COMPARE, {"act": "say", "item": EMEA, "values": {"../x": "y"}}, 422),
        (COMPARE, {"act": "say", "item": "workspace.nobody", "values": {}}, 404),
        (COMPARE, {"act": "done", "item": EMEA, "tab": "billing"}, 404),
        (COMPARE, {"act": "add", "name": "emea CUSTOMER success"}, 422),
        (COMPARE, {"act": "add", "name": " "}, 422),
        (COMPARE, {"act": "same", "item": EMEA, "tab": "services"}, 422),
        ("/api/adopt", {"account": "nobody", "number": "0"}, 404),
        ("/api/accounts/nobody/catalog", {}, 404),
        ("/api/accounts/acme/catalog", {}, 403),  # there is no token
    ],
)
def test_what_no_page_sends_is_refused(said, path, body, status):
    said(path, body, status)


def test_nothing_is_written_by_reading(running, root):
    drafts = root / ".csws/drafts"
    before = sorted(drafts.iterdir()) if drafts.exists() else []
    for path in ("", "/check", "/objects/objects", f"/{EMEA}/services"):
        assert running.call("GET", f"/accounts/acme/compare{path}").status == 200
    assert running.call("GET", "/accounts/acme/compare/finished").status in (200, 303)
    assert running.call("GET", "/accounts/acme/compare/workspace.nobody/services").status == 404
    assert (sorted(drafts.iterdir()) if drafts.exists() else []) == before
