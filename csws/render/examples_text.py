"""What came of examples, as text: what is not as expected, why, and how many hold."""

from __future__ import annotations

from csws.model.examples import Examples, Ran
from csws.render.diagnostics_text import findings_text, hint_lines
from csws.render.finding_words import finding_text
from csws.render.style import Style, shown
from csws.render.width import wrapped
from csws.render.words import Words, words_of


def render(found: Examples, style: Style) -> str:
    words = words_of(style.language)
    failed = "".join(_failed(one, found, words, style) for one in found.ran if not one.holds)
    return findings_text(found.findings, style) + failed + _summary(found, words, style)


def _failed(one: Ran, found: Examples, words: Words, style: Style) -> str:
    whose = f" ({shown(one.account)})" if found.several else ""
    at = f"{shown(one.span.file)}:{one.span.line}:{one.span.column}"
    tag = style.paint(words.plain("examples.failed"), "red", "bold")
    misses = shown(" ".join(finding_text(miss, style.language) for miss in one.misses))
    lines = wrapped(f"{at}: {tag} {shown(one.name)}{whose}: {misses}", style.width, "", "  ")
    for reason in one.because:
        lines += wrapped(shown(finding_text(reason, style.language)), style.width, "    ", "      ")
    return "".join(f"{line}\n" for line in [*lines, *hint_lines(words.plain("examples.next"), style)])


def _summary(found: Examples, words: Words, style: Style) -> str:
    examples = words.count("count.examples", len(found.ran)).striptags()
    values = {"examples": examples, "failed": words.number(found.failed)}
    if found.findings:
        errors = words.count("count.errors", len(found.findings)).striptags()
        return style.paint(words.plain("examples.errors", errors=errors, **values), "red", "bold") + "\n"
    if found.failed:
        return style.paint(words.plain("examples.some_failed", **values), "red", "bold") + "\n"
    return style.paint(words.plain("examples.as_expected", examples=examples), "green") + "\n"
