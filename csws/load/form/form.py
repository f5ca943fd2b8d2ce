"""YAML text that can be read → its canonical form, written from its layout. Checks and compares
nothing."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from csws.load.form.comments import Comment, Level, comments_of
from csws.load.form.layout import Collection, Layout, LayoutEntry, Leaf, layout_of
from csws.load.form.lines import Lines, Owned
from csws.load.form.spelling import block_text, is_block_text, is_tagged, spelled
from csws.model.scalar_text import LONGEST_KEY

_BLANK_LINES = re.compile(r"\n{3,}")


class Form(NamedTuple):
    """The canonical text. `comments` are the comments of the original, and `owned` says what each
    belongs to, in the same order."""

    text: str
    comments: tuple[Comment, ...]
    owned: tuple[Owned, ...]


def form_of(text: str) -> Form:
    """The canonical form of one document that csws can read and whose line ends are LF."""
    layout = layout_of(text)
    comments = comments_of(text, layout.tokens, layout.head_end, layout.foot_start)
    writer = _Writer(text, layout, comments)
    writer.document()
    return Form(writer.lines.text_so_far(), tuple(comments), tuple(writer.lines.owned))


class _Writer:
    """`inner` is always the indentation of what belongs to a value and is on lines of its own."""

    def __init__(self, text: str, layout: Layout, comments: list[Comment]) -> None:
        self.text = text
        self.layout = layout
        self.lines = Lines(text, comments, layout.head_end)

    def document(self) -> None:
        foot_start = self.layout.foot_start
        self.lines.put_lines(_tidied(self.text[: self.layout.head_end]))
        self.root(self.layout.root)
        self.lines.settle(foot_start, None)
        foot = _tidied(self.text[foot_start:])
        if foot:
            self.lines.new_line(foot_start, 0)
            self.lines.put(foot[0])
            self.lines.put_lines(foot[1:])

    def root(self, root: Leaf | Collection) -> None:
        if isinstance(root, Collection) and not root.in_flow and not root.properties:
            self.block(root, 0)
        elif isinstance(root, Collection) or root.properties or root.token:
            column = root.start - (self.text.rfind("\n", 0, root.start) + 1)
            self.lines.settle(root.start, Level(column, 0))
            self.lines.levels = [] if isinstance(root, Collection) and not root.in_flow else [Level(0, 0)]
            self.lines.new_line(root.start, 0)
            self.value(root, 0)

    def value(self, node: Leaf | Collection, inner: int, *, in_flow: bool = False) -> None:
        if isinstance(node, Leaf):
            self.leaf(node, inner, in_flow=in_flow)
            return
        self.properties(node, inner)
        if node.in_flow:
            self.flow(node, inner)
        else:
            self.block(node, inner)

    def properties(self, node: Leaf | Collection, inner: int) -> None:
        for token in node.properties:
            self.lines.before(token.start_mark.index, inner)
            self.lines.put(self.source(token), token.end_mark.index)

    def leaf(self, leaf: Leaf, inner: int, *, in_flow: bool, is_key: bool = False) -> None:
        self.properties(leaf, inner)
        token = leaf.token
        if token:
            self.lines.before(token.start_mark.index, inner)
        self.lines.values += 1
        if token is None:
            self.lines.put("''" if is_key or is_tagged(leaf) else "null")
        elif is_block_text(token) and not is_key:
            self.block_text(token, inner)
        else:
            self.lines.put(spelled(leaf, self.source(token), is_key=is_key, in_flow=in_flow), token.end_mark.index)

    def block_text(self, token: Any, inner: int) -> None:
        levels = self.lines.levels
        found = block_text(self.text, token, levels[-1].column if levels else 0)
        self.lines.put(found.header, token.start_mark.index)
        self.lines.comments_within(token.end_mark.index, inner)
        self.lines.put_block_text(found.lines, max(inner, 2), found.end)

    def block(self, node: Collection, indent: int) -> None:
        level = Level(node.column, indent)
        for number, entry in enumerate(node.entries):
            joins = number == 0 and self.lines.can_join
            self.lines.settle(entry.start, level)
            if not joins or self.lines.is_full:
                self.lines.new_line(entry.start, indent)
            if entry.key is None:
                self.lines.put_dash(entry.start + 1)
            else:
                self.key(entry, entry.key, indent)
            self.value(entry.value, indent + 2)

    def key(self, entry: LayoutEntry, key: Leaf, indent: int) -> None:
        """The key with its colon, which is on the next line if the key needs a `?`."""
        if not self.needs_mark(key):
            self.leaf(key, indent + 2, in_flow=False, is_key=True)
            self.lines.put(":", space=False)
            return
        self.lines.put("?")
        self.leaf(key, indent + 2, in_flow=False, is_key=True)
        self.lines.comments_within(entry.value.start, indent + 2)
        self.lines.new_line(entry.value.start, indent)
        self.lines.put(":")

    def flow(self, node: Collection, inner: int) -> None:
        """A collection in brackets keeps its line breaks if there is one after the bracket, or a
        comment anywhere."""
        lines = self.lines
        if node.open:
            lines.before(node.open.start_mark.index, inner)
        lines.put_bracket("{" if node.is_mapping else "[", node.open and node.open.end_mark.index)
        around, inside = lines.indent, lines.indent + 2
        begins_below = bool(node.open and node.entries) and lines.breaks_before(node.entries[0].start)
        keeps_breaks = begins_below or bool(node.close and lines.waiting(node.close.start_mark.index))
        for number, entry in enumerate(node.entries):
            lines.before(entry.start, inside)
            if keeps_breaks and lines.breaks_before(entry.start):
                lines.new_line(entry.start, inside)
            self.flow_entry(entry, inside)
            if number + 1 < len(node.entries):
                lines.put(",", space=False)
        if node.close:
            ends_below = begins_below or (keeps_breaks and lines.breaks_before(node.close.start_mark.index))
            self.close(node, around, ends_below=ends_below and bool(node.entries))
        else:
            lines.put("}", space=False)

    def flow_entry(self, entry: LayoutEntry, inside: int) -> None:
        if entry.key is None:
            self.value(entry.value, inside, in_flow=True)
            return
        has_mark = self.needs_mark(entry.key)
        if has_mark:
            self.lines.put("?")
        self.leaf(entry.key, inside + 2, in_flow=True, is_key=True)
        self.lines.put(":", space=has_mark)
        self.value(entry.value, inside + 2, in_flow=True)

    def close(self, node: Collection, around: int, *, ends_below: bool) -> None:
        start, lines = node.close.start_mark.index, self.lines
        if node.has_last_comma and ends_below:
            lines.put(",", space=False)
        lines.comments_within(start, around + 2)
        if lines.is_full or ends_below:
            lines.new_line(start, around)
        lines.put("}" if node.is_mapping else "]", node.close.end_mark.index, space=False)

    def source(self, token: Any) -> str:
        return self.text[token.start_mark.index : token.end_mark.index]

    def needs_mark(self, key: Leaf) -> bool:
        """Whether a key needs a `?`: it is too long for one line, or has a comment after its anchor
        or tag."""
        if key.token is None:
            return False
        spelling = spelled(key, self.source(key.token), is_key=True, in_flow=True)
        length = len(spelling) + sum(len(self.source(token)) + 1 for token in key.properties)
        return length > LONGEST_KEY or bool(self.lines.waiting(key.token.start_mark.index))


def _tidied(text: str) -> list[str]:
    """Marker lines and the comments beside them, without indentation."""
    stripped = "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n")
    return _BLANK_LINES.sub("\n\n", stripped).split("\n") if stripped else []
