"""Merges values with their places: files into one, and `defaults` under each workspace. Pure."""

from __future__ import annotations

from csws.kinds import RECORDED
from csws.load.node import Node
from csws.model.address import Address
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.fix import Related
from csws.model.kind import Kind

UNITED = ("removed", "accept")
_BY_KEY = {kind.section: kind for kind in RECORDED}  # what two files may each have entries of


def underlaid(own: Node, below: Node) -> Node:
    """Merges `below` under `own`: values of `own` win, even an explicit null; mappings are
    merged."""
    if not isinstance(own.value, dict) or not isinstance(below.value, dict):
        return own
    values, keys = dict(own.value), dict(own.keys or {})
    for key, member in below.value.items():
        if key in values:
            values[key] = underlaid(values[key], member)
        else:
            values[key] = member
            keys[key] = (below.keys or {})[key]
    return Node(values, own.span, keys)


def with_defaults(tree: Node) -> Node:
    """Every workspace with `defaults` under it, tab by tab."""
    defaults, workspaces = tree.at(("defaults",)), tree.at(("workspaces",))
    if defaults is None or workspaces is None or not defaults.mapping or not workspaces.mapping:
        return tree
    merged = {key: underlaid(node, defaults) for key, node in workspaces.mapping.items()}
    return Node({**tree.mapping, "workspaces": Node(merged, workspaces.span, workspaces.keys)}, tree.span, tree.keys)


def united(parts: list[Node]) -> tuple[Node, list[Diagnostic]]:
    """The files of a project as one value. If two of them define something, that is a finding
    (CSW006), and the first one wins.

    Null defines nothing, and values of the wrong type are left to the schema.
    """
    values: dict[str, Node] = {}
    keys = {}
    findings: list[Diagnostic] = []
    for part in parts:
        for key, node in part.mapping.items():
            if key not in values or values[key].value is None:
                values[key], keys[key] = node, (part.keys or {})[key]
            elif node.value is None:
                continue
            elif key in UNITED:
                values[key] = Node([*values[key].items, *node.items], values[key].span)
            elif key in _BY_KEY:
                values[key], more = _entries(_BY_KEY[key], values[key], node)
                findings += more
            else:
                findings.append(_twice(key, part, key, keys[key]))
    return Node(values, parts[0].span, keys), findings


def _entries(kind: Kind, first: Node, second: Node) -> tuple[Node, list[Diagnostic]]:
    values, keys = dict(first.mapping), dict(first.keys or {})
    findings = []
    for key, node in second.mapping.items():
        if key in values:
            findings.append(_twice(key, second, str(Address(kind.name, key)), keys[key]))
        else:
            values[key], keys[key] = node, (second.keys or {})[key]
    return Node(values, first.span, keys), findings


def _twice(key: str, part: Node, address: str, other: Span) -> Diagnostic:
    return Diagnostic(
        code="CSW006",
        severity=Severity.ERROR,
        message=f"`{address}` is defined here and in `{other.file}`.",
        hint="Keep one of the two definitions.",
        address=address,
        span=(part.keys or {})[key],
        related=(Related(other, "also defined here"),),
    )
