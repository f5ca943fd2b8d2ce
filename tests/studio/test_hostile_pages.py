"""A hostile page in the same browser, on another port of this machine or under a name that was made to point here,
gets nothing, and is sent nothing."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cli.runs_project import begun, hubspot
from tests.studio.process import studio
from tests.tools import chromium

PAGE = """<!doctype html><title>hostile</title><body><script>
window.found = {};
const base = "http://127.0.0.1:%(port)s/%(folder)s";
window.tried = Promise.allSettled([
  fetch(base + "/", {credentials: "include"}).then(a => a.text()).then(t => { found.fetch = t; }),
  fetch(base + "/api/runs", {credentials: "include", mode: "no-cors"}).then(a => { found.opaque = a.type; }),
  fetch(base + "/api/runs/%(run)s/abandon", {method: "POST", credentials: "include", mode: "no-cors", body: "{}",
    headers: {"Content-Type": "text/plain"}}).then(a => { found.posted = a.type; }),
  fetch(base + "/api/runs/%(run)s/abandon", {method: "POST", credentials: "include", body: "{}",
    headers: {"Content-Type": "application/json"}}).then(a => { found.json = a.status; }),
  new Promise(done => { const s = document.createElement("script"); s.src = base + "/static/studio.js";
    s.onload = () => { found.script = true; done(); }; s.onerror = done; document.body.append(s); }),
  new Promise(done => { const f = document.createElement("iframe"); f.src = base + "/"; f.name = "frame";
    f.onload = () => { try { found.frame = f.contentDocument.body.textContent; } catch { found.frame = ""; } done(); };
    document.body.append(f); }),
  new Promise(done => { const f = document.createElement("form"); f.method = "post"; f.enctype = "text/plain";
    f.action = base + "/api/runs/%(run)s/abandon"; f.target = "frame"; document.body.append(f);
    f.submit(); setTimeout(done, 500); }),
]);
</script>"""


@contextmanager
def other_port(text: str):
    """Another server of this machine, which keeps the cookies that it is sent."""
    cookies: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            cookies.append(self.headers.get("Cookie", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *parts: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], cookies
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    root = hubspot(tmp_path_factory.mktemp("hostile"))
    begun(root)
    with studio(root) as started:
        yield started


@pytest.fixture(scope="module")
def whole(browser):
    """A Chromium that keeps addresses apart as one does that people use, to which `rebound.example` is this machine."""
    rule = "--host-resolver-rules=MAP rebound.example 127.0.0.1"
    started = browser.browser_type.launch(executable_path=chromium(), args=["--no-sandbox", rule])
    yield started
    started.close()


def test_a_page_on_another_port_gets_nothing_though_it_knows_the_folder(whole, running):
    context = whole.new_context()
    mine = context.new_page()
    mine.goto(running.link)
    assert mine.url == f"{running.url}/"
    run = mine.request.get(f"{running.url}/api/runs").json()["accounts"][0]["runs"][0]["id"]
    text = PAGE % {"port": running.port, "folder": running.folder, "run": run}
    with other_port(text) as (port, cookies):
        hostile = context.new_page()
        hostile.goto(f"http://127.0.0.1:{port}/")
        hostile.evaluate("window.tried")
        found = hostile.evaluate("window.found")
        assert not {"fetch", "json", "script"} & found.keys(), found
        assert found.get("frame", "") == ""
        # The same folder in the address of another server: only who knows the folder could ask for that.
        hostile.goto(f"http://127.0.0.1:{port}/anything")
        assert all("csws" not in sent for sent in cookies), cookies
    left = mine.request.get(f"{running.url}/api/runs").json()["accounts"][0]["runs"]
    assert [item["id"] for item in left] == [run]  # nothing was given up
    assert mine.goto(f"{running.url}/").status == 200
    context.close()


def test_a_name_that_was_made_to_point_here_gets_nothing(whole, running):
    page = whole.new_page()
    answer = page.goto(f"http://rebound.example:{running.port}/{running.folder}/")
    assert answer.status == 421
    assert running.folder not in page.content()
    page.close()
