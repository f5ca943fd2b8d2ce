"""The sentences that a module can say in a finding, as templates: an ellipsis stands for each value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_NOT_SAID = {"law", "reason", "source", "bad", "good"}  # of a rule: its page explains them
_SENTENCE = re.compile(r"[.?]$")
_WORDS = re.compile(r"[A-Za-z]{2,} .*[A-Za-z]{2,}|[A-Za-z]{3,} …")


@cache
def templates_in(file: Path) -> tuple[str, ...]:
    """Every literal of a module that ends as a sentence does, without docstrings and what explains a rule."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) for part in _left_out(node)}
    texts = (literal(node) for node in ast.walk(tree) if id(node) not in inside)
    return tuple(text for text in texts if _SENTENCE.search(text) and _WORDS.search(text))


def literal(node: ast.AST) -> str:
    """A string literal; values in it are an ellipsis. "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{}", "…")
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    elif isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.keyword) and node.arg in _NOT_SAID:
        yield from ast.walk(node.value)
    elif isinstance(node, ast.Raise):
        yield from ast.walk(node)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, as pages translate them."""
    return re.split(r"(?<=[.?]) (?=[A-Z`…])", text.strip())
