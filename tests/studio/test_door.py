"""Nobody but the browser that was let in gets an answer: the matrix of headers, with raw sockets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from csws.studio.door import TICKET_LASTS, Door
from csws.studio.guard import HEADERS
from tests.cli.runs_project import hubspot
from tests.studio.process import Answer, Studio, studio

CASES = yaml.safe_load((Path(__file__).parent / "headers.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    with studio(hubspot(tmp_path_factory.mktemp("door"))) as running:
        yield running.enter()


def sent(started: Studio, usual: dict, case: dict) -> Answer:
    values = {
        "host": started.host,
        "port": started.port,
        "folder": started.folder,
        "folder_start": started.folder[:-1],
        "cookie": started.cookie,
        "key": started.cookie.partition("=")[2],
    }
    headers = {**usual["headers"], **case.get("headers", {})}
    body = usual.get("body", "").format(**values).encode()
    if body and "Content-Length" not in headers:
        headers["Content-Length"] = str(len(body))
    lines = [f"{key}: {value}" for key, value in headers.items() if value is not None] + case.get("more", [])
    if "Connection" not in headers:
        lines.append("Connection: close")
    first = f"{case.get('method', usual['method'])} {case.get('target', usual['target'])} HTTP/1.1"
    text = "\r\n".join([first, *lines]).replace("{{", "{").replace("}}", "}").format(**values)
    if "Upgrade" in headers:
        text = text.replace("Connection: Upgrade", "Connection: Upgrade, close")
    return started.raw(f"{text}\r\n\r\n".encode("latin-1") + body)


@pytest.mark.parametrize("kind", ["read", "write"])
def test_every_request_is_answered_as_the_table_says(started, kind):
    for case in CASES[f"{kind}s"]:
        answer = sent(started, CASES[kind], case)
        assert answer.status == case["status"], (case["is"], answer)
        if case.get("of") == "csws":  # it came in; csws knows no such run
            assert answer.json["error"]["code"] == "no_run", answer
        if answer.status in (400, 403, 404, 421) and "of" not in case:
            assert started.folder.encode() not in answer.body, case["is"]


def test_every_answer_has_the_headers(started):
    for answer in (started.call("GET", "/"), started.call("GET", "/static/studio.js"), started.ask("GET", "/")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_cookie_is_for_the_folder_and_this_port_alone(tmp_path):
    with studio(hubspot(tmp_path)) as running:
        answer = running.ask("GET", f"/{running.folder}/enter?ticket={running.ticket}")
        assert answer.status == 303
        assert answer.headers["location"] == f"/{running.folder}/"
        name, *rest = answer.headers["set-cookie"].split("; ")
        assert name.startswith(f"csws_studio_{running.port}=")
        assert rest == [f"Path=/{running.folder}/", "HttpOnly", "SameSite=Strict"]
        again = running.ask("GET", f"/{running.folder}/enter?ticket={running.ticket}")
        assert again.status == 404
        assert "set-cookie" not in again.headers
        # Who is in already is led on, so that a reload of the link shows no error.
        back = running.ask("GET", f"/{running.folder}/enter?ticket=0", {"Cookie": name})
        assert back.status == 303
        assert "set-cookie" not in back.headers
        hostile = running.ask(
            "GET", f"/{running.folder}/enter?ticket=0", {"Cookie": name, "Sec-Fetch-Site": "same-site"}
        )
        assert hostile.status == 403


def test_a_ticket_is_good_once_and_for_a_minute():
    now = [0.0]
    door = Door(1234, clock=lambda: now[0])
    first, second, third = (door.link().rpartition("=")[2] for _ in range(3))
    assert door.admits(first)
    assert not door.admits(first)
    now[0] = TICKET_LASTS - 1
    assert door.admits(second)
    now[0] = TICKET_LASTS
    assert not door.admits(third)
    assert not door.admits("")


def test_a_body_without_a_length_is_bounded_too(started):
    head = CASES["write"]["headers"] | {"Transfer-Encoding": "chunked"}
    lines = [f"{key}: {value}".format(host=started.host, cookie=started.cookie) for key, value in head.items()]
    first = f"POST /{started.folder}/api/runs/x/abandon HTTP/1.1"
    text = "\r\n".join([first, *lines, "Connection: close", "", ""]).encode()
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    assert started.raw(text + chunk * 20 + b"0\r\n\r\n").status == 413


@pytest.mark.parametrize("body", [b"[]", b"null", b"{", b"\xff", b'{"strange": 1}', b'{"who": 1}', b'"text"'])
def test_a_body_of_another_shape_is_refused_with_a_sentence(started, body):
    headers = {
        "Cookie": started.cookie,
        "Content-Type": "application/json",
        "Origin": f"http://{started.host}",
        "Sec-Fetch-Site": "same-origin",
    }
    answer = started.ask("POST", f"/{started.folder}/api/runs/x/abandon", headers, body)
    assert answer.status == 422, answer
    error = json.loads(answer.body)["error"]
    assert error["message"]
    assert error["hint"]


def test_the_folder_is_in_no_file_and_no_output(tmp_path):
    root = hubspot(tmp_path)
    with studio(root) as running:
        running.enter()
        assert running.call("GET", "/").status == 200
        running.call("GET", "/nothing")
        folder, key = running.folder, running.cookie.partition("=")[2]
        code, said = running.end()
    assert code == 0
    for path in root.rglob("*"):
        if path.is_file():
            assert folder.encode() not in path.read_bytes()
            assert key.encode() not in path.read_bytes()
    assert folder not in said
    assert key not in said
