"""Findings as text: place, severity, code, sentence, and what to do next."""

from __future__ import annotations

from collections import Counter

from csws.model.diagnostic import Diagnostic, Severity
from csws.render.style import Style, shown

_LOOKS = {Severity.ERROR: ("red", "bold"), Severity.WARNING: ("yellow", "bold"), Severity.INFO: ("cyan",)}


def render(found: tuple[Diagnostic, ...], style: Style) -> str:
    return "".join(finding_lines(item, style) for item in found) + summary(found, style)


def finding_lines(item: Diagnostic, style: Style) -> str:
    where = f"{shown(item.span.file)}:{item.span.line}:{item.span.column}: " if item.span else ""
    head = style.paint(f"{item.severity.value} {item.code}", *_LOOKS[item.severity])
    hint = f"\n  {style.paint('→', 'dim')} {shown(item.hint)}" if item.hint else ""
    return f"{where}{head}: {shown(item.message)}{hint}\n"


def summary(found: tuple[Diagnostic, ...], style: Style) -> str:
    counts = Counter(item.severity for item in found)
    words = [_counted(counts[kind], kind.value) for kind in (Severity.ERROR, Severity.WARNING) if counts[kind]]
    if counts[Severity.ERROR] or (style.strict and counts[Severity.WARNING]):
        return style.paint(f"The configuration is invalid: {', '.join(words)}.", "red", "bold") + "\n"
    return style.paint("The configuration is valid" + (f", with {words[0]}." if words else "."), "green") + "\n"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
