"""YAML text → Node, straight from the parser's events, by YAML 1.2's core rules. Knows no file
system and no schema.

Refuses (SPEC §1): duplicate keys, merge keys, tags, aliases that expand too far, and values nested
too deep. Continues after a duplicate or a merge key, so that one run reports everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

import yaml

from csws.load.lines import line_and_column
from csws.load.node import Node, moved_to
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.fix import Related
from csws.model.frozen import mutable
from csws.model.scalars import Scalar, scalar_of

if TYPE_CHECKING:
    from csws.load.syntax import Fault

MAX_DEPTH = 100
MAX_ALIASED = 100_000  # values that aliases may add to a file

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOO_DEEP = "exceeded maximum nesting depth"  # libyaml's message since 0.2.6
_CORE_TAG = "tag:yaml.org,2002:"
# Characters that YAML does not allow in a stream (YAML 1.2 §5.1), and the three that are line
# breaks in YAML 1.1 but not in 1.2: if tools disagree on where a line ends, a comment could hide a
# setting.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SECOND_MARK = re.compile("\ufeff")  # the first one in a file is not part of its text


@mutable
class Reading:
    """The result of reading one text: the value, as far as it could be read, and the findings."""

    root: Node | None = None
    findings: list[Diagnostic] = field(default_factory=list)


class _Stop(Exception):
    """Reading cannot continue."""


def read_yaml(text: str, file: str, *, slowly: bool = False) -> Reading:
    """The value of one YAML document. `file` is the name in every place. `slowly` uses the Python
    parser, because the C parser refuses deep brackets before it reports the first of them, at
    another place."""
    reader = _Reader(text, file, yaml.SafeLoader if slowly else LOADER)
    bad = _FORBIDDEN.search(text) or _SECOND_MARK.match(text)
    if bad is not None:
        from csws.load.syntax import forbidden_character  # most files are YAML

        reader.fault(forbidden_character(text, bad.start()))
        return reader.reading
    try:
        reader.run()
    except _Stop:
        reader.reading.root = None
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP and not slowly:
            return read_yaml(text, file, slowly=True)
        from csws.load.syntax import fault_of

        reader.fault(fault_of(text, error, reader.loader))
    return reader.reading


def ended(text: str) -> str:
    """The text with a line break at its end, without which libyaml would read a block text there
    differently."""
    return text if text.endswith(("\n", "\r")) else f"{text}\n"


class _Reader:
    def __init__(self, text: str, file: str, loader: Any) -> None:
        self.file = file
        self.text = text
        self.loader = loader
        self.reading = Reading()
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open_anchors: set[str] = set()
        self.aliased = 0
        self.count = 0

    def run(self) -> None:
        events: Iterator[Any] = iter(self.loader(ended(self.text)).get_event, None)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(
                        "CSW002",
                        event,
                        "A second YAML document begins here.",
                        "Keep one document in a file: remove the `---`.",
                    )
                self.reading.root = self.node(next(events), events, 1)
        if self.reading.root is None:
            self.reading.root = Node(None, Span(self.file, 1, 1, 1, 1))

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """The value that begins with `event`. MAX_DEPTH limits the recursion."""
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self.alias(event)
        if depth > MAX_DEPTH:
            self.stop(
                "CSW002",
                event,
                f"Values are nested more than {MAX_DEPTH} levels deep here.",
                "Settings need six levels; check the indentation and brackets.",
            )
        before, anchor = self.count, event.anchor
        self.count += 1
        if event.tag:
            self.check_tag(event)
        if anchor:
            self.open_anchors.add(anchor)
        if kind is yaml.ScalarEvent:
            node = Node(self.scalar(event), self.span(event, event))
        elif kind is yaml.SequenceStartEvent:
            node = self.sequence(event, events, depth)
        else:
            node = self.members(event, events, depth)
        if anchor:
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (node, self.count - before)
        return node

    def scalar(self, event: Any) -> Scalar:
        return str(event.value) if event.tag or event.style else scalar_of(event.value)

    def sequence(self, start: Any, events: Iterator[Any], depth: int) -> Node:
        items: list[Node] = []
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                return Node(items, self.whole(start, event, items[-1] if items else None))
            items.append(self.node(event, events, depth + 1))
        raise _Stop

    def members(self, start: Any, events: Iterator[Any], depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        value: Node | None = None
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                return Node(values, self.whole(start, event, value), keys)
            key, span = self.key(event)
            value = self.node(next(events), events, depth + 1)
            if key == "<<" and not event.style:
                self.add(
                    "CSW004",
                    span,
                    "Merge keys (`<<`) are not supported.",
                    "Put shared values under `defaults:`.",
                )
            elif key in values:
                self.add(
                    "CSW003",
                    span,
                    f"The key `{key}` appears a second time here; the first is on line {keys[key].line}.",
                    "Keep one of the two.",
                    (Related(keys[key], "the first one"),),
                )
            else:
                values[key], keys[key] = value, span
        raise _Stop

    def key(self, event: Any) -> tuple[str, Span]:
        if not isinstance(event, yaml.ScalarEvent):
            self.stop(
                "CSW002",
                event,
                "A key must be a single word, not a list, a mapping or an alias.",
                "Quote it if it begins with `[`, `{`, `?` or `*`.",
            )
        if event.tag:
            self.check_tag(event)
        self.count += 1
        key, span, anchor = str(event.value), self.span(event, event), event.anchor
        if anchor:
            self.anchors[anchor] = (Node(key, span), 1)
        return key, span

    def alias(self, event: Any) -> Node:
        name = event.anchor
        if name in self.open_anchors:
            self.stop(
                "CSW004", event, f"The alias `*{name}` is inside the value that it repeats.", "Write the value out."
            )
        if name not in self.anchors:
            self.stop(
                "CSW002",
                event,
                f"The alias `*{name}` repeats a value that is not defined above it.",
                f"Define it with `&{name}` first, or quote the text if it is not an alias.",
            )
        node, size = self.anchors[name]
        self.aliased += size
        self.count += size
        if self.aliased > MAX_ALIASED:
            self.stop(
                "CSW004",
                event,
                f"Aliases expand to more than {MAX_ALIASED:,} values here.",
                "Write the values out, or use `defaults:`.",
            )
        return moved_to(node, self.span(event, event))

    def check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag != "!" and tag not in (f"{_CORE_TAG}str", f"{_CORE_TAG}map", f"{_CORE_TAG}seq"):
            shown = tag.replace(_CORE_TAG, "!!")
            self.stop(
                "CSW002", event, f"The tag `{shown}` is not supported: settings are plain data.", "Remove the tag."
            )

    def span(self, start: Any, end: Any) -> Span:
        first, last = start.start_mark, end.end_mark
        return Span(self.file, first.line + 1, first.column + 1, last.line + 1, last.column + 1)

    def whole(self, start: Any, end: Any, last: Node | None) -> Span:
        """The span of a collection. The end event of a block is at the next token, so its last
        value marks the end."""
        span = self.span(start, end)
        if start.flow_style or last is None:
            return span
        return Span(self.file, span.line, span.column, last.span.end_line, last.span.end_column)

    def add(self, code: str, span: Span, message: str, hint: str, related: tuple[Related, ...] = ()) -> None:
        found = Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, span=span, related=related)
        self.reading.findings.append(found)

    def stop(self, code: str, event: Any, message: str, hint: str) -> None:
        self.add(code, self.span(event, event), message, hint)
        raise _Stop

    def fault(self, fault: Fault) -> None:
        self.reading.root = None
        line, column = line_and_column(self.text, fault.index)
        self.add("CSW002", Span(self.file, line, column, line, column + 1), fault.message, fault.hint)
