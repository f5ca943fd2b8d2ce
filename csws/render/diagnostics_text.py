"""Findings as text: place, severity, code, message, and what to do next."""

from __future__ import annotations

from collections import Counter

from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import Findings
from csws.render.change_words import counted
from csws.render.finding_words import finding_text, severity_word
from csws.render.style import Style, shown
from csws.render.width import wrapped

_LOOKS = {Severity.ERROR: ("red", "bold"), Severity.WARNING: ("yellow", "bold"), Severity.INFO: ("cyan",)}


def render(found: Findings, style: Style) -> str:
    return findings_text(found.diagnostics, style) + summary(found.diagnostics, style)


def findings_text(found: tuple[Diagnostic, ...], style: Style) -> str:
    """Each finding with its place. Names the accounts unless every finding concerns all of them."""
    several = len({item.accounts for item in found}) > 1 or any(len(item.accounts) > 1 for item in found)
    return "".join(_finding(item, style, several) for item in found)


def _finding(item: Diagnostic, style: Style, several: bool) -> str:
    where = f"{shown(item.span.file)}:{item.span.line}:{item.span.column}: " if item.span else ""
    head = style.paint(f"{severity_word(item.severity, style.language)} {item.code}", *_LOOKS[item.severity])
    whose = f" ({_accounts(item.accounts)})" if several and item.accounts else ""
    message = shown(finding_text(item.message, style.language))
    lines = wrapped(f"{where}{head}{whose}: {message}", style.width, "", "  ")
    return "".join(f"{line}\n" for line in [*lines, *hint_lines(item.hint, style)])


def hint_lines(hint: str | None, style: Style) -> list[str]:
    """What to do next, after an arrow; none without a hint."""
    if not hint:
        return []
    return wrapped(shown(finding_text(hint, style.language)), style.width, f"  {style.paint('→', 'dim')} ", "    ")


def _accounts(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return ", ".join(map(shown, names[:3] if more else names)) + more


def summary(found: tuple[Diagnostic, ...], style: Style) -> str:
    counts = Counter(item.severity for item in found)
    words = [counted(counts[kind], kind.value) for kind in (Severity.ERROR, Severity.WARNING) if counts[kind]]
    if counts[Severity.ERROR] or (style.strict and counts[Severity.WARNING]):
        return style.paint(f"The configuration is invalid: {', '.join(words)}.", "red", "bold") + "\n"
    return style.paint("The configuration is valid" + (f", with {words[0]}." if words else "."), "green") + "\n"
