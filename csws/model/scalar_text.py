"""How one value is spelled on one line of YAML, so that csws reads it back and a reviewer sees every
character of it. Knows nothing of files, comments and layout."""

from __future__ import annotations

import re

from csws.model.invisible import has_hidden, is_hidden
from csws.model.scalars import Scalar, scalar_of

PLAIN = ""
LONGEST_KEY = 1000  # characters; YAML ends a key without `?` at 1,024

_SPECIAL_START = tuple(",[]{}#&*!|>'\"%@`")
_MARKER = re.compile(r"[-?:](\s|\Z)|---|\.\.\.")
_SEPARATOR = re.compile(r":(\s|\Z)|\s#")
_FLOW_SEPARATOR = re.compile(r"[,\[\]{}]|\A[?:]")
# What tools of YAML 1.1 take for something other than text (yaml.org/type): words, numbers, times, dates.
_OTHER_IN_YAML_1_1 = re.compile(
    r"""(?: y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|=
    | [-+]?0b[01_]+ | [-+]?0[0-7_]+ | [-+]?0x[0-9a-fA-F_]+ | [-+]?[0-9][0-9_]*
    | [-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    | [0-9]{4}-[0-9][0-9]?-[0-9][0-9]?
      (?:(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
      (?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)?
    )\Z""",
    re.VERBOSE,
)
_SHORT = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}


def scalar_text(value: Scalar, style_before: str | None = None, *, in_flow: bool = False) -> str:
    """The spelling of a value: quotes only where they are needed, escapes for what cannot be seen.

    `style_before` is the quote in which the value was written until now, PLAIN for none, None for a value
    that is new. A text that YAML 1.1 takes for something else (`no`, `12:30:45`) keeps its quotes or its
    lack of them; a new one is quoted. `in_flow`: between brackets.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return repr(value).replace("inf", ".inf").replace("nan", ".nan")
    if has_hidden(value):
        return _double_quoted(value)
    if _can_be_plain(value, in_flow) and (style_before == PLAIN or not _OTHER_IN_YAML_1_1.match(value)):
        return value
    return "'" + value.replace("'", "''") + "'"


def _can_be_plain(text: str, in_flow: bool) -> bool:
    """Whether the text, which has no invisible characters, is read as itself without quotes."""
    if not isinstance(scalar_of(text), str) or text == "<<" or text != text.strip(" "):
        return False
    if text.startswith(_SPECIAL_START) or _MARKER.match(text) or _SEPARATOR.search(text):
        return False
    return not (in_flow and _FLOW_SEPARATOR.search(text))


def _double_quoted(text: str) -> str:
    return '"' + "".join(_escaped(text, at) for at in range(len(text))) + '"'


def _escaped(text: str, at: int) -> str:
    character = text[at]
    if character in _SHORT:
        return _SHORT[character]
    if not is_hidden(text, at):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
