"""Files × JSON Schemas → findings CSW101–104, each at the value that is wrong. The one module that imports jsonschema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from csws.errors import UsageFault
from csws.interrupts import held
from csws.load.account import LoadedAccount
from csws.load.node import Node, place
from csws.load.project import SourceFile
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic, Path, Severity, Span, address_of
from csws.model.suggestion import closest
from csws.model.target_traits import store_pattern, target_pattern

NAMES = ("config", "part", "catalog", "plan", "diagnostics", "report", "event")
_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "null": "nothing",
    "number": "a number",
    "integer": "a whole number",
}


def schema_text(name: str) -> str:
    """The text of one of csws's schemas, from the checkout or the wheel. Raises UsageFault for a name unknown."""
    if name not in NAMES:
        raise UsageFault(f"There is no schema `{name}`.", hint="Schemas: " + ", ".join(NAMES) + ".")
    file = f"{name}.schema.json"
    package = FilePath(__file__).parent
    packaged = package / "_schemas" / file
    found = packaged if packaged.is_file() else package.parent / "schemas" / file
    return found.read_text(encoding="utf-8")


def schema_document(name: str) -> Any:
    """A schema as data. Where a `target:` and a `store:` may lead is what the table of targets says; so does the published
    text, which a test compares."""
    schema = json.loads(schema_text(name))
    if name == "config":
        account = schema["$defs"]["account"]["properties"]
        account["target"]["pattern"], account["store"]["pattern"] = target_pattern(), store_pattern()
    return schema


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema_document(name))


@cache
def _quick(name: str, *, lacking: bool) -> Any:
    """A faster validator that only says yes or no (extra `csws[fast]`); None where it is not installed. `lacking`
    allows required keys to be absent."""
    try:
        with held():  # it would panic
            import jsonschema_rs
    except ImportError:
        return None
    schema = schema_document(name)
    return jsonschema_rs.Draft202012Validator(_without_required(schema) if lacking else schema)


def _without_required(schema: Any) -> Any:
    """The schema with no key required. In `properties` stand names, and `required` may be one of them."""
    if isinstance(schema, list):
        return [_without_required(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key != "required" or not isinstance(value, list)}
    return {key: _without_required(value) for key, value in kept.items()}


def _is_surely_valid(name: str, data: object, *, lacking: bool = False) -> bool:
    """Whether the faster validator has said yes. What it says no to, jsonschema looks at: its words are the ones shown."""
    quick = _quick(name, lacking=lacking)
    try:
        return bool(quick is not None and quick.is_valid(data))
    except (ValueError, TypeError):  # a value that JSON does not have, such as a lone surrogate
        return False


def is_valid(name: str, data: object) -> str | None:
    """None where `data` fits the schema, else a sentence about the first thing that does not."""
    error = next(iter(_sorted_errors(name, data)), None)
    return None if error is None else f"{'.'.join(map(str, error.absolute_path)) or 'the document'}: {error.message}"


def check_file(file: SourceFile) -> list[Diagnostic]:
    """What one YAML file has that its schema does not allow.

    Keys that another file may give (everything below `include`) are not missed here, but by `check_required`.
    """
    if file.node.value is None and file.kind != "config":
        return []
    data = _without_nulls(file.node.plain()) if file.kind == "overlay" else file.node.plain()
    schema = "config" if file.kind == "config" else "part"
    if _is_surely_valid(schema, data, lacking=file.kind == "overlay"):
        return []
    errors = (error for error in _sorted_errors(schema, data) if not _elsewhere(error, file.kind))
    return [found for error in errors for found in _findings(error, file.node, ())]


def _elsewhere(error: Any, kind: str) -> bool:
    path = list(error.absolute_path)
    return (error.validator == "required" and bool(path) and path[0] in ("objects", "workspaces")) or (
        kind == "overlay" and error.validator == "required"
    )


def _without_nulls(data: Any) -> Any:
    """An overlay as it arrives: null removes (RFC 7396), so it may stand anywhere."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items() if value is not None}
    return data


def check_required(account: LoadedAccount) -> list[Diagnostic]:
    """The required keys (CSW103) that no file of this account gives."""
    wanted: list[Path] = [("objects", "customers")]
    workspaces = account.tree.at(("workspaces",))
    wanted += [("workspaces", key, "name") for key in (workspaces.mapping if workspaces else {})]
    missing = (path for path in wanted if _lacks(account.tree, path))
    return [_missing(account.tree, path, (account.entry.name,)) for path in missing]


def _lacks(tree: Node, path: Path) -> bool:
    holder = tree.at(path[:-1])
    if holder is not None and not isinstance(holder.value, dict) and holder.value is not None:
        return False
    return tree.at(path) is None


def check_catalog(account: LoadedAccount) -> list[Diagnostic]:
    """What a catalogue has that its schema does not allow. Places are looked up only when something is wrong."""
    if account.catalog is None:
        return []
    errors = list(_sorted_errors("catalog", account.catalog))
    if not errors:
        return []
    root = read_yaml(account.catalog_text, account.entry.catalog).root
    if root is None:
        root = Node(None, Span(account.entry.catalog, 1, 1, 1, 1))
    return [found for error in errors for found in _findings(error, root, (account.entry.name,))]


def _sorted_errors(name: str, data: object) -> list[Any]:
    if _is_surely_valid(name, data):
        return []
    return sorted(
        _validator(name).iter_errors(data),
        key=lambda error: ([str(part) for part in error.absolute_path], str(error.validator)),
    )


def _findings(error: Any, root: Node, accounts: tuple[str, ...]) -> Iterator[Diagnostic]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in sorted(set(error.instance) - set(known)):
            yield _unknown_key(root, (*path, key), known, accounts)
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        named = next((key for key in missing if repr(key) in error.message), missing[0])
        yield _missing(root, (*path, named), accounts)
    elif error.validator == "type":
        yield _wrong_type(error, root, path, accounts)
    elif "propertyNames" in error.absolute_schema_path:
        yield _bad_key(error, root, path, accounts)
    else:
        yield _wrong_value(error, root, path, accounts)


def _finding(
    code: str, root: Node, path: Path, accounts: tuple[str, ...], message: str, hint: str, *, key: bool = False
) -> Diagnostic:
    span = place(root, path, key=key)
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        accounts=accounts,
        address=address_of(path),
        span=span,
    )


def _unknown_key(root: Node, path: Path, known: list[str], accounts: tuple[str, ...]) -> Diagnostic:
    meant = closest(str(path[-1]), known)
    hint = f"Did you mean `{meant}`?" if meant else "Keys here: " + ", ".join(f"`{key}`" for key in known) + "."
    return _finding("CSW101", root, path, accounts, f"The key `{path[-1]}` is unknown here.", hint, key=True)


def _missing(root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    where = address_of(path[:-1])
    message = f"The required key `{path[-1]}` is missing" + (f" in `{where}`." if where else ".")
    return _finding("CSW103", root, path, accounts, message, f"Add `{path[-1]}:` here.")


def _wrong_type(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else list(error.validator_value)
    words = " or ".join(_TYPES[kind] for kind in wanted)
    message = f"`{_name(path)}` must be {words}, not {_kind(error.instance)}."
    quotable = "string" in wanted and isinstance(error.instance, (int, float))
    hint = "Put it in quotes if it is meant as text." if quotable else f"Write {words} here."
    return _finding("CSW102", root, path, accounts, message, hint)


def _kind(value: object) -> str:
    if value is None:
        return _TYPES["null"]
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds: dict[type, str] = {dict: "object", list: "array", str: "string"}
    return _TYPES[kinds.get(type(value), "number")]


def _name(path: Path) -> str:
    named = [str(part) for part in path if not isinstance(part, int)]
    return named[-1] if named else "the file"


def _bad_key(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    message = (
        f"The key `{error.instance}` is not allowed: keys begin with a letter and hold only a-z, 0-9, `_` and `-`."
    )
    suggestion = re.sub(r"[^a-z0-9_-]+", "-", str(error.instance).lower()).strip("-0123456789_")
    hint = (
        f"Call it `{suggestion}`; what people see is its `name:`."
        if suggestion
        else "Choose a short key in lower case."
    )
    return _finding("CSW104", root, (*path, error.instance), accounts, message, hint, key=True)


def _wrong_value(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    name = _name(path)
    if error.validator == "enum":
        allowed = [str(value) for value in error.validator_value if value is not None]
        meant = closest(str(error.instance), allowed)
        hint = f"Did you mean `{meant}`?" if meant else "Allowed: " + ", ".join(f"`{value}`" for value in allowed) + "."
        return _finding("CSW104", root, path, accounts, f"`{name}` has a value that is not allowed.", hint)
    if error.validator == "const":
        return _finding(
            "CSW104",
            root,
            path,
            accounts,
            f"`{name}` must be `{json.dumps(error.validator_value)}`.",
            f"Write `{name}: {json.dumps(error.validator_value)}`.",
        )
    if error.validator == "minLength":
        return _finding(
            "CSW104", root, path, accounts, f"`{name}` must not be empty.", "Write a text here, or remove it."
        )
    hint = error.schema.get("description") or "See `csws schema config`."
    return _finding("CSW104", root, path, accounts, f"`{name}` has a value that is not allowed.", hint)
