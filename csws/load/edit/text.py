"""The text of a file with one value replaced at its own place. Does not check the result: `splice`
does."""

from __future__ import annotations

import re
from typing import Any

from csws.load.edit.comments import column_of, comments_of
from csws.load.edit.parts import Part, PartKind
from csws.load.lines import BREAK, line_end, line_start
from csws.model.scalar_text import scalar_text
from csws.model.yaml_text import block_lines, flow_text, needs_lines

_DOCUMENT_END = re.compile(r"(?:^|(?<=[\r\n]))\.\.\.(?=\s|$)")
_OWN_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?")


def with_first_key(text: str, value: Any) -> str:
    """The text of a file that contains only comments, with a mapping added at its end."""
    if not isinstance(value, (dict, list)):
        return text  # the check of the result refuses it
    lines = _joined(text, block_lines(value), "")
    end = _DOCUMENT_END.search(text)
    at = end.start() if end else len(text)
    if not text[:at] or text[:at].endswith(("\n", "\r")):
        return text[:at] + lines + _newline(text) + text[at:]
    return text + _newline(text) + lines


def with_key(text: str, holder: Part, member: Part, name: str) -> str:
    key = next(key for key, value in zip(holder.keys, holder.members, strict=True) if value is member)
    return text[: key.content] + scalar_text(name, key.style, in_flow=holder.flow) + text[key.end :]


def with_value(text: str, holder: Part | None, part: Part, value: Any) -> str:
    """Replaces a value. `holder` is the collection that contains it; None for the root."""
    if part.kind in (PartKind.LIST, PartKind.MAPPING) and not part.flow:
        return _instead_of_block(text, holder, part, value)
    if isinstance(value, str) and part.style in ("|", ">") and holder is not None and value.strip("\n"):
        return _block_text(text, holder, part, value)
    if (
        not needs_lines(value)
        or (part.flow and part.members)
        or holder is None
        or holder.flow
        or holder.kind is PartKind.LIST
    ):
        in_flow = holder is not None and holder.flow
        is_scalar = not isinstance(value, (dict, list))
        words = scalar_text(value, part.style, in_flow=in_flow) if is_scalar else flow_text(value)
        space = " " if part.start and part.start == part.end and text[part.start - 1] not in " \t\r\n" else ""
        return text[: part.content] + space + words + text[part.end :]
    return _block_below(text, holder, part, value)


def _block_below(text: str, holder: Part, part: Part, value: Any) -> str:
    """Changes `key: null  # comment` to `key:  # comment`, with the value on the lines below."""
    indent = " " * (column_of(text, holder.content) + 2)
    rest = text[part.end : line_end(text, part.end)].rstrip(" \t")
    lines = _newline(text) + _joined(text, block_lines(value), indent)
    return text[: part.content].rstrip(" \t") + rest + lines + text[line_end(text, part.end) :]


def _block_text(text: str, holder: Part, part: Part, value: str) -> str:
    """Replaces a value with a text of several lines (`|`). Whatever may follow on the first line
    stays."""
    end = line_end(text, part.content)
    rest = re.sub(r"^[|>][0-9+-]*", "", text[part.content : end])
    chomp = "-" if not value.endswith("\n") else "+" if value.endswith("\n\n") else ""
    indent = " " * (column_of(text, holder.content) + 2)
    lines = [f"{indent}{line}" if line else "" for line in value.removesuffix("\n").split("\n")]
    return f"{text[: part.content]}|{chomp}{rest}{_newline(text)}{_newline(text).join(lines)}{text[part.end :]}"


def _instead_of_block(text: str, holder: Part | None, part: Part, value: Any) -> str:
    """Replaces a value on lines below its key with one on the key's line."""
    if holder is None or holder.kind is not PartKind.MAPPING or needs_lines(value):
        return text  # the check of the result refuses it
    key = next(key for key, member in zip(holder.keys, holder.members, strict=True) if member is part)
    colon = text.index(":", key.end) + 1
    begins = line_start(text, part.content)
    kept = text[colon:begins].rstrip("\r\n")
    return f"{text[:colon]} {flow_text(value)}{kept}{text[_end_of_member(text, holder, part) :]}"


def with_member(text: str, outer: Part | None, holder: Part, step: str | int, value: Any) -> str:
    """Adds a member at the end of a collection, or of nothing."""
    added = {step: value} if isinstance(step, str) else [value]
    if holder.kind is PartKind.SCALAR and outer is None:
        return with_first_key(text, added)
    if not holder.members:
        return with_value(text, outer, holder, added)
    words = flow_text(added)[1:-1]
    if holder.flow:
        return _at_end_of_brackets(text, holder, words)
    at = _end_of_member(text, holder, holder.members[-1])
    gap = _newline(text) if _is_spaced(text, holder) else ""
    lines = _joined(text, block_lines(added), " " * column_of(text, holder.content))
    return text[:at] + gap + _newline(text) + lines + text[at:]


def with_item(text: str, holder: Part, index: int, value: Any) -> str:
    """Inserts an item before an existing one."""
    item = holder.members[index]
    if holder.flow:
        return f"{text[: item.start]}{flow_text(value)}, {text[item.start :]}"
    begins = _above(text, holder, item, line_start(text, _dash(text, holder, item)))
    lines = _joined(text, block_lines([value]), " " * column_of(text, holder.content))
    return text[:begins] + lines + _newline(text) + text[begins:]


def _at_end_of_brackets(text: str, holder: Part, words: str) -> str:
    last = holder.members[-1]
    tail = text[last.end : holder.end - 1]
    comma = re.match(r"\s*,", tail)
    if not BREAK.search(tail):
        return f"{text[: last.end]}, {words}{text[last.end :]}"
    first = holder.keys[-1] if holder.keys else last
    begins = line_start(text, first.start)
    indent = re.match(r"[ \t]*", text[begins:])
    after = line_end(text, last.end)
    line = f"{'' if comma else ','}{text[last.end : after]}{_newline(text)}{indent[0] if indent else ''}{words}"
    return text[: last.end] + line + ("," if comma else "") + text[after:]


def without_member(text: str, holder: Part, member: Part) -> str:
    """Removes a member; not for the only one."""
    index = next(index for index, value in enumerate(holder.members) if value is member)
    first = holder.keys[index] if holder.keys else member
    if holder.flow:
        return _without_in_brackets(text, holder, index, first, member)
    start = first.start if holder.keys else _dash(text, holder, member)
    begins, end = line_start(text, start), _end_of_member(text, holder, member)
    if text[begins:start].strip(" \t"):  # `- a: 1`: the next key takes its place
        return text[:start] + text[holder.keys[1].start :] if index == 0 and holder.keys else text
    begins = _above(text, holder, member, begins)
    following = BREAK.match(text, end)
    if following:
        return text[:begins] + text[following.end() :]
    return text[: line_end(text, len(text[:begins].rstrip()))]  # the last line of a file without a last line end


def _without_in_brackets(text: str, holder: Part, index: int, first: Part, member: Part) -> str:
    begins, ends = line_start(text, first.start), line_end(text, member.end)
    rest = text[member.end : ends].strip(" \t").removeprefix(",").lstrip(" \t")
    if (not rest or rest.startswith("#")) and not text[begins : first.start].strip():
        following = BREAK.match(text, ends)
        return text[:begins] + text[following.end() if following else ends :]
    if index == 0:
        second = holder.keys[1] if holder.keys else holder.members[1]
        return text[: first.start] + text[second.start :]
    return text[: holder.members[index - 1].end] + text[member.end :]


def _above(text: str, holder: Part, member: Part, begins: int) -> int:
    """The start of the comments directly above a member."""
    own = {item.start for item in comments_of(text) if item.where == "above" and item.place == member.path}
    while begins:
        before = line_start(text, begins - 1 - text.startswith("\r\n", max(begins - 2, 0)))
        found = _OWN_LINE.match(text, before)
        if found is None or found[1] is None or found.start(1) not in own:
            break
        begins = before
    return begins


def _end_of_member(text: str, holder: Part, member: Part) -> int:
    """The end of a member's last line, including comments that are indented deeper than its key."""
    column = column_of(text, holder.content)
    end = line_end(text, member.end)
    following = BREAK.match(text, end)
    while following:
        at = line_end(text, following.end())
        line = text[following.end() : at]
        words = line.lstrip(" \t")
        if words and (not words.startswith("#") or len(line) - len(words) <= column):
            break
        end = at if words else end
        following = BREAK.match(text, at)
    return end


def _dash(text: str, holder: Part, item: Part) -> int:
    """The place of an item's dash: on its line or on one above it."""
    column = column_of(text, holder.content)
    begins = line_start(text, item.start)
    while begins and text[begins + column : begins + column + 1] != "-":
        begins = line_start(text, begins - 1)
    return begins + column


def _is_spaced(text: str, holder: Part) -> bool:
    """Whether a blank line separates the last two members, and one more would not become part of
    the last one."""
    leaf = holder
    while leaf.members:
        leaf = leaf.members[-1]
    keeps = leaf.style and "+" in text[leaf.content : line_end(text, leaf.content)].split("#")[0]
    if len(holder.members) < 2 or keeps:
        return False
    last = holder.keys[-1] if holder.keys else holder.members[-1]
    return any(not line.strip() for line in BREAK.split(text[holder.members[-2].end : last.start])[1:-1])


def _joined(text: str, lines: Any, indent: str) -> str:
    return _newline(text).join(f"{indent}{line}" for line in lines)


def _newline(text: str) -> str:
    """The line end that this text uses."""
    found = BREAK.search(text)
    return found[0] if found else "\n"
