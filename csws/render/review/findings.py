"""Findings and notes as the review page shows them: in the reader's language as far as there are
words for them, else in English under the law of their rule."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from csws.model.diagnostic import Diagnostic
from csws.model.findings import most_important
from csws.model.frozen import frozen
from csws.render.html_page import coded
from csws.render.words import Words, clean
from csws.render.words.findings import translation_of

_MOST_FINDINGS = 500
_ACCEPTED = " Accepted: "  # what stands before the reason for accepting a warning


@frozen(kw_only=False)
class Said:
    """A sentence; `is_english` marks one that has no words in the reader's language."""

    text: Markup
    is_english: bool = False


@frozen(kw_only=False)
class Found:
    """A finding as the page shows it. `law` is that of its rule, where the message is English;
    `about` names accounts, where it is not of all that are shown together."""

    kind: str
    label: str
    code: str
    place: str
    law: str
    message: Said
    hint: Said | None
    about: str = ""


def said(english: str, words: Words) -> Said:
    translation = translation_of(words.language)
    if translation is None:
        return Said(coded(english))
    text = translation.text(english)
    return Said(coded(english), is_english=True) if text is None else Said(coded(text))


def shown_findings(found: tuple[Diagnostic, ...], words: Words, names: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """`names` are the accounts that are shown together."""
    return tuple(_found(item, words, names) for item in most_important(found)[:_MOST_FINDINGS])


def _found(item: Diagnostic, words: Words, names: tuple[str, ...]) -> Found:
    mine = [name for name in names if name in item.accounts]
    english, accepted, reason = item.message.partition(_ACCEPTED)
    message = said(english, words)
    if accepted:
        more = words.say("finding.accepted", reason=escape(clean(reason)))
        message = Said(words.listed([message.text, more], "list.between"), message.is_english)
    return Found(
        kind=item.severity.value,
        label=words.plain(f"finding.{item.severity.value}"),
        code=item.code,
        place=clean(f"{item.span.file}:{item.span.line}") if item.span else "",
        law=_law(item.code, words) if message.is_english else "",
        message=message,
        hint=said(item.hint, words) if item.hint else None,
        about=words.plain("list.fact", name=words.joined(mine), text="").rstrip() if len(mine) < len(names) else "",
    )


def _law(code: str, words: Words) -> str:
    translation = translation_of(words.language)
    law = translation.laws.get(code) if translation else None
    return words.plain("finding.law", law=law) if law else ""


def notes(texts: Iterable[str], words: Words) -> tuple[Said, ...]:
    return tuple(said(text, words) for text in texts)
