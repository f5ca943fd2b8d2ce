"""YAML text → the place of every value and key, as indices. For code that changes a text; does not
know what the text means.

Only for a text that `read_yaml` reads without findings, so it has one document and no complex keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import yaml

from csws.load.yaml_reader import LOADER, ended
from csws.model.diagnostic import Path
from csws.model.frozen import mutable

_PREFIX = re.compile(r"(?:[&!]\S*\s+)*")  # an anchor and a tag before the value itself
_BREAKS = " \t\r\n"
_HEADER = re.compile(r"[|>][0-9+-]*")
_LAST_BREAK = re.compile(r"(\r\n|\r|\n)\Z")


class PartKind(Enum):
    SCALAR = "scalar"
    LIST = "list"
    MAPPING = "mapping"
    ALIAS = "alias"


@dataclass(slots=True, kw_only=True, eq=False)
class Part:
    """One value or key: its text is `text[start:end]`, with anchor and tag before `content`.

    `holder` is the collection that contains it; `style` is the quote, `|` or `>` of a scalar;
    `flow` means that a collection is in brackets. A mapping has as many `keys` as `members`; the
    `members` of a list are its items.
    """

    kind: PartKind
    path: Path
    start: int
    content: int
    end: int
    style: str = ""
    flow: bool = False
    word: str = ""
    anchor: str | None = None
    holder: Part | None = None
    keys: list[Part] = field(default_factory=list)
    members: list[Part] = field(default_factory=list)

    def member(self, step: str | int) -> tuple[Part | None, Part] | None:
        """A member's key (None in a list) and value; None if there is no such member."""
        if self.kind is PartKind.MAPPING:
            pairs = zip(self.keys, self.members, strict=True)
            return next(((key, value) for key, value in pairs if key.word == step), None)
        if self.kind is PartKind.LIST and isinstance(step, int) and step < len(self.members):
            return None, self.members[step]
        return None

    def chain(self) -> Iterator[Part]:
        """This value, the collection that contains it, and so on up to the root."""
        part: Part | None = self
        while part is not None:
            yield part
            part = part.holder

    def leaves(self) -> Iterator[Part]:
        """The parts that are visible in the text, in order: scalars, aliases, and brackets as the
        collection that they open."""
        if self.kind in (PartKind.SCALAR, PartKind.ALIAS) or self.flow or not self.members:
            yield self
        for index, value in enumerate(self.members):
            if self.keys:
                yield self.keys[index]
            yield from value.leaves()


def parts_of(text: str) -> Part | None:
    """The root of a text's only document; None if it is empty."""
    events: Iterator[Any] = iter(yaml.parse(ended(text), LOADER))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _Laying(text, events).part(next(events), (), None)
    return None


@mutable
class _Laying:
    text: str
    events: Iterator[Any]

    def part(self, event: Any, path: Path, holder: Part | None) -> Part:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            name = event.anchor
            return Part(kind=PartKind.ALIAS, path=path, start=start, content=start, end=end, anchor=name, holder=holder)
        content = start
        if event.anchor or event.tag:
            found = _PREFIX.match(self.text, start, end)
            content = found.end() if found else start
        kinds = {yaml.SequenceStartEvent: PartKind.LIST, yaml.MappingStartEvent: PartKind.MAPPING}
        kind = kinds.get(type(event), PartKind.SCALAR)
        name = event.anchor
        part = Part(kind=kind, path=path, start=start, content=content, end=end, anchor=name, holder=holder)
        if kind is PartKind.SCALAR:
            part.style, part.word = event.style or "", event.value
            part.end = self._end_of_scalar(part)
        else:
            part.flow = bool(event.flow_style)
            # libyaml counts the first dash of an unindented list as part of the start of the list
            part.content = content if part.flow else end - self.text[start:end].endswith("-")
            self._fill(part, path)
        return part

    def _fill(self, part: Part, path: Path) -> None:
        for event in self.events:
            if type(event) in (yaml.SequenceEndEvent, yaml.MappingEndEvent):
                last = part.members[-1] if part.members else None
                part.end = event.end_mark.index if part.flow or last is None else last.end
                return
            if part.kind is PartKind.MAPPING:
                key = self.part(event, (*path, event.value), part)
                part.keys.append(key)
                part.members.append(self.part(next(self.events), key.path, part))
            else:
                part.members.append(self.part(event, (*path, len(part.members)), part))

    def _end_of_scalar(self, part: Part) -> int:
        """The end of a block text is the end of its last line: its end mark is at the next
        token."""
        end = min(part.end, len(self.text))
        if part.style not in ("|", ">"):
            return end
        body = self.text[part.content : end]
        if "+" in _HEADER.match(body)[0]:  # type: ignore[index]
            return part.content + len(_LAST_BREAK.sub("", body))  # the blank lines at its end belong to it
        return part.content + len(body.rstrip(_BREAKS))
