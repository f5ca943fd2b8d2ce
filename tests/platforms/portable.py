"""Finds what works on some systems only, in the syntax tree of Python files. `portable.yaml` lists
what that is. Runs nothing.

Text that is read or written needs its encoding, and text that is written its line ends, because
both differ between systems. A path that is shown needs `as_posix`, because only Windows writes
`\\`. What is passed to the system takes `os.fspath`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("portable.yaml").read_text(encoding="utf-8"))
_RUNNERS = {"run", "Popen", "check_output", "check_call", "call"}
_TEMPORARY = {"TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"}


@dataclass(frozen=True)
class Finding:
    """`file` is relative to the folder that was searched, with slashes."""

    file: str
    line: int
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}: {self.why}"


def findings(folder: Path) -> list[Finding]:
    """Everything in the folder that is not portable."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    known = known_paths(trees.values())
    return [
        Finding(path.relative_to(folder).as_posix(), line, what, why)
        for path, tree in trees.items()
        for line, what, why in sorted({*_not_everywhere(tree), *_text_faults(tree), *_shown_paths(tree, known)})
    ]


Fault = tuple[int, str, str]


def _not_everywhere(tree: ast.AST) -> Iterator[Fault]:
    for node in ast.walk(tree):
        for name in _imported(node):
            if why := DATA["modules"].get(name.split(".")[0]):
                yield node.lineno, name.split(".")[0], why
            yield from _named(name, node)
        if isinstance(node, ast.Attribute):
            yield from _named(dotted(node), node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for pattern, why in DATA["texts"].items():
                if re.search(pattern, node.value):
                    yield node.lineno, node.value, why


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _named(name: str, node: Any) -> Iterator[Fault]:
    for pattern, why in DATA["names"].items():
        if fnmatchcase(name, pattern):
            yield node.lineno, name, why
    last = name.rpartition(".")[2]
    if "." in name and last in DATA["methods"]:
        yield node.lineno, name, DATA["methods"][last]


def dotted(node: ast.expr) -> str:
    """`a.b.c`; an expression that is not a name is `…`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


def _text_faults(tree: ast.AST) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = {item.arg for item in node.keywords}
            if None in given:  # **options: whoever wrote them is checked where they are written
                continue
            for argument, why in _wanted(node):
                if argument not in given:
                    yield node.lineno, f"{dotted(node.func)} without {argument}", why


def _wanted(call: ast.Call) -> Iterator[tuple[str, str]]:
    """The arguments that a call needs so that it means the same on every system."""
    name, owner = dotted(call.func).rpartition(".")[2], dotted(call.func).rpartition(".")[0]
    encoding, newline = ("encoding", "Windows would use its code page"), ("newline", "Windows would write CRLF")
    if name in _RUNNERS:
        if any(item.arg in ("text", "universal_newlines") for item in call.keywords):
            yield encoding
        return
    if name in ("read_text", "write_text") and owner:
        yield encoding
        if name == "write_text":
            yield newline
        return
    mode = _mode(call, name, owner)
    if mode is None or "b" in mode:
        return
    yield encoding
    if set(mode) & set("wax+"):
        yield newline


def _mode(call: ast.Call, name: str, owner: str) -> str | None:
    """The mode in which a call opens a file; None if it opens none."""
    if name in _TEMPORARY:
        place, default = 0, "w+b"
    elif name == "fdopen" or (name == "open" and not owner):
        place, default = 1, "r"
    elif name == "open" and owner not in ("os", "webbrowser"):
        place, default = 0, "r"
    else:
        return None
    named = [item.value for item in call.keywords if item.arg == "mode"]
    given = [*named, *call.args[place : place + 1]]
    if not given:
        return default
    mode = given[0].value if isinstance(given[0], ast.Constant) else None
    if mode is None and name == "open" and owner:
        return None  # nobody opens a path like this: it is an `open` of something else
    return mode if isinstance(mode, str) else "w"  # any mode


def known_paths(trees: Iterable[ast.AST]) -> frozenset[str]:
    """The names of fields and functions that are a path, or give one, wherever they are declared."""
    paths: set[str] = set()
    others: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                (paths if _is_path(node.returns) else others).add(node.name)
            elif isinstance(node, ast.ClassDef):
                fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
                for item in fields:
                    (paths if _is_path(item.annotation) else others).add(ast.unparse(item.target))
    return frozenset(paths - others) | _GIVE_PATHS


_GIVE_PATHS = {
    "Path",
    "PurePath",
    "PurePosixPath",
    "resolve",
    "absolute",
    "with_name",
    "with_suffix",
    "joinpath",
    "parent",
}
_PLACES = {"root", "folder", "directory", "home", "parent"}  # what stands before `/ "name"`


def _is_path(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(re.fullmatch(r"(Pure\w*)?Path( \| None)?", ast.unparse(annotation)))


def _holds_paths(annotation: ast.expr | None) -> bool:
    """Whether going through a value of this type gives paths."""
    text = ast.unparse(annotation) if annotation is not None else ""
    return bool(re.fullmatch(r"\w+\[Path\b.*\]", text))


def _shown_paths(tree: ast.AST, known: frozenset[str]) -> Iterator[Fault]:
    if "pathlib.Path" not in {name for node in ast.walk(tree) for name in _imported(node)}:
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = set(_path_names(function, known))
            for node in ast.walk(function):
                for inner in _made_text(node):
                    if _means_path(inner, names, known):
                        yield inner.lineno, f"{ast.unparse(inner)} as text", _SHOWN


_SHOWN = "Windows would write `\\`; as_posix() for people, os.fspath() for the system"


def _path_names(function: ast.FunctionDef, known: frozenset[str]) -> Iterator[str]:
    """The arguments and variables of a function that are paths, as far as one can see."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    yield from (item.arg for item in arguments if _is_path(item.annotation))
    many = {item.arg for item in arguments if _holds_paths(item.annotation)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _means_path(node.value, set(), known):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, (ast.For, ast.comprehension)) and dotted(node.iter) in many:
            yield from ([node.target.id] if isinstance(node.target, ast.Name) else [])


def _made_text(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that a node turns into text."""
    if isinstance(node, ast.FormattedValue):
        yield node.value
    elif isinstance(node, ast.Call) and dotted(node.func) == "str":
        yield from node.args[:1]


def _means_path(node: ast.expr, names: set[str], known: frozenset[str]) -> bool:
    """Whether an expression is a path, as far as its form says so."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        left = node.left
        return _means_path(left, names, known) or dotted(left).rpartition(".")[2].strip("_") in _PLACES
    named = node.func if isinstance(node, ast.Call) else node
    return dotted(named).rpartition(".")[2] in known
