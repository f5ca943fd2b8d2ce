"""Where a new workspace block goes into a project's files, as text: comments and layout of the file stay as they are."""

from __future__ import annotations

from textwrap import indent

from csws.load.node import Node


def with_block(text: str, root: Node, block: str) -> str | None:
    """The file's text with a workspace block (unindented YAML) at the end of its `workspaces`; None where there is no
    such mapping in block style to add to."""
    node = root.at(("workspaces",))
    if node is None or not node.mapping or not node.keys:
        return None
    first = min(node.keys.values(), key=lambda span: span.line)
    lines = text.splitlines(keepends=True)
    at = lines[first.line - 1]
    if at[: first.column - 1].strip():  # flow style: `workspaces: {…}`
        return None
    last = max(member.span.end_line for member in node.mapping.values())
    before = "".join(lines[:last])
    newline = "" if before.endswith("\n") else "\n"
    return before + newline + indent(block, " " * (first.column - 1)) + "".join(lines[last:])


def new_file(block: str) -> str:
    """The text of an included file with only this block."""
    return "workspaces:\n" + indent(block, "  ")
