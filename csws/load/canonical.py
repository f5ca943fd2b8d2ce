"""YAML text → the same YAML in canonical form, comments kept. The only module that imports ruamel.

Canonical: two spaces of indentation, lists indented under their key, quotes only where they are needed, no trailing
spaces, at most one blank line in a row, LF line ends. The order of keys and the line breaks between values stay.
"""

from __future__ import annotations

import io
import re
from typing import Any

import yaml

from csws.errors import ConfigInvalid, CswsError
from csws.load.yaml_reader import LOADER, read_yaml

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*")
_BLANKS = re.compile(r"\n{3,}")


def canonical_text(text: str, file: str) -> str:
    """The canonical form of one document; what is in it stays the same to csws.

    Raises ConfigInvalid for a text that cannot be read, CswsError where the form cannot be had without a loss.
    """
    before = read_yaml(text, file)
    if before.findings:
        first = before.findings[0]
        at = f"{file}:{first.span.line}:{first.span.column}" if first.span else file
        raise ConfigInvalid(f"{at}: {first.message}", hint=first.hint, code=first.code)
    if before.root is None or before.root.value is None:
        return text
    for as_written in (False, True):
        after = _round_trip(text.replace("\r\n", "\n"), as_written=as_written)
        if _is_same(text, after, file):
            return after
    raise CswsError(
        f"`{file}` cannot be brought into canonical form without a loss, so it was left as it is.",
        hint="Please report the file as a bug in csws.",
        code="not_canonical",
    )


def _round_trip(text: str, *, as_written: bool) -> str:
    """`as_written` leaves each value as it stands: for the few that ruamel takes for something else than csws does."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import RoundTripRepresenter
    from ruamel.yaml.resolver import VersionedResolver

    class Representer(RoundTripRepresenter):  # type: ignore[misc,unused-ignore]
        """Nothing is written as `null`, which a reader sees."""

        def represent_nothing(self, data: None) -> Any:
            return self.represent_scalar("tag:yaml.org,2002:null", "null")

    class TextOnly(VersionedResolver):  # type: ignore[misc,unused-ignore]
        """Takes every value for text, so that it is written as it was read."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)

    Representer.add_representer(type(None), Representer.represent_nothing)
    form: Any = YAML(typ="rt")
    form.Representer = Representer
    form.preserve_quotes = as_written
    if as_written:
        form.Resolver = TextOnly
    form.width = 1_000_000
    form.allow_unicode = True
    form.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    form.dump(form.load(text), out)
    return _tidied(out.getvalue())


def _tidied(text: str) -> str:
    """Neither trailing spaces nor blank lines in a row, outside of block texts, which hold both as data."""
    if re.search(r"[|>][+-]?[0-9]?[+-]?\s*(#.*)?$", text, re.M):
        return text
    lines = [line.rstrip(" \t") for line in text.split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


def _is_same(before: str, after: str, file: str) -> bool:
    """Whether csws reads the same data in both, and both have the same comments in the same order."""
    one, two = read_yaml(before, file), read_yaml(after, file)
    if two.findings or one.root is None or two.root is None:
        return False
    return one.root.plain() == two.root.plain() and _comments(before) == _comments(after)


def _comments(text: str) -> list[str]:
    """The comments, in order. A `#` inside a value is none, and a value may be spelled in another way; but for block texts,
    which stand in both and end where the next thing begins."""
    text, kept, at = text.replace("\r\n", "\n"), [], 0
    for token in yaml.scan(text, LOADER):
        if isinstance(token, yaml.ScalarToken) and token.style not in ("|", ">"):
            kept.append(text[at : token.start_mark.index])
            at = token.end_mark.index
    rest = "x".join([*kept, text[at:]])
    return [found.rstrip() for found in _COMMENT.findall(rest)]
