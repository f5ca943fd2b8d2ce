"""A plan as a comment on a pull request: what it comes to and what to do next, what is deleted, the
findings; the rest is folded. Never longer than GitHub allows.

Everything is in HTML blocks without blank lines, where Markdown has no effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import most_important
from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.finding_words import finding_text
from csws.render.headline import facts, next_action, sentence, verdict
from csws.render.html_text import calm, code, listed, prose, units, with_code
from csws.render.markdown_account import account_blocks
from csws.render.markdown_deletes import delete_list, too_many_deletes
from csws.render.markdown_fires import fires_list, too_many_fires
from csws.render.review.runs import run_sentences
from csws.render.style import Style
from csws.render.words import Words, words_of

MARKER = "<!-- csws-plan -->"
_MOST_FINDINGS = 20
_ROOM = 400  # reserved for the line that reports what was omitted


def render(plan: Plan, style: Style) -> str:
    words = words_of(style.language)
    head = "\n".join(_head(plan, words, style)) + "\n"
    tail = _tail(plan, words)
    left = style.limit - units(head) - units(tail) - _ROOM
    body, left_out = [], 0
    for group in plan.groups:
        if not sum(group.heads[0].counts):
            continue
        for block in account_blocks(group, plan.accounts[group.at], left, words, unfolded=len(plan.heads) == 1):
            left -= units(block.text)
            body.append(block.text)
            left_out += block.left_out
    omitted = f"<p>{words.count('plan.left_out', left_out)}</p>\n\n" if left_out else ""
    return head + "".join(body) + omitted + tail


def _tail(plan: Plan, words: Words) -> str:
    """For the person who applies the plan, its digest in a command."""
    if not plan.has_changes or plan.digest is None:
        return ""
    if not verdict(plan).has_ready:
        return f"<p>{words.say('plan.digest', digest=Markup(code(plan.digest)))}</p>\n"
    command = f"<p>{code(f'csws apply --expect {plan.digest}')}</p>"
    return f"<details><summary>{words.plain('plan.by_whom')}</summary>\n{command}\n</details>\n"


def _head(plan: Plan, words: Words, style: Style) -> Iterator[str]:
    limit = style.limit
    yield MARKER
    yield f"<h3>{calm(words.say('list.fact', name=Markup('csws'), text=sentence(plan, words)))}</h3>"
    yield ""
    deletes = delete_list(plan, words, limit // 2)
    fires = fires_list(plan, words, limit // 2 - units(deletes or ""))
    yield from _facts(plan, words, style, _next(plan, words, style, whole=None not in (deletes, fires)))
    yield from _runs(plan, words)
    yield from [too_many_deletes(plan, words)] if deletes is None else filter(None, [deletes])
    yield from [too_many_fires(plan, words)] if fires is None else filter(None, [fires])
    yield from _findings(plan, words, limit // 6)


def _next(plan: Plan, words: Words, style: Style, *, whole: bool) -> Markup | None:
    """What to do now; None where the caller says it. Nobody approves deletes and workflows that the
    comment does not list."""
    if not whole:
        return escape(words.plain("plan.next_page"))
    if style.next_action == "":
        return None
    usual = escape(words.plain("plan.next_comment"))
    return next_action(plan, words, usual if style.next_action is None else Markup(prose(style.next_action)))


def _facts(plan: Plan, words: Words, style: Style, then: Markup | None) -> Iterator[str]:
    """The lines of the headline. Long names give way to counts."""
    last = [] if then is None else [(words.plain("plan.next"), then)]
    text = _lines([*facts(plan, words), *last], words)
    if units(text) > style.limit // 5:
        text = _lines([*facts(plan, words, named=False), *last], words)
    yield f"<p>\n{text}\n</p>"
    yield ""


def _lines(rows: list[tuple[str, Markup]], words: Words) -> str:
    strong = Markup("<strong>{}</strong>")
    said = (words.say("list.fact", name=strong.format(name), text=text) for name, text in rows)
    return calm("<br>\n".join(said))


def _runs(plan: Plan, words: Words) -> Iterator[str]:
    """Unfinished runs: no two accounts have the same one, so each is alone in its group."""
    accounts = (plan.accounts[group.at] for group in plan.groups[:_MOST_FINDINGS])
    told = [
        f"<li>⏳ {code(account.account)}: {calm(' '.join(map(str, run_sentences(account.run, words))))}</li>"
        for account in accounts
        if account.run is not None
    ]
    if told:
        yield "\n".join(["<ul>", *told, "</ul>", ""])


def _findings(plan: Plan, words: Words, room: int) -> Iterator[str]:
    """The most important findings, as many as fit; the others are counted."""
    important = (item for item in most_important(plan.diagnostics) if item.severity is not Severity.INFO)
    told = [*_failures(plan, words), *(_finding(item, words) for item in important)]
    shown: list[str] = []
    for line in told[:_MOST_FINDINGS]:
        room -= units(line)
        if room < 0:
            break
        shown.append(line)
    if len(told) > len(shown):
        n = Markup(words.number(len(told) - len(shown)))
        shown.append(f"<li>{words.say('plan.more_findings', n=n)}</li>")
    if shown:
        yield "\n".join(["<ul>", *shown, "</ul>", ""])


def _failures(plan: Plan, words: Words) -> Iterator[str]:
    for group in plan.groups:
        error = plan.accounts[group.at].error
        if error is not None and group.heads[0].standing is Standing.UNPLANNED:
            yield f"<li>❌ {listed(group.names)} {_said(error.message, words)}{_hint(error.hint, words)}</li>"


def _finding(item: Diagnostic, words: Words) -> str:
    at = f" {code(f'{item.span.file}:{item.span.line}')}" if item.span else ""
    mark = "❌" if item.is_error else "⚠️"
    return f"<li>{mark} {_said(item.message, words)}{_hint(item.hint, words)} ({item.code}{at})</li>"


def _hint(hint: str | None, words: Words) -> str:
    return f"<br>→ {_said(hint, words)}" if hint else ""


def _said(english: str, words: Words) -> str:
    return with_code(finding_text(english, words.language))
