"""What a person types into a worksheet in an editor, line by line: values beside their labels, and copies of a block."""

from __future__ import annotations

import re
from typing import Any

_LINE = re.compile(r"( *)([^\s#][^:]*): ?(.*?)( *  #.*)?\Z")


def typed(sheet: str, path: str, values: dict[str, Any]) -> str:
    """The sheet with these values in the block at a path, each on the line that is there for it."""
    out, holders, left = [], [], dict(values)
    for line in sheet.splitlines():
        found = _LINE.match(line) if not line.lstrip().startswith("#") else None
        if found:
            indent, key, _, label = found.groups()
            holders = [*holders[: len(indent) // 2], key]
            at = ".".join(holders)
            name = at.removeprefix(f"{path}.")
            if at != name and name in left:
                line = f"{indent}{key}: {left.pop(name)}{label or ''}"
        out.append(line)
    assert left == {}, f"the sheet has no line for {left}"
    return "\n".join(out) + "\n"


def copied(sheet: str, block: str, *keys: str) -> str:
    """The sheet with copies of an empty block, under these keys."""
    begun = re.search(rf"^  {block}:\n(?:    .*\n?|\n)*", sheet, re.M)
    assert begun is not None
    text = begun[0].rstrip("\n") + "\n"
    return sheet.replace(begun[0], "".join(text.replace(f"  {block}:", f"  {key}:", 1) for key in keys))
