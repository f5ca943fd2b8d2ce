"""Files × JSON Schemas → findings CSW101–104, each at the wrong value. The only module that imports
jsonschema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from csws.errors import UsageFault
from csws.interrupts import interrupts_deferred
from csws.kinds import KINDS, RECORDED
from csws.load.account import LoadedAccount
from csws.load.node import Node
from csws.load.project import SourceFile
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic, Path, Span
from csws.model.target_traits import store_pattern, target_pattern
from csws.schema.wording import findings_of, missing, nothing_declared

NAMES = (
    "config", "part", "overlay", "sheet", "catalog", "plan", "diagnostics", "report", "event", "runs", "history", "drift",
    "score", "tests", "test",
)  # fmt: skip


_SECTIONS = tuple(kind.section for kind in KINDS if kind.is_recorded)
_TOKENS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$")  # an escape, a class, or the end


def schema_text(name: str) -> str:
    """The text of one of csws's schemas, from the checkout or the wheel. Raises UsageFault for an
    unknown name."""
    if name not in NAMES:
        raise UsageFault(f"Unknown schema `{name}`.", hint="Schemas: " + ", ".join(NAMES) + ".")
    file = f"{name}.schema.json"
    package = FilePath(__file__).parent.parent
    packaged = package / "_schemas" / file
    found = packaged if packaged.is_file() else package.parent / "schemas" / file
    return found.read_text(encoding="utf-8")


def schema_document(name: str) -> Any:
    """A schema as data. The table of targets provides the patterns of `target:` and `store:`; a
    test compares them with the published text."""
    schema = json.loads(schema_text(name))
    if name == "config":
        account = schema["$defs"]["account"]["properties"]
        account["target"]["pattern"], account["store"]["pattern"] = target_pattern(), store_pattern()
    return schema


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend
    return extend(Draft202012Validator, {"pattern": _fits_pattern})(schema_document(name))


def _fits_pattern(validator: Any, pattern: str, value: object, schema: Any) -> Iterator[Any]:
    """`pattern` as ECMA 262 and editors read it: `$` is the end of the text, not the line break
    before it."""
    from jsonschema import ValidationError

    if isinstance(value, str) and not _compiled(pattern).search(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_TOKENS.sub(lambda token: r"\Z" if token[0] == "$" else token[0], pattern))


@cache
def _quick(name: str) -> Any:
    """A faster validator that only answers yes or no (extra `csws[fast]`); None if it is not
    installed."""
    try:
        with interrupts_deferred():  # Ctrl-C would make it panic
            import jsonschema_rs
    except ImportError:
        return None
    return jsonschema_rs.Draft202012Validator(schema_document(name))


def _is_surely_valid(name: str, data: object) -> bool:
    """Whether the faster validator accepts the data. What it rejects goes to jsonschema, whose
    messages csws shows."""
    quick = _quick(name)
    try:
        return bool(quick is not None and quick.is_valid(data))
    except (ValueError, TypeError):  # a value that JSON does not have, such as a lone surrogate
        return False


def is_valid(name: str, data: object) -> str | None:
    """None if `data` fits the schema, else a sentence about the first mismatch."""
    error = next(iter(_sorted_errors(name, data)), None)
    return None if error is None else f"{'.'.join(map(str, error.absolute_path)) or 'the document'}: {error.message}"


def check_file(file: SourceFile) -> list[Diagnostic]:
    """The parts of one YAML file that its schema does not allow.

    Does not report missing keys that another file may provide (everything below `include`);
    `check_required` does.
    """
    if file.node.value is None and file.kind != "config":
        return []
    errors = (error for error in _sorted_errors(file.kind, file.node.plain()) if not _elsewhere(error))
    return _without_typos_twice([found for error in errors for found in _in_file(error, file)])


def _in_file(error: Any, file: SourceFile) -> Iterator[Diagnostic]:
    for found in findings_of(error, file.node, ()):
        if file.kind == "overlay" and error.instance is None:  # the author may have meant the shared value
            found = replace(found, hint="Write a value, or remove this line to keep the value from the other files.")
        yield found


def _without_typos_twice(found: list[Diagnostic]) -> list[Diagnostic]:
    """Drops what only follows from a misspelled key: that the key is missing (CSW103), or that its mapping does not have
    the keys that belong together (CSW104)."""
    meant = {item.unread for item in found if item.misspelled}
    follows = {"CSW103": meant, "CSW104": {path[:-1] for path in meant}}
    return [item for item in found if item.misspelled or item.unread not in follows.get(item.code, ())]


def _elsewhere(error: Any) -> bool:
    path = list(error.absolute_path)
    in_list = any(isinstance(part, int) for part in path)  # which no other file adds to
    return error.validator == "required" and bool(path) and path[0] in _SECTIONS and not in_list


def check_declared(account: LoadedAccount) -> Diagnostic | None:
    """The only finding (CSW103) about the settings of a project that has none yet."""
    return nothing_declared(account.tree, account.entry.name) if account.declares_nothing else None


def check_required(account: LoadedAccount) -> list[Diagnostic]:
    """The required keys (CSW103) that no file of this account provides."""
    wanted: list[Path] = [("objects", "customers")]
    for kind in RECORDED:
        found = account.tree.at((kind.section,))
        for key, node in (found.mapping if found else {}).items():
            block = node.plain if isinstance(node.value, dict) else dict
            wanted += [(kind.section, key, *part) for part in kind.required_in(block)]
    wanted += [(*path, part) for path in _property_paths(account.tree) for part in ("label", "kind", "group")]
    lacking = (path for path in wanted if _lacks(account.tree, path))
    return [missing(account.tree, path, (account.entry.name,)) for path in lacking]


def _property_paths(tree: Node) -> list[Path]:
    """The paths of the declared properties."""
    properties = tree.at(("properties",))
    items = (properties.mapping if properties else {}).items()
    return [("properties", name, key) for name, node in items for key in node.mapping]


def _lacks(tree: Node, path: Path) -> bool:
    if tree.at(path) is not None:
        return False
    holder = tree.at(path[:-1])
    return holder is None or isinstance(holder.value, dict)


def check_catalog(account: LoadedAccount) -> list[Diagnostic]:
    """The parts of a catalogue that its schema does not allow. Computes places only if there are
    any."""
    if account.catalog is None:
        return []
    errors = list(_sorted_errors("catalog", account.catalog))
    if not errors:
        return []
    root = read_yaml(account.catalog_text, account.entry.catalog).root
    if root is None:
        root = Node(None, Span(account.entry.catalog, 1, 1, 1, 1))
    found = [item for error in errors for item in findings_of(error, root, (account.entry.name,))]
    return [replace(item, unread=()) for item in _without_typos_twice(found)]  # its paths are not those of the settings


def _sorted_errors(name: str, data: object) -> list[Any]:
    if _is_surely_valid(name, data):
        return []
    errors = sorted(
        _validator(name).iter_errors(data),
        key=lambda error: ([str(part) for part in error.absolute_path], str(error.validator)),
    )
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    return [error for error in errors if error.validator == "type" or tuple(error.absolute_path) not in mistyped]
