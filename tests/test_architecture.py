"""Imports point one way (docs/architecture.md), and heavy libraries are not paid for by those who don't use them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "csws"
MAY_IMPORT = {
    "errors": set(),
    "interrupts": set(),
    "model": {"errors"},
    "load": {"model", "errors"},
    "schema": {"load", "model", "errors", "interrupts"},
    "rules": {"model", "errors"},
    "diff": {"model", "errors"},
    "planner": {"model", "errors"},
    "verifier": {"model", "errors"},
    "apply": {"model", "errors"},
    "hubspot": {"model", "errors"},
    "targets": {"hubspot", "model", "errors"},
    "render": {"model", "errors"},
    "executors": {"errors", "interrupts"},
    "workflow": {
        "load",
        "schema",
        "rules",
        "diff",
        "planner",
        "verifier",
        "apply",
        "hubspot",
        "targets",
        "executors",
        "render",
        "model",
        "errors",
    },
    "cli": {"workflow", "load", "schema", "rules", "render", "model", "errors", "interrupts"},
}
ONE_HOME = {
    "jsonschema": "schema",
    "jsonschema_rs": "schema",
    "deepdiff": "diff",
    "click": "cli",
    "sqlite3": "targets",
    "ruamel": "load",
    "jinja2": "render",
    "httpx": "hubspot",
    "psycopg": "targets",
    "distributed": "executors",
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    out = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            out.add(node.module)
        elif isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
    return out


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if room(path) in MAY_IMPORT]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("csws.")}
    assert rooms - {room(path)} <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_has_one_home(path):
    used = {name.split(".")[0] for name in imports(path)} & set(ONE_HOME)
    allowed = {library for library, home in ONE_HOME.items() if home == room(path)}
    assert used <= allowed | ({"sqlite3"} if path.name == "doctor.py" else set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno <= 60, node.name


def loaded_by(*arguments: str) -> set[str]:
    code = f"import sys; from csws.cli.main import run; run({list(arguments)!r}); print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("plan", "--help"), ("--version",)])
def test_help_starts_without_heavy_libraries(arguments):
    assert not {"jsonschema", "deepdiff", "yaml", "sqlite3"} & loaded_by(*arguments)


def test_the_verifier_shares_nothing_with_the_planner():
    allowed = {"csws.model.plan", "csws.model.settings"}
    assert {name for name in imports(PACKAGE / "verifier.py") if name.startswith("csws.")} == allowed
