"""The server with the capabilities of real editors, by pytest-lsp: tests/lsp/clients.py, in a process of its own, because
the event loops of pytest-asyncio and of the browser's tests do not go together in one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.newer import ROOT
from tests.tools import pytest_plugin
from tests.warm import program


def test_the_server_serves_each_editor():
    pytest_plugin("pytest_lsp")
    path = os.pathsep.join((str(Path(program()[0]).parent), os.environ["PATH"]))
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lsp/clients.py"]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout
