"""libyaml's error for a text that is not YAML → the place to correct, a sentence, and the fix.
Reads no value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

from csws.load.lines import line_and_column, line_start
from csws.model.frozen import frozen, mutable

_CLOSES = {"[": "]", "{": "}"}
_OTHER = "Check the indentation, quotes and brackets on this line and the one above it."
_QUOTE_IT = "Put the whole value in quotes."


@frozen(kw_only=False)
class Fault:
    """The place (an index into the text), what is wrong, and what to do."""

    index: int
    message: str
    hint: str


def forbidden_character(text: str, index: int) -> Fault:
    """The fault for a character that YAML does not allow raw, or that other tools treat as a line
    break."""
    code = ord(text[index])
    name = unicodedata.name(text[index], "") or _CONTROLS.get(code, "a control character")
    escape = f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return Fault(index, f"The character U+{code:04X} ({name}) is not allowed in YAML.", "Remove it.")
    hint = f'Remove it, or write it as the escape {escape} in a text in double quotes: "{escape}".'
    return Fault(index, f"The raw character U+{code:04X} ({name}) is not allowed in a settings file.", hint)


_CONTROLS = {0x85: "NEXT LINE", 0x00: "NUL", 0x1B: "ESCAPE", 0x08: "BACKSPACE", 0x7F: "DELETE"}


def fault_of(text: str, error: yaml.MarkedYAMLError, loader: Any) -> Fault:
    """The actual fault behind an error of the parser."""
    problem, context = error.problem or "", error.context or ""
    at = min(_index(error.problem_mark or error.context_mark), len(text))
    opened = min(_index(error.context_mark), len(text)) if error.context_mark else at
    scanned = _scan(text, loader)
    if "quoted scalar" in context and "end of stream" in problem:
        return _unclosed_quote(text, opened)
    if scanned.quote is not None and scanned.quote[1] == at:
        return _after_quote(text, *scanned.quote)
    if "flow" in context and scanned.open is not None:
        bracket = text[scanned.open]
        return Fault(
            scanned.open, f"The `{bracket}` opened here is not closed.", f"Close it with `{_CLOSES[bracket]}`."
        )
    if text[at : at + 1] in _CLOSES.values() and scanned.open is None:
        return _no_node(text, at, opened)
    for words, make in _FAULTS.items():
        if words in problem:
            return make(text, at, opened)
    return Fault(at, f"This is not YAML: {(problem or context or 'the text cannot be read').strip()}.", _OTHER)


def _index(mark: Any) -> int:
    return int(mark.index) if mark else 0


@mutable
class _Scanned:
    """`open` is the bracket that is never closed; `quote` is the last quoted text: where it opens,
    and where the next token begins."""

    open: int | None = None
    quote: tuple[int, int] | None = None


def _scan(text: str, loader: Any) -> _Scanned:
    """Looks only at the tokens, because the scanner continues where the grammar fails."""
    brackets: list[int] = []
    found, quoted = _Scanned(), None
    try:
        for token in yaml.scan(text, loader):
            start = token.start_mark.index
            if quoted is not None and not isinstance(token, _NO_TEXT):
                found.quote = (quoted, start)
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            quoted = start if is_quoted else None
            if isinstance(token, (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)):
                brackets.append(start)
            elif isinstance(token, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)):
                if brackets and _CLOSES[text[brackets[-1]]] == text[start]:
                    brackets.pop()
                elif brackets:
                    break
    except yaml.YAMLError:
        pass
    found.open = brackets[-1] if brackets else None
    return found


# Tokens that may follow a quoted text; none of them is text that was left outside the quotes.
_NO_TEXT = (yaml.ValueToken, yaml.FlowEntryToken, yaml.BlockEndToken, yaml.KeyToken, yaml.StreamEndToken)


def _unclosed_quote(text: str, opened: int) -> Fault:
    quote = text[opened]
    return Fault(opened, "The quote opened here is not closed.", f"Close it with {quote} where the value ends.")


def _after_quote(text: str, opened: int, at: int) -> Fault:
    """Something follows a quoted text: either it was closed too early, or the opening quote of the
    next text closed it."""
    first, last = line_and_column(text, opened)[0], line_and_column(text, at)[0]
    inside = "write '' for a quote inside" if text[opened] == "'" else 'write \\" for a quote inside'
    if first == last:
        return Fault(at, "Text follows the closing quote.", f"Put the whole value in quotes; {inside}.")
    message = f"The quote opened here is closed in the middle of line {last}, where more text follows."
    return Fault(opened, message, f"Close it where the value ends; {inside}.")


def _no_start(text: str, at: int, opened: int) -> Fault:
    if text[at] == "\t":
        return _tab(text, at, opened)
    return Fault(at, f"A value cannot begin with `{text[at]}`.", _QUOTE_IT)


def _tab(text: str, at: int, opened: int) -> Fault:
    return Fault(at, "There is a tab here, where YAML allows only spaces.", "Replace the tab by spaces.")


def _colon(text: str, at: int, opened: int) -> Fault:
    begins = line_start(text, at)
    if re.search(r":[ \t]", text[begins:at]):
        return Fault(at, "The value holds a second `: `, which would begin another key.", _QUOTE_IT)
    message = "This line is indented below a line that has a value already."
    return Fault(at, message, "Align it with the line above, or remove the value there.")


def _no_key(text: str, at: int, opened: int) -> Fault:
    column = line_and_column(text, opened)[1]
    message = f"A key is expected here, in column {column} like the others of its mapping."
    return Fault(at, message, "Check the indentation of this line, and the quotes of the line above it.")


def _no_colon(text: str, at: int, opened: int) -> Fault:
    return Fault(opened, "This line has no colon, so it is not a key with a value.", "Write it as `key: value`.")


def _no_comma(text: str, at: int, opened: int) -> Fault:
    hint = "Separate the items by commas; a value that holds `: ` needs quotes."
    return Fault(at, f"A comma or `{_CLOSES.get(text[opened : opened + 1], ']')}` is expected here.", hint)


def _no_node(text: str, at: int, opened: int) -> Fault:
    what = text[at : at + 1]
    if what in ("]", "}", ","):
        return Fault(at, f"The `{what}` here has no opening bracket.", "Remove it, or put the whole value in quotes.")
    return Fault(at, "A value is expected here.", _OTHER)


def _escape(text: str, at: int, opened: int) -> Fault:
    hint = "Write \\\\ for a backslash, or use single quotes, in which it is an ordinary character."
    return Fault(at, f"`\\{text[at + 1 : at + 2]}` is not an escape in a text in double quotes.", hint)


_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def _code_point(text: str, at: int, opened: int) -> Fault:
    index = text.rfind("\\", 0, at)
    pair = _PAIR.match(text, index)
    hint = "Write the character itself."
    if pair:
        code = 0x10000 + (int(pair[1], 16) - 0xD800) * 0x400 + int(pair[2], 16) - 0xDC00
        hint = f"Write the character itself, or \\U{code:08x}."
    return Fault(index, "This character is written as two JSON surrogate escapes, which YAML does not support.", hint)


def _fault_saying(message: str, hint: str, *, at_context: bool = False) -> Callable[[str, int, int], Fault]:
    return lambda text, at, opened: Fault(opened if at_context else at, message, hint)


_NAME = "A name of letters, digits, `-` and `_` must follow `*` and `&`."
_BLOCK = "Begin the text on the next line; only an indentation from 1 to 9 and `-` or `+` may follow `|` and `>`."
_FAULTS: dict[str, Callable[[str, int, int], Fault]] = {
    "cannot start any token": _no_start,
    "tab character": _tab,
    "mapping values are not allowed": _colon,
    "mapping keys are not allowed": _fault_saying("A `?` begins a key here, where none can be.", _QUOTE_IT),
    "block sequence entries are not allowed": _fault_saying(
        "A list cannot begin on the line of its key.", "Begin it on the next line, or write it as [A, B]."
    ),
    "did not find expected key": _no_key,
    "could not find expected ':'": _no_colon,
    "did not find expected '-' indicator": _fault_saying(
        "A list item is expected here, as on the lines above.", "Begin the line with `- `, or check its indentation."
    ),
    "did not find expected ',' or": _no_comma,
    "did not find expected node content": _no_node,
    "unknown escape character": _escape,
    "did not find expected hexdecimal number": _fault_saying(
        "Too few hexadecimal digits follow here.", "Complete the escape."
    ),
    "invalid Unicode character escape code": _code_point,
    "did not find expected alphabetic": _fault_saying(
        _NAME, "Put the whole value in quotes if it is text.", at_context=True
    ),
    "tag": _fault_saying(
        "Tags (`!…`) are not supported: settings are plain data.", "Remove the tag, or quote the value."
    ),
    "did not find the expected '>'": _fault_saying(
        "Tags (`!…`) are not supported.", "Remove the tag, or quote the value."
    ),
    "expected comment or line break": _fault_saying("Text follows `|` or `>` on the same line.", _BLOCK),
    "indentation indicator": _fault_saying("The indentation after `|` or `>` is not a number from 1 to 9.", _BLOCK),
    "incompatible YAML document": _fault_saying("Only YAML 1.1 and 1.2 can be read.", "Remove the `%YAML` line."),
    "<document start>": _fault_saying("More text follows where the document has ended.", _OTHER),
}
