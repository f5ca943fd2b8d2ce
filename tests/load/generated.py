"""Generated YAML: random data in random layouts, with a numbered comment at every possible
place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["a", "b", "c", "emea", "名", "x y", "no", "1", "true", "it's", 'q"q', "a: b", "# x", "é", "🎉"]
)
SCALARS = WORDS | st.none() | st.booleans() | st.integers(0, 99)
KEYS = st.sampled_from(["a", "b", "c", "d", "key", "名", "x y"])
DATA = st.recursive(
    SCALARS | st.sampled_from(["two\nlines\n", "two\nlines", "  in\n\nout\n\n"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(KEYS, DATA, min_size=1, max_size=3)


@dataclass
class Writer:
    """Writes data as YAML; `draw` makes every choice."""

    draw: Any
    comments: int = 0
    keeps: bool = False
    lines: list[str] = field(default_factory=list)

    def comment(self) -> str:
        self.comments += 1
        return f'# c{self.comments}: it\'s [{{ "no" value'

    def beside(self) -> str:
        return f"  {self.comment()}" if self.draw(st.sampled_from([False, False, True])) else ""

    def above(self, indent: str) -> None:
        # A blank line below a text that keeps them would belong to it.
        choices = ["#"] if self.keeps else ["", "#"]
        for what in self.draw(st.lists(st.sampled_from(choices), max_size=2)):
            self.lines.append(f"{indent}{self.comment()}" if what else "")

    def block(self, value: Any, indent: str) -> None:
        step = " " * self.draw(st.sampled_from([1, 2, 4]))
        for key, member in value.items() if isinstance(value, dict) else ((None, item) for item in value):
            self.above(indent)
            head = "-" if key is None else f"{self.scalar(key, flow=True)}:"
            self.member(head, member, indent, step, is_item=key is None)
        if self.draw(st.sampled_from([False, False, True])):
            self.lines.append(f"{indent}{self.comment()}")

    def member(self, head: str, member: Any, indent: str, step: str, *, is_item: bool) -> None:
        if isinstance(member, str) and "\n" in member and self.draw(st.booleans()):
            body = member.removesuffix("\n")
            chomp = "" if member.endswith("\n") and not body.endswith("\n") else "+" if member.endswith("\n") else "-"
            self.lines.append(f"{indent}{head} |{len(step)}{chomp}{self.beside()}")
            self.lines += [f"{indent}{step}{line}" if line else "" for line in body.split("\n")]
            self.keeps = chomp == "+"
            return
        self.keeps = False
        if isinstance(member, (dict, list)) and member and self.draw(st.booleans()):
            self.lines.append(f"{indent}{head}{self.beside()}")
            flat = isinstance(member, list) and not is_item and self.draw(st.booleans())
            self.block(member, indent if flat else indent + step)
        elif isinstance(member, (dict, list)) and member and self.draw(st.booleans()):
            self.brackets(f"{indent}{head} ", member, indent)
        elif member is None and self.draw(st.booleans()):
            self.lines.append(f"{indent}{head}{self.beside()}")
        else:
            self.lines.append(f"{indent}{head} {self.flow(member)}{self.beside()}")

    def brackets(self, head: str, value: Any, indent: str) -> None:
        """A flow collection over several lines."""
        inner = f"{indent}   "
        first, last = "{}" if isinstance(value, dict) else "[]"
        self.lines.append(f"{head}{first}{self.beside()}")
        items = (
            [f"{self.scalar(key, flow=True)}: {self.flow(item)}" for key, item in value.items()]
            if isinstance(value, dict)
            else [self.flow(item) for item in value]
        )
        for index, item in enumerate(items):
            self.above(inner)
            comma = "," if index < len(items) - 1 or self.draw(st.booleans()) else ""
            self.lines.append(f"{inner}{item}{comma}{self.beside()}")
        self.lines.append(f"{inner}{last}{self.beside()}")

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{self.scalar(key, flow=True)}: {self.flow(item)}" for key, item in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.scalar(value, flow=True)

    def scalar(self, value: Any, *, flow: bool) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        if value in ("a", "b", "c", "emea", "名", "x y", "no", "é", "🎉", "d", "key") and self.draw(st.booleans()):
            return value
        if "\n" not in value and self.draw(st.booleans()):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False)


@st.composite
def texts(draw: Any) -> tuple[str, Any]:
    """A text and its data."""
    data = draw(DOCUMENTS)
    writer = Writer(draw)
    if draw(st.sampled_from([False, False, True])):
        writer.lines += [writer.comment(), "---"]
    writer.block(data, "")
    text = draw(st.sampled_from(["\n", "\n", "\r\n"])).join(writer.lines)
    end = draw(st.sampled_from(["\n", "\n", "", "\n\n"][: 2 if writer.keeps else 4]))
    return text + (end if "\r" not in text else end.replace("\n", "\r\n")), data
