"""Words for schema errors: which finding (CSW101–104) it is, where, and what to do. Knows no
validator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from csws.kinds import KINDS, workspaces
from csws.kinds.addresses import path_text
from csws.load.node import Node, place
from csws.load.placing import fixes_of
from csws.model.diagnostic import ITS_KEY, Diagnostic, Path, Severity
from csws.model.fields import ignorable
from csws.model.fix import Quote, Remedy, Respell, Write, instead
from csws.model.names import folded, hard_to_see
from csws.model.suggestion import closest, did_you_mean

_COLON = re.compile("[:\uff1a]")  # also the colon of a Chinese keyboard
_SECRET = re.compile(r"token|secret|passw|credential|api[-_]?key", re.I)  # in a key that names one
_SEEN = {"workspaces": "name", "properties": "label"}  # what people see on HubSpot's screens instead of the key
_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "null": "nothing",
    "number": "a number",
    "integer": "a whole number",
}


def findings_of(error: Any, root: Node, accounts: tuple[str, ...]) -> Iterator[Diagnostic]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in sorted(set(error.instance) - set(known)):
            yield _unknown_key(root, (*path, key), known, accounts)
    elif error.validator == "required":
        absent = [key for key in error.validator_value if key not in error.instance]
        named = next((key for key in absent if repr(key) in error.message), absent[0])
        yield missing(root, (*path, named), accounts)
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
        address=path_text(path),
        span=span,
        unread=() if key else path,
    )


def _unknown_key(root: Node, path: Path, known: list[str], accounts: tuple[str, ...]) -> Diagnostic:
    *holder, last = path
    if _SECRET.search(str(last)):
        return _finding("CSW101", root, path, accounts, f"Unknown key `{last}`.", _NO_SECRETS, key=True)
    word, fix = _without_space(str(last), known)
    meant = word or closest(str(last), known)
    hint = fix or did_you_mean(str(last), known) or "Keys here: " + ", ".join(f"`{key}`" for key in known) + "."
    found = _finding("CSW101", root, path, accounts, f"Unknown key `{last}`.", hint, key=True)
    inside = root.at(tuple(holder))
    if not meant or not inside or meant in inside.mapping:
        return found
    respelled = Remedy(
        title=f"Write `{meant}`", acts=(Respell(path, meant),), certain=folded(meant) == folded(str(last))
    )
    fixes = fixes_of((respelled,), root) if word is None else ()
    return replace(found, unread=(*holder, meant), misspelled=True, fixes=fixes)


_NO_SECRETS = (
    "Secrets do not belong in a file: csws reads a token from CSWS_HUBSPOT_TOKEN, and a database password from PGPASSWORD "
    "or a pgpass file."
)


def _without_space(text: str, known: Iterable[str]) -> tuple[str | None, str | None]:
    """The key that was meant if the space after its colon is missing, and how to correct it."""
    found = _COLON.search(text)
    colon = found[0] if found else ":"
    word, _, value = (part.strip(" \u3000") for part in text.partition(colon))
    if word not in known or (colon == ":" and not value):
        return None, None
    hidden = hard_to_see(value[:1])
    if hidden:
        return word, f"Put an ordinary space after the colon, instead of {hidden[0]}."
    is_other = colon != ":"
    cure = f"Write an ordinary colon and a space, instead of `{colon}`" if is_other else "Put a space after the colon"
    return word, f"{cure}: `{word}: {value}`."


def missing(root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    where = path_text(path[:-1])
    message = f"The required key `{path[-1]}` is missing" + (f" in `{where}`." if where else ".")
    found = _finding("CSW103", root, path, accounts, message, f"Add `{path[-1]}:` here.")
    added = Remedy(title=f"Add `{path[-1]}:`", acts=(Write(path, None),))
    gap = next(path[:end] for end in range(1, len(path) + 1) if root.at(path[:end]) is None)
    return replace(found, unread=gap, fixes=fixes_of((added,), root))


def nothing_declared(root: Node, account: str) -> Diagnostic:
    """One finding in place of all that the settings lack. It leaves `workspaces` unread, so that no
    rule reports what is missing there."""
    message = "Nothing is declared yet: no file has objects, workspaces or properties."
    hint = (
        "To take over what HubSpot has, run `csws worksheet sheet.yaml`, correct the sheet while you look at the "
        "screens, and run `csws adopt sheet.yaml`. Or write the settings yourself."
    )
    found = _finding("CSW103", root, ("accounts",), (account,), message, hint, key=True)
    return replace(found, unread=("workspaces",))


def _wrong_type(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else list(error.validator_value)
    words = " or ".join(_TYPES[kind] for kind in wanted)
    name = f"`{_name(path)}`" if any(isinstance(part, str) for part in path) else "The file"
    seen = _quoted(error.instance) if "integer" in wanted and _is_number(error.instance) else _kind(error.instance)
    message = f"{name} must be {words}, not {seen}."
    quotable = "string" in wanted and isinstance(error.instance, (int, float))
    hint = "Put it in quotes if it is meant as text." if quotable else f"Write {words} here."
    if "array" in wanted and isinstance(error.instance, str):
        hint = f"Write it as a list: `[{error.instance}]`."
    if "boolean" in wanted:
        hint = "Write `true` or `false`."
    if "object" in wanted:
        hint = "Write settings here as `key: value`, each on a line of its own."
    if "object" in wanted and isinstance(error.instance, str):
        hint = _without_space(error.instance, error.schema.get("properties", {}))[1] or hint
    found = _finding("CSW102", root, path, accounts, message, hint)
    return replace(found, fixes=fixes_of(_retyped(path, error.instance, wanted, quotable=quotable), root))


_SWITCHES = {"yes": True, "on": True, "no": False, "off": False}  # what YAML 1.1 and other tools read as true or false


def _retyped(path: Path, value: object, wanted: list[str], *, quotable: bool) -> Iterator[Remedy]:
    """The same value, as the type that was meant."""
    switch = _SWITCHES.get(value.casefold()) if isinstance(value, str) and "boolean" in wanted else None
    if quotable and not isinstance(value, bool):
        yield Remedy(title="Put it in quotes", acts=(Quote(path),), certain=True)
    elif switch is not None:
        yield Remedy(title=f"Write `{json.dumps(switch)}`", acts=(Write(path, switch),), certain=True)
    elif isinstance(value, str) and "array" in wanted:
        yield Remedy(title="Write it as a list", acts=(Write(path, [value]),), certain=True)


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f"`{text}`" if len(text) <= 60 else f"`{text[:59]}…`"


def _kind(value: object) -> str:
    if value is None:
        return _TYPES["null"]
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds: dict[type, str] = {dict: "object", list: "array", str: "string"}
    return _TYPES[kinds.get(type(value), "number")]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _name(path: Path) -> str:
    named = [str(part) for part in path if not isinstance(part, int)]
    return named[-1] if named else "the file"


def _bad_key(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    message = (
        f"The key `{error.instance}` is not allowed: keys begin with a letter and contain only a-z, 0-9, `_` and `-`."
    )
    suggestion = re.sub(r"[^a-z0-9_-]+", "-", str(error.instance).lower()).strip("-0123456789_")
    seen = _SEEN.get(str(path[0]))
    beside = f"; people see only its `{seen}:`" if seen else ""
    hint = f"Use `{suggestion}`{beside}." if suggestion else "Choose a short lower-case key."
    found = _finding("CSW104", root, (*path, error.instance), accounts, message, hint, key=True)
    taken = suggestion in error.parent.instance if error.parent is not None else False
    respelled = Remedy(title=f"Write `{suggestion}`", acts=(Respell((*path, error.instance), suggestion),))
    fixes = fixes_of((respelled,), root) if suggestion and not taken else ()
    return replace(found, unread=(*path, error.instance, ITS_KEY), fixes=fixes)


def _wrong_value(error: Any, root: Node, path: Path, accounts: tuple[str, ...]) -> Diagnostic:
    name = _name(path)
    if path[-2:-1] == ("ignore",):
        kind = next(kind for kind in KINDS if kind.section == path[0])
        message = f"A {kind.noun} has no field `{error.instance}` to ignore."
        fields = ignorable(error.instance) if kind is workspaces.KIND else [field.path for field in kind.fields]
        hint = did_you_mean(error.instance, fields) or error.schema["description"]
        found = _finding("CSW104", root, path, accounts, message, hint)
        return replace(found, fixes=fixes_of(instead(path, error.instance, closest(error.instance, fields)), root))
    if error.validator == "enum":
        allowed = [str(value) for value in error.validator_value if value is not None]
        known = "Allowed: " + ", ".join(f"`{value}`" for value in allowed) + "."
        hint = did_you_mean(str(error.instance), allowed) or known
        found = _finding("CSW104", root, path, accounts, f"`{name}` cannot be {_quoted(error.instance)}.", hint)
        word = str(error.instance)
        return replace(found, fixes=fixes_of(instead(path, word, closest(word, allowed)), root))
    if error.validator == "const":
        only = json.dumps(error.validator_value)
        hint = f"Write `{name}: {only}`."
        found = _finding("CSW104", root, path, accounts, f"`{name}` must be `{only}`.", hint)
        remedy = Remedy(title=f"Write `{only}`", acts=(Write(path, error.validator_value),))
        return replace(found, fixes=fixes_of((remedy,), root))
    if error.validator in ("minLength", "pattern") and not error.instance.strip():
        return _finding(
            "CSW104", root, path, accounts, f"`{name}` must not be empty.", "Write some text here, or remove it."
        )
    message, hint = f"`{name}` has a value that is not allowed.", "See `csws schema config`."
    if error.validator == "minimum":
        message = f"`{name}` cannot be less than {error.validator_value}."
    elif error.validator == "maximum":
        message = f"`{name}` cannot be more than {error.validator_value}."
    if "description" in error.schema:
        words = error.schema["description"]
        hint = f"What belongs here: {words[0].lower()}{words[1:]}"
    hidden = hard_to_see(error.instance) if isinstance(error.instance, str) else []
    if hidden:
        hint = f"Remove its invisible characters: {', '.join(hidden)}."
    return _finding("CSW104", root, path, accounts, message, hint)
