"""YAML text → the tree of its parts, straight from the parser's tokens. Does not know the meaning
of a value: it keeps the tokens and their marks."""

from __future__ import annotations

from typing import Any

import yaml

from csws.load.yaml_reader import LOADER
from csws.model.frozen import frozen

_PROPERTIES = (yaml.AnchorToken, yaml.TagToken)
_CLOSING = {
    yaml.BlockSequenceStartToken: yaml.BlockEndToken,
    yaml.BlockMappingStartToken: yaml.BlockEndToken,
    yaml.FlowSequenceStartToken: yaml.FlowSequenceEndToken,
    yaml.FlowMappingStartToken: yaml.FlowMappingEndToken,
}


@frozen
class Leaf:
    """A scalar, an alias, or nothing (`token` is None). `properties` are its anchor and tag."""

    start: int
    properties: tuple[Any, ...] = ()
    token: Any = None


@frozen
class LayoutEntry:
    """An item of a list (`key` is None) or a pair of a mapping."""

    start: int
    key: Leaf | None
    value: Leaf | Collection


@frozen
class Collection:
    """A list or a mapping. `column` is the column of a block's entries; `open` and `close` are the
    brackets, which a pair in a flow list does not have."""

    start: int
    properties: tuple[Any, ...]
    is_mapping: bool
    in_flow: bool
    column: int
    entries: tuple[LayoutEntry, ...]
    open: Any = None
    close: Any = None
    has_last_comma: bool = False


@frozen
class Layout:
    """One document: the place of its marker lines (`---` ends the head, `...` begins the foot), and
    its value."""

    tokens: tuple[Any, ...]
    root: Leaf | Collection
    head_end: int
    foot_start: int


def layout_of(text: str) -> Layout:
    """The layout of a text that csws can read: one document, keys are scalars, line ends are LF."""
    tokens = tuple(yaml.scan(text, LOADER))
    starts = [token.end_mark.index for token in tokens if isinstance(token, yaml.DocumentStartToken)]
    ends = [token.start_mark.index for token in tokens if isinstance(token, yaml.DocumentEndToken)]
    head_end, foot_start = (starts or [0])[0], (ends or [len(text)])[0]
    body = [token for token in tokens if head_end <= token.start_mark.index and token.end_mark.index <= foot_start]
    parser = _Parser([token for token in body if not isinstance(token, _MARKERS)], head_end)
    return Layout(tokens=tokens, root=parser.node(), head_end=head_end, foot_start=foot_start)


_MARKERS = (
    yaml.StreamStartToken,
    yaml.StreamEndToken,
    yaml.DirectiveToken,
    yaml.DocumentStartToken,
    yaml.DocumentEndToken,
)


class _Parser:
    """The grammar of YAML over its tokens. The maximum depth of the reader limits the recursion."""

    def __init__(self, tokens: list[Any], start: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.end = start  # of the previous token

    def next_is(self, *kinds: type) -> bool:
        return self.at < len(self.tokens) and isinstance(self.tokens[self.at], kinds)

    def take(self) -> Any:
        token = self.tokens[self.at]
        self.at += 1
        self.end = token.end_mark.index
        return token

    def node(self, *, indentless: bool = False) -> Leaf | Collection:
        """A value, or nothing if something else begins. `indentless`: a list may be at the column
        of its own key."""
        properties: list[Any] = []
        while self.next_is(*_PROPERTIES):
            properties.append(self.take())
        marks = tuple(properties)
        if self.next_is(yaml.ScalarToken, yaml.AliasToken):
            token = self.take()
            return Leaf(start=_start([*marks, token]), properties=marks, token=token)
        if self.next_is(*_CLOSING) or (indentless and self.next_is(yaml.BlockEntryToken)):
            return self.collection(marks)
        return Leaf(start=_start(marks) if marks else self.end, properties=marks)

    def leaf(self) -> Leaf:
        node = self.node()
        assert isinstance(node, Leaf)  # the reader refuses any other key
        return node

    def collection(self, properties: tuple[Any, ...]) -> Collection:
        first = self.tokens[self.at]
        closing = _CLOSING.get(type(first))
        if closing:
            self.take()
        in_flow = closing is not None and closing is not yaml.BlockEndToken
        entries, has_last_comma = self.flow_entries(closing) if in_flow else (self.block_entries(), False)
        close = self.take() if closing else None
        return Collection(
            start=_start([*properties, first]),
            properties=properties,
            is_mapping=isinstance(first, (yaml.BlockMappingStartToken, yaml.FlowMappingStartToken)),
            in_flow=in_flow,
            column=first.start_mark.column,
            entries=tuple(entries),
            open=first if in_flow else None,
            close=close if in_flow else None,
            has_last_comma=has_last_comma,
        )

    def block_entries(self) -> list[LayoutEntry]:
        """All items, or all pairs. A list at the column of its own key ends where the next key
        begins."""
        entries = []
        if self.next_is(yaml.BlockEntryToken):
            while self.next_is(yaml.BlockEntryToken):
                dash = self.take()
                entries.append(LayoutEntry(start=dash.start_mark.index, key=None, value=self.node()))
        while not entries or (entries[0].key and self.next_is(yaml.KeyToken, yaml.ValueToken)):
            entries.append(self.pair())
        return entries

    def flow_entries(self, closing: type | None) -> tuple[list[LayoutEntry], bool]:
        entries: list[LayoutEntry] = []
        has_last_comma = False
        while closing and not self.next_is(closing):
            entries.append(self.flow_entry(in_mapping=closing is yaml.FlowMappingEndToken))
            has_last_comma = self.next_is(yaml.FlowEntryToken)
            if has_last_comma:
                self.take()
        return entries, has_last_comma

    def flow_entry(self, *, in_mapping: bool) -> LayoutEntry:
        if in_mapping:
            return self.pair()
        if self.next_is(yaml.KeyToken):
            return _single(self.pair())
        node = self.node()
        return LayoutEntry(start=node.start, key=None, value=node)

    def pair(self) -> LayoutEntry:
        first = self.tokens[self.at]
        if self.next_is(yaml.KeyToken):
            self.take()
        key = self.leaf()
        if not self.next_is(yaml.ValueToken):
            return LayoutEntry(start=_key_start(first, key), key=key, value=Leaf(start=self.end))
        self.take()
        return LayoutEntry(start=_key_start(first, key), key=key, value=self.node(indentless=True))


def _single(pair: LayoutEntry) -> LayoutEntry:
    """A pair in a flow list without braces."""
    node = Collection(start=pair.start, properties=(), is_mapping=True, in_flow=True, column=0, entries=(pair,))
    return LayoutEntry(start=pair.start, key=None, value=node)


def _start(tokens: Any) -> int:
    return int(tokens[0].start_mark.index)


def _key_start(first: Any, key: Leaf) -> int:
    """The place of the key, after the `?` that may come before it."""
    return key.start if key.token or key.properties else int(first.start_mark.index)
