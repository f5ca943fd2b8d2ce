"""Merges an account's overlay over the shared settings: a JSON merge patch (RFC 7396) with one
difference. Pure.

Null deletes an entry whose key people choose: a workspace, a revenue object, a property. Null for a
setting is kept, so that it wins over `defaults` as it does in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import normpath

from csws.kinds import LATER
from csws.kinds.addresses import path_text
from csws.load.node import Node
from csws.model.diagnostic import Diagnostic, Path, Severity, Span
from csws.model.suggestion import did_you_mean

ENTRIES = (
    *((kind.section, "*") for kind in LATER),
    *((kind.section, "*", *entry) for kind in LATER for entry in kind.entries()),
    ("workspaces", "*"),
    ("workspaces", "*", "revenue", "objects", "*"),
    ("defaults", "revenue", "objects", "*"),
    ("properties", "*"),
    ("properties", "*", "*"),
)


def patched(shared: Node, overlay: Node) -> tuple[Node, list[Diagnostic]]:
    """The shared settings with the overlay over them, and a finding (CSW101) for each null that has
    nothing to delete."""
    findings: list[Diagnostic] = []
    return _patched(shared, overlay, (), findings), findings


def is_entry(path: Path) -> bool:
    """Whether a path leads to an entry, whose key people choose, and not to a setting, whose key
    csws defines."""
    return any(
        len(path) == len(entry) and all(want in ("*", part) for want, part in zip(entry, path, strict=True))
        for entry in ENTRIES
    )


def _patched(old: Node | None, patch: Node, path: Path, findings: list[Diagnostic]) -> Node:
    if not isinstance(patch.value, dict):
        return patch
    base = old if old is not None and isinstance(old.value, dict) else Node({}, patch.span, {})
    values, keys = dict(base.mapping), dict(base.keys or {})
    for key, member in patch.value.items():
        at, span = (*path, key), (patch.keys or {})[key]
        if member.value is not None or not is_entry(at):
            values[key], keys[key] = _patched(values.get(key), member, at, findings), span
        elif key in values:
            del values[key], keys[key]
        else:
            findings.append(_nothing_there(at, span, list(base.mapping)))
    return Node(values, base.span, keys)


def _nothing_there(path: Path, span: Span, known: list[str]) -> Diagnostic:
    remove = "Remove this line."
    if path[0] == "workspaces" and "revenue" in path:
        remove = "Remove this line. To delete a value that comes from `defaults`, write null under `defaults:` in the overlay."
    return Diagnostic(
        code="CSW101",
        severity=Severity.ERROR,
        message=f"The overlay deletes `{path_text(path)}`, which does not exist.",
        hint=did_you_mean(str(path[-1]), known) or remove,
        address=path_text(path),
        span=span,
    )


def overlay_names(accounts: Node | None) -> dict[str, str]:
    """The name of each overlay file → the first account that has it."""
    held = ((name, entry.mapping.get("overlay")) for name, entry in (accounts.mapping if accounts else {}).items())
    texts = ((name, node.value) for name, node in held if node is not None)
    out: dict[str, str] = {}
    for account, text in texts:
        if isinstance(text, str) and text:
            out.setdefault(normpath(text), account)
    return out


def shared_overlays(pattern: str, owners: Mapping[str, str], span: Span) -> Diagnostic:
    """The finding (CSW005) for an include that matches overlays, whose settings would then apply to
    every account. `owners` has the matched names, each with the account that it belongs to."""
    first, more = next(iter(owners)), len(owners) - 1
    rest = f", and {more} more overlay{'s' if more > 1 else ''}" if more else ""
    return Diagnostic(
        code="CSW005",
        severity=Severity.ERROR,
        message=f"The include `{pattern}` matches `{first}`, the overlay of `{owners[first]}`{rest}.",
        hint="Every account would get these settings. Narrow the pattern, or move the overlays to a folder that no include matches.",
        span=span,
    )
