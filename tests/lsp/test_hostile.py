"""A repository that somebody else wrote: opening and typing in it sends nothing, starts nothing and writes nothing."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from tests.editing.projects import FOLDERS, ROOT
from tests.lsp.editor import Editor

# Python itself reports what a process does. What is only looked up or read is no event here.
WATCH = """
import os, sys

def _told(event, args):
    if event in _EVENTS or (event == "open" and _writes(args)):
        with_log(f"{event} {args!r}")

_EVENTS = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "subprocess.Popen", "os.system",
           "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink",
           "sqlite3.connect"}

def _writes(args):
    return (isinstance(args[1], str) and set(args[1]) & set("wax+")) or (args[1] is None and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))

_log = os.open(os.environ["CSWS_TEST_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def with_log(text):
    os.write(_log, (text + "\\n").encode())

sys.addaudithook(_told)
"""
CONFIG = """version: 1
accounts:
  far: {target: 'postgresql://user@attacker.invalid/all', catalog: catalog.json, subscription: enterprise}
  portal: {target: 'hubspot:1', store: 'postgresql://attacker.invalid/record', catalog: catalog.json, subscription: enterprise}
  outside: {target: 'sqlite:../outside.db', catalog: ../secret.json, subscription: enterprise, overlay: ../secret.yaml}
  linked: {target: 'sqlite:link.db', catalog: link.json, subscription: enterprise}
include: [more.yaml, 'links/*.yaml', ../secret.yaml]
"""


@pytest.fixture
def hostile(tmp_path):
    root = tmp_path / "project"
    shutil.copytree(FOLDERS["rules"], root)
    settings = (root / "csws.yaml").read_text()
    (root / "csws.yaml").write_text(CONFIG + settings[settings.index("objects:") :])
    (tmp_path / "outside.db").write_bytes(b"a database")
    (tmp_path / "secret.json").write_text('{"secret": "hunter2"}')
    (tmp_path / "secret.yaml").write_text("workspaces: {stolen: {name: hunter2}}\n")
    (root / "links").mkdir()
    for name, target in {"link.db": "outside.db", "link.json": "secret.json", "links/link.yaml": "secret.yaml"}.items():
        (root / name).symlink_to(tmp_path / target)
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch/sitecustomize.py").write_text(WATCH)
    return root


def watched(root):
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root.parent / "watch"), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CSWS_TEST_LOG": str(root.parent / "log"),
        "PGPASSWORD": "hunter2",
        "CSWS_HUBSPOT_TOKEN": "pat-na1-11111111-2222-3333-4444-555555555555",
    }
    return Editor(root, env=env)


def everything(editor):
    """What an editor asks while somebody works."""
    editor.opens("csws.yaml")
    editor.opens("more.yaml")
    editor.types("more.yaml", editor.texts["more.yaml"].replace("APAC", "apac"))
    place = {"start": editor.position("more.yaml", "apac"), "end": editor.position("more.yaml", "apac")}
    editor.asks("codeAction", "more.yaml", range=place, context={"diagnostics": []})
    for method in ("completion", "hover", "definition", "prepareRename"):
        editor.asks(method, "more.yaml", "apac")
    editor.asks("references", "more.yaml", "name", context={"includeDeclaration": True})
    editor.asks("codeLens", "more.yaml")
    editor.types("more.yaml", editor.texts["more.yaml"].replace("apac", "APAC"))
    editor.findings("more.yaml", 3)


def test_nothing_is_sent_started_or_written(hostile):
    editor = watched(hostile)
    try:
        everything(editor)
        answers = str(editor.server.told)
    finally:
        editor.close()
    assert (hostile.parent / "log").read_text() == ""
    assert "hunter2" not in answers
    assert (hostile.parent / "outside.db").read_bytes() == b"a database"


def test_saving_reads_no_account_without_the_clients_setting(hostile):
    editor = watched(hostile)
    try:
        everything(editor)
        (hostile.parent / "log").write_text("")  # the editor writes the file itself
        editor.saves("more.yaml")
        editor.asks("hover", "more.yaml", "name")
        editor.findings("csws.yaml")
    finally:
        editor.close()
    assert (hostile.parent / "log").read_text() == ""


def test_what_is_watched_would_be_seen(tmp_path, hostile):
    """The hook reports a connection, a program and a file."""
    import subprocess

    env = {**os.environ, "PYTHONPATH": str(hostile.parent / "watch"), "CSWS_TEST_LOG": str(tmp_path / "log")}
    code = "import socket, subprocess, contextlib\nopen('x', 'w')\nsubprocess.run(['true'])\nwith contextlib.suppress(OSError): socket.create_connection(('127.0.0.1', 9), timeout=1)"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    log = (tmp_path / "log").read_text()
    assert all(event in log for event in ("open (", "subprocess.Popen (", "socket.connect ("))
