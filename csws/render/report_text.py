"""A report as text: for each account what was done, or why nothing was. Accounts with the same
result are shown once.

For several accounts a summary comes last, where it stays visible on a terminal. It begins with the
failures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from csws.errors import ApplyUnfinished, ConfigInvalid, GuardRefused, NotPermitted, StalePlan
from csws.model.grouping import Group
from csws.model.plan import Step
from csws.model.report import AccountReport
from csws.model.reports import Report, ReportHead
from csws.render.diagnostics_text import findings_text
from csws.render.finding_words import finding_text
from csws.render.style import Style, shown
from csws.render.terminal import terminal_text
from csws.render.width import wrapped
from csws.render.words import Words, words_of

_BEGUN = ApplyUnfinished.exit_code
_STALE = StalePlan.exit_code
_REFUSED = {ConfigInvalid.exit_code, GuardRefused.exit_code, NotPermitted.exit_code}  # before anything was begun
_SPELLED_OUT = 8  # accounts; if there are more, successful steps are only counted
_MOST = 12  # names of accounts; the JSON has all


def render(report: Report, style: Style) -> Iterator[str]:
    words = words_of(style.language)
    errors = tuple(found for found in report.diagnostics if found.is_error and not found.guard)
    yield findings_text(errors, style)
    steps = len(report.heads) <= _SPELLED_OUT
    for group in sorted(report.groups, key=lambda group: group.heads[0].exit_code != 0):
        if steps or group.heads[0].exit_code:
            yield _folded(_lines(group, report.accounts[group.at], words, style), style)
    if len(report.heads) > 1:
        yield _folded(_summary(report.heads, words, style), style)


def _folded(lines: Iterable[Markup], style: Style) -> str:
    """In lines of the terminal's width. What goes on is indented, below an arrow by two more."""
    out = []
    for line in map(terminal_text, lines):
        indent = line[: len(line) - len(line.lstrip())]
        rest = indent + ("  " if line else "")
        out += wrapped(line.lstrip(), style.width, indent, rest)
    return "\n".join(out) + "\n"


def _lines(group: Group[ReportHead], report: AccountReport, words: Words, style: Style) -> Iterator[Markup]:
    name = _painted(_title(group.names, words), style, "bold")
    several = len(group.heads) > 1
    texts = [*_done(report, words, style), *_before(report, words, style), *_notes(report, words)]
    yield from (words.say("report.named", name=name, text=text) for text in texts)
    if report.error is not None:
        yield from _unfinished(report, name, words, style, several=several)
    elif not report.done and report.after is not None:
        text = words.say("report.nothing_each" if several else "report.nothing", n=escape(str(report.after)))
        yield words.say("report.named", name=name, text=text)
    elif report.done:
        yield words.say("report.named", name=name, text=_applied(report, words, style, several=several))


def _applied(report: AccountReport, words: Words, style: Style, *, several: bool) -> Markup:
    applied = _painted(_word("report.word_applied", words), style, "green", "bold")
    before, after = escape(str(report.before)), escape(str(report.after))
    steps = words.count("report.steps", len(report.done))
    if several:
        return words.say("report.applied_each", applied=applied, steps=steps)
    return words.say("report.applied", applied=applied, steps=steps, before=before, after=after)


def _done(report: AccountReport, words: Words, style: Style) -> Iterator[Markup]:
    remarks = {at: f" {shown(finding_text(remark, words.language))}" for at, remark in report.remarks}
    for step in report.steps:
        if step.id in report.done:
            yield _step("report.done", "green", step, remarks.get(step.id, ""), words, style)


def _before(report: AccountReport, words: Words, style: Style) -> Iterator[Markup]:
    """The steps that were done before, by whom and when; in full where something is still to be done."""
    if report.error is None and report.done:
        return
    steps = {step.id: step for step in report.steps}
    for item in report.done_before:
        by = [terminal_text(words.say("report.by", who=item.who))] if item.who else []
        who = " ".join([*by, *([item.at] if item.at else [])])
        known = steps.get(item.step)
        yield _line("report.before", "green", item.step, known, f" ({who})" if who else "", words, style)


def _notes(report: AccountReport, words: Words) -> Iterator[Markup]:
    return (escape(shown(finding_text(note, words.language))) for note in report.notes)


def _step(key: str, look: str, step: Step, more: str, words: Words, style: Style) -> Markup:
    return _line(key, look, step.id, step, more, words, style)


def _line(key: str, look: str, number: int, step: Step | None, more: str, words: Words, style: Style) -> Markup:
    """What became of a step. `step` is None where only its number is known."""
    word = _painted(_word(key, words), style, look)
    what = _summary_of(step, words) if step else Markup()
    return words.say("report.step", word=word, n=escape(str(number)), step=what + escape(more)).rstrip()


def _summary_of(step: Step, words: Words) -> Markup:
    if words.language == "en":
        return escape(shown(step.summary))
    from csws.render.step_title import step_line

    name = step.sets.get("name") or step.was.get("name")
    is_primary = step.address.key == "primary"
    line = step_line(step, str(name or ("" if is_primary else step.address.key)), words)
    return words.say("plan.sentence", text=line)


_STATES = {"failed": "report.failed", "waiting": "report.waiting", "never_tried": "report.never_tried"}


def _unfinished(report: AccountReport, name: Markup, words: Words, style: Style, *, several: bool) -> Iterator[Markup]:
    """Why the run stopped, and the state of the steps that are not done."""
    assert report.error is not None
    failed = dict(report.failed)
    for step in report.steps if report.exit_code == _BEGUN else ():
        key = _STATES.get(report.status(step.id))
        if key:
            why = f" {shown(finding_text(failed[step.id], words.language))}" if step.id in failed else ""
            yield words.say("report.named", name=name, text=_step(key, "yellow", step, why, words, style))
    message = escape(shown(finding_text(report.error.message, words.language)))
    text = words.say("plan.for_example", text=message) if several else message
    why = words.say(
        "report.why", head=_head(report, style, words, waits=bool(report.waiting) and not failed), text=text
    )
    yield words.say("report.named", name=name, text=why)
    yield from (_arrow(line) for line in _next(report, words))


def _head(report: AccountReport, style: Style, words: Words, *, waits: bool) -> Markup:
    if waits:
        return _painted(_word("report.head_waiting", words), style, "yellow", "bold")
    key = "report.head_stopped" if report.exit_code == _BEGUN else "report.head_refused"
    return _painted(_word(key, words), style, "red", "bold")


def _next(report: AccountReport, words: Words) -> Iterator[Markup]:
    hint = (report.error.hint if report.error else None) or ""
    if hint:
        yield escape(shown(finding_text(hint, words.language)))
    if report.failed and report.run and "--resume" not in hint:
        command = escape(f"`csws --account {report.account} apply --resume --run {report.run}`")
        yield words.say("report.begun", run=report.run, command=command)
    if report.runbook:
        yield words.say("plan.runbook", files=escape(_files(report.runbook, words)))


def _files(path: str, words: Words) -> str:
    """Both forms of a runbook by the path of its Markdown; the page is what most people want."""
    return words.plain("plan.browser", page=f"{path.removesuffix('.md')}.html", file=path)


def _summary(heads: tuple[ReportHead, ...], words: Words, style: Style) -> Iterator[Markup]:
    """What failed, what waits, what is done, and how to continue."""
    waiting = tuple(head.account for head in heads if head.waiting)
    stopped = tuple(head.account for head in heads if head.exit_code == _BEGUN and not head.waiting)
    failed = tuple(head.account for head in heads if head.exit_code not in (0, _BEGUN) and not head.waiting)
    applied = sum(not head.exit_code and head.done > 0 for head in heads)
    left = len(heads) - len(failed) - len(stopped) - len(waiting) - applied
    counts = (
        ("report.n_refused", len(failed), ("red", "bold")),
        ("report.n_stopped", len(stopped), ("red", "bold")),
        ("report.n_waiting", len(waiting), ("yellow", "bold")),
        ("report.n_applied", applied, ("green",)),
        ("report.n_nothing", left, ()),
    )
    told = [
        _painted(words.say(key, n=escape(words.number(number))), style, *looks)
        for key, number, looks in counts
        if number
    ]
    accounts = words.count("count.accounts", len(heads))
    yield Markup()
    yield words.say("plan.sentence", text=words.say("list.fact", name=accounts, text=words.listed(told)))
    for key, names in (("report.refused", failed), ("report.stopped", stopped), ("report.waits", waiting)):
        if names:
            fact = words.say("list.fact", name=_word(key, words), text=_some(names, words))
            yield words.say("plan.sentence", text=fact)
    yield from (Markup("→ ") + _word(key, words) for key in _ways_on(heads))


def _ways_on(heads: tuple[ReportHead, ...]) -> Iterator[str]:
    if any(head.exit_code == _STALE for head in heads):
        yield "report.stale"
    left_over = [head for head in heads if head.exit_code not in (0, _STALE)]
    refused = [head for head in left_over if head.exit_code in _REFUSED or not head.planned]
    if len(left_over) > len(refused):
        yield "report.resume"
    if refused:
        yield "report.again"


def _title(names: tuple[str, ...], words: Words) -> Markup:
    """One account is just its name."""
    if len(names) == 1:
        return escape(shown(names[0]))
    return words.say("list.fact", name=words.count("count.accounts", len(names)), text=_some(names, words))


def _some(names: tuple[str, ...], words: Words) -> Markup:
    listed = words.listed([escape(shown(name)) for name in names[:_MOST]])
    more = len(names) - _MOST
    return words.say("plan.and_more", names=listed, n=escape(words.number(more))) if more > 0 else listed


def _arrow(text: Markup) -> Markup:
    return Markup("  → ") + text


def _word(key: str, words: Words) -> Markup:
    return escape(words.plain(key))


def _painted(text: Markup, style: Style, *looks: str) -> Markup:
    return Markup(style.paint(str(text), *looks))
