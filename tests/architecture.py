"""Checks of the architecture (docs/architecture.md): which folder may import which, where libraries
may be used, and sizes.

Each check takes a package's folder and returns its violations, one line each, so that it can also
check a made-up package.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from csws.kinds import KEYED

_LEAVES = {"model", "errors"}
_SETTINGS = {*_LEAVES, "kinds", "state", "documents"}
_WORK = {
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
    "records",
    "lab",
}
MAY_IMPORT = {
    "__init__": set(),
    "__main__": {"cli"},
    "starter": set(),
    "errors": set(),
    "interrupts": set(),
    "model": {"errors"},
    "kinds": _LEAVES,
    "state": {*_LEAVES, "kinds"},
    "documents": {*_LEAVES, "kinds", "state"},
    "load": _SETTINGS,
    "schema": {*_SETTINGS, "load", "interrupts"},
    "rules": _SETTINGS,
    "diff": _SETTINGS,
    "planner": _SETTINGS,
    "verifier": _LEAVES,  # on purpose: it checks what the kinds say in words of its own
    "apply": _SETTINGS,
    "hubspot": _LEAVES,
    "targets": {*_SETTINGS, "hubspot"},
    "render": {*_SETTINGS, "records", "lab"},  # whose findings it shows
    "executors": {"errors", "interrupts"},
    "records": _LEAVES,
    "lab": {*_LEAVES, "kinds", "records"},
    "workflow": _SETTINGS | _WORK,
    "editing": {*_SETTINGS, "workflow", "load", "schema", "render"},
    "lsp": {*_LEAVES, "kinds", "load", "editing"},
    "studio": {*_SETTINGS, "editing", "workflow", "load", "schema", "targets", "render", "lab"},
    "pipeline": {"model"},  # knows csws by its commands alone
    "cli": {*_SETTINGS, "lsp", "studio", "workflow", "lab", "load", "schema", "rules", "render", "interrupts"},
}
# Inside of workflow/: what a folder may import beside itself. The use-cases on top may import all of it.
WORKFLOW = {"account": set(), "observation": set(), "run": {"account"}}
ONE_HOME = {
    "jsonschema": "schema",
    "jsonschema_rs": "schema",
    "deepdiff": "diff",
    "click": "cli",
    "sqlite3": "targets",
    "jinja2": "render",
    "httpx": "hubspot",
    "psycopg": "targets",
    "distributed": "executors",
    "pygls": "lsp",
    "lsprotocol": "lsp",
    "starlette": "studio",
    "uvicorn": "studio",
}
SHARED = {"yaml": {"load", "render", "studio"}, "markupsafe": {"render", "studio"}}
ALSO = {"workflow/doctor.py": {"sqlite3"}}  # it contains the version
FILE, FUNCTION, CALLBACK = 300, 60, 40  # maximum number of lines
PARAMETERS = 8  # maximum; more belong in a record
MAKES_FINDINGS = {"rules", "load", "schema"}  # the folders that may look up a rule by its code
CODE = re.compile(r"CSW\d{0,3}")
# Modules that may use an address as text: its parser, and findings, whose dotted YAML paths may be
# longer than an address.
ADDRESS_TEXT = {"kinds/addresses.py", "model/diagnostic.py"}
_PREFIXES = tuple(f"{kind.name}." for kind in KEYED)
_CUTTING = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split", "rsplit"}


def unknown_rooms(package: Path) -> list[str]:
    """Folders that are not in the table, and entries of the table that no longer exist."""
    found = {_room(path, package) for path in package.iterdir() if path.is_dir() or path.suffix == ".py"}
    found -= {"__pycache__"}
    return [
        *(
            f"{room}: unknown room; add it to MAY_IMPORT and docs/architecture.md"
            for room in sorted(found - set(MAY_IMPORT))
        ),
        *(f"{room}: does not exist" for room in sorted(set(MAY_IMPORT) - found)),
    ]


def wrong_ways(package: Path) -> list[str]:
    """Imports in a direction that is not allowed."""
    return [
        f"{_shown(path, package)}: imports {name}"
        for path in _files(package)
        for name in sorted(imports(path, package))
        if name.startswith("csws.")
        and (room := name.split(".")[1]) != _room(path, package)
        and room not in MAY_IMPORT.get(_room(path, package), set())
    ]


def wrong_ways_in_workflow(package: Path) -> list[str]:
    """Imports between the folders of workflow that are not allowed, and folders that are not in the
    table."""
    folders = {path.name for path in (package / "workflow").glob("*/") if path.is_dir() and path.name != "__pycache__"}
    return [
        *(f"workflow/{name}: unknown folder; add it to WORKFLOW" for name in sorted(folders - set(WORKFLOW))),
        *(
            f"{_shown(path, package)}: imports {name}"
            for folder, others in WORKFLOW.items()
            for path in sorted((package / "workflow" / folder).rglob("*.py"))
            for name in sorted(imports(path, package))
            if name.startswith("csws.workflow.") and name.split(".")[2] not in {folder, *others}
        ),
    ]


def strayed_libraries(package: Path) -> list[str]:
    """Libraries that are imported outside the folders that may use them, or that no table names."""
    return [
        f"{_shown(path, package)}: imports {library}, whose home is {' and '.join(sorted(homes)) or 'in no table'}"
        for path in _files(package)
        for library in sorted({name.split(".")[0] for name in imports(path, package)})
        if (library not in sys.stdlib_module_names or library in ONE_HOME)
        and library != "csws"
        and _room(path, package) not in (homes := _homes(library))
        and library not in ALSO.get(_shown(path, package), set())
    ]


def _homes(library: str) -> set[str]:
    return {ONE_HOME[library]} if library in ONE_HOME else SHARED.get(library, set())


def addresses_as_text(package: Path) -> list[str]:
    """Places that build, compare or split the text of an address instead of using the value."""
    return [
        f"{_shown(path, package)}: line {node.lineno} uses an address as text"
        for path in _files(package)
        if _shown(path, package) not in ADDRESS_TEXT
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.expr) and _is_address_text(node)
    ]


def _is_address_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return text in _PREFIXES
        case ast.Call(func=ast.Attribute(value=value, attr=attr)):
            return attr in _CUTTING and _is_address(value)
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            return any(map(_is_address, sides)) and any(map(_is_text, sides))
    return False


def _is_address(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "address"
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return _is_address(inner)
    return False


def _is_text(node: ast.expr) -> bool:
    items = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return any(isinstance(item, ast.JoinedStr) or isinstance(getattr(item, "value", None), str) for item in items)


def oversized(package: Path) -> list[str]:
    """Files, functions and callbacks of commands that are too long."""
    return [fault for path in _files(package) for fault in _oversized(path, package)]


def asked_codes(package: Path) -> list[str]:
    """Rule codes that code branches on. Passing a code to a new finding is fine: `code="CSW503"`,
    `finding("CSW101", …)`."""
    return [
        f"{_shown(path, package)}: asks for {name}; ask what the breach means (BreachKind)"
        for path in _files(package)
        if _room(path, package) not in MAKES_FINDINGS
        for name in _asked_codes(ast.parse(path.read_text()))
    ]


def _asked_codes(tree: ast.AST) -> Iterator[str]:
    given = {id(value) for node in ast.walk(tree) if isinstance(node, ast.Call) for value in _given(node)}
    for node in ast.walk(tree):
        is_code = isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
        if is_code and id(node) not in given:
            yield node.value


def _given(call: ast.Call) -> list[ast.expr]:
    """The arguments that a call passes as a code; the first argument of a method may be the value
    that it compares."""
    named = [item.value for item in call.keywords if item.arg == "code"]
    return [*named, *call.args[:1]] if isinstance(call.func, ast.Name) else named


def imports(path: Path, package: Path) -> set[str]:
    """Every module that a file imports, by its full name; for `from csws import x` that is
    `csws.x`."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, path, package)
            rooms = {f"csws.{alias.name}" for alias in node.names if not alias.name.startswith("__")}
            out |= rooms if module == "csws" else {module}
    return out


def _absolute(node: ast.ImportFrom, path: Path, package: Path) -> str:
    """Resolves a relative import: one dot is the file's own package, each further dot the package
    above."""
    if not node.level:
        return node.module or ""
    inside = ("csws", *path.parent.relative_to(package).parts)
    return ".".join([*inside[: len(inside) - node.level + 1], *([node.module] if node.module else [])])


def _oversized(path: Path, package: Path) -> Iterator[str]:
    text = path.read_text()
    if text.count("\n") > FILE:
        yield f"{_shown(path, package)}: {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > (CALLBACK if _is_callback(node, path, package) else FUNCTION):
                yield f"{_shown(path, package)}: {node.name} has {lines} lines"
            if (taken := len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])) > PARAMETERS:
                yield f"{_shown(path, package)}: {node.name} takes {taken} parameters"


def _is_callback(node: ast.FunctionDef | ast.AsyncFunctionDef, path: Path, package: Path) -> bool:
    made = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    is_command = any(isinstance(item, ast.Attribute) and item.attr in ("command", "group") for item in made)
    return is_command and (package / "cli/commands") in path.parents


def _files(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def _room(path: Path, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def _shown(path: Path, package: Path) -> str:
    return path.relative_to(package).as_posix()
