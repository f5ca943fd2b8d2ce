"""What came of examples, as text: what is not as expected, why, and how many hold."""

from __future__ import annotations

from csws.model.examples import Examples, Ran
from csws.render.change_words import counted
from csws.render.diagnostics_text import findings_text, hint_lines
from csws.render.style import Style, shown
from csws.render.width import wrapped

NEXT = "Correct the settings, or what the example expects."


def render(found: Examples, style: Style) -> str:
    failed = "".join(_failed(one, found, style) for one in found.ran if not one.holds)
    return findings_text(found.findings, style) + failed + _summary(found, style)


def _failed(one: Ran, found: Examples, style: Style) -> str:
    whose = f" ({shown(one.account)})" if found.several else ""
    at = f"{shown(one.span.file)}:{one.span.line}:{one.span.column}"
    head = f"{at}: {style.paint('failed', 'red', 'bold')} {shown(one.name)}{whose}: {shown(' '.join(one.misses))}"
    lines = wrapped(head, style.width, "", "  ")
    for reason in one.because:
        lines += wrapped(shown(reason), style.width, "    ", "      ")
    return "".join(f"{line}\n" for line in [*lines, *hint_lines(NEXT, style)])


def _summary(found: Examples, style: Style) -> str:
    if found.findings:
        told = f"{counted(len(found.findings), 'error')} in the examples; {counted(len(found.ran), 'example')} could be run, {found.failed} failed."
        return style.paint(told, "red", "bold") + "\n"
    if found.failed:
        return style.paint(f"{found.failed} of {counted(len(found.ran), 'example')} failed.", "red", "bold") + "\n"
    return style.paint(f"{counted(len(found.ran), 'example')}: as expected.", "green") + "\n"
