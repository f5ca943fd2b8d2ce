"""Findings as annotations of a GitHub workflow. GitHub shows ten errors and ten warnings per step,
so the most important come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.findings import Findings, most_important
from csws.render.style import Style, placed, shown

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = {"error": 10, "warning": 10, "notice": 9}  # one notice is left to count the others
_LONGEST = 4000  # GitHub cuts annotations that are somewhat longer


def render(found: Findings, style: Style) -> str:
    return workflow_commands(found.diagnostics, style)


def workflow_commands(
    found: tuple[Diagnostic, ...], style: Style, *, first: tuple[Diagnostic, ...] = (), shows_all: str = "csws validate"
) -> str:
    """One workflow command per line, those of `first` first; the last one counts the findings that are not shown, and
    names the command that `shows_all` of them."""
    written: Counter[str] = Counter()
    several = len({item.accounts for item in (*first, *found)}) > 1
    lines = []
    for item in (*first, *most_important(found)):
        command = _COMMANDS[item.severity]
        written[command] += 1
        if written[command] <= _SHOWN[command]:
            lines.append(_annotation(command, item, style, several=several))
    return "".join(f"{line}\n" for line in [*lines, *_rest(written, shows_all)])


def _rest(written: Counter[str], shows_all: str) -> Iterator[str]:
    more = [f"{written[kind] - most} {kind}(s)" for kind, most in _SHOWN.items() if written[kind] > most]
    if more:
        yield f"::notice title=csws::Not shown here: {', '.join(more)}. `{shows_all}` shows all of them."


def _annotation(command: str, item: Diagnostic, style: Style, *, several: bool) -> str:
    whose = f" ({', '.join(map(shown, item.accounts))})" if several and item.accounts else ""
    text = shown(item.message) + whose + (f"\n{shown(item.hint)}" if item.hint else "")
    properties = {**_place(item.span, style), "title": item.code}
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{command} {listed}::{_escaped(_cut(text))}"


def _place(span: Span | None, style: Style) -> dict[str, str]:
    if span is None:
        return {}
    place = {"file": shown(placed(span.file, style)), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        place |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}
    return place


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _escaped(text: str, also: str = "") -> str:
    """Escapes text so that it cannot end its command or begin another one."""
    for character in f"%\r\n{also}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
