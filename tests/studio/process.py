"""A true `csws studio` for tests: started as a process, spoken to as a browser or with raw bytes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.studio.warm import Forked

PATIENCE = 60  # seconds


Begin = Callable[[list[str], Path], Any]


def started(words: list[str], root: Path) -> subprocess.Popen[str]:
    """A new Python, as people start it."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "csws", *words], cwd=root, text=True, **pipes)


def forked(words: list[str], root: Path) -> Any:
    """The same in a fraction of the time, where processes can be forked."""
    return started(words, root) if os.name == "nt" else Forked(words, root, os.environ)


class Studio:
    """A running studio. `folder` is the secret one; `cookie` is a browser's that was let in by `enter`. `begin` starts its
    process."""

    def __init__(self, root: Path, *options: str, begin: Begin = forked) -> None:
        self.process = begin(["studio", "--no-browser", *options], root)
        self.link = self.process.stdout.readline().strip()
        assert self.link.startswith("http://127.0.0.1:"), self.process.communicate()
        self.port = int(urlsplit(self.link).port or 0)
        self.host = f"127.0.0.1:{self.port}"
        self.folder = urlsplit(self.link).path.split("/")[1]
        self.ticket = self.link.rpartition("=")[2]
        self.cookie = ""

    @property
    def url(self) -> str:
        return f"http://{self.host}/{self.folder}"

    def enter(self) -> Studio:
        answer = self.ask("GET", f"/{self.folder}/enter?ticket={self.ticket}")
        assert answer.status == 303, answer
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        return self

    def let_in(self) -> dict[str, Any]:
        """The cookie for a browser, which got it at the link."""
        name, _, key = (self.cookie or self.enter().cookie).partition("=")
        return {"name": name, "value": key, "url": f"{self.url}/", "httpOnly": True, "sameSite": "Strict"}

    def ask(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        """One request with just these headers and a Host; a header that is None is left out."""
        lines = {"Host": self.host, **(headers or {})}
        if body:
            lines.setdefault("Content-Length", str(len(body)))
        head = [
            f"{method} {target} HTTP/1.1",
            *(f"{key}: {value}" for key, value in lines.items() if value is not None),
        ]
        return self.raw("\r\n".join([*head, "Connection: close", "", ""]).encode("latin-1") + body)

    def raw(self, sent: bytes) -> Answer:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(sent)
            got = b""
            while part := connection.recv(65536):
                got += part
        return Answer(got)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """As the page's script asks: a write with everything that it needs."""
        sent = json.dumps({} if body is None else body).encode()
        if method == "GET":
            return self.ask(method, f"/{self.folder}{path}", {"Cookie": self.cookie, **headers})
        own = {
            "Cookie": self.cookie,
            "Content-Type": "application/json",
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
        }
        return self.ask(method, f"/{self.folder}{path}", {**own, **headers}, sent)

    def end(self) -> tuple[int, str]:
        """Ends it as Ctrl-C does; its exit code, and what it said on stderr."""
        import signal

        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


class Answer:
    """A raw answer. Headers by their name in lower case."""

    def __init__(self, got: bytes) -> None:
        head, _, self.body = got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split(" ")[1]) if first else 0
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def __repr__(self) -> str:
        return f"{self.status} {self.headers} {self.body[:300]!r}"

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def studio(root: Path, *options: str, begin: Begin = forked) -> Iterator[Studio]:
    running = Studio(root, *options, begin=begin)
    try:
        yield running
    finally:
        running.end()


@contextmanager
def page_of(browser: Any, started: Studio, **options: Any) -> Iterator[Any]:
    """An empty page of a browser that was let in. There are no complaints but those that `said` is cleared of. Each studio
    is an origin of its own, so one window goes from studio to studio; to open one takes longer than most tests."""
    page, said = _window(browser, options), []
    heard = {
        "console": lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
        "pageerror": lambda error: said.append(str(error)),
    }
    page.said = said
    page.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
    page.set_viewport_size(options.get("viewport", {"width": 1280, "height": 720}))
    for event, hear in heard.items():
        page.on(event, hear)
    try:
        page.context.add_cookies([started.let_in()])
        yield page
        assert not said, said
    finally:
        for event, hear in heard.items():
            page.remove_listener(event, hear)
        _left(page)


_windows: dict[str, Any] = {}


def _window(browser: Any, options: dict[str, Any]) -> Any:
    kind = f"{id(browser)} {sorted(options.items())!r}"
    if kind not in _windows or _windows[kind].is_closed():
        context = browser.new_context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        _windows[kind] = context.new_page()
    return _windows[kind]


def _left(page: Any) -> None:
    """The window without what the test opened, stopped or routed in it."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.context.clear_cookies()
    page.goto("about:blank")
