"""The parts of a plan as text: its headline, and one account, or several accounts with the same plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from csws.model.change import Action
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.access_words import access_sentences
from csws.render.change_text import change_lines
from csws.render.diagnostics_text import hint_lines
from csws.render.finding_words import finding_text
from csws.render.headline import facts, next_action, sentence, standing_key, verdict
from csws.render.review.steps import step_views
from csws.render.run_words import run_paragraphs
from csws.render.score_moves import moves_sentences
from csws.render.step_title import unmanaged_name
from csws.render.style import Style, shown
from csws.render.terminal import paragraph, table, terminal_text
from csws.render.words import Words, words_of

_MOST = 8  # names of what stays as it is
_MOST_NAMES = 12  # accounts
_LOOKS = {
    Standing.REFUSED: "red",
    Standing.UNPLANNED: "red",
    Standing.WAITS: "yellow",
    Standing.HELD: "yellow",
    Standing.SAME: "green",
}


def headline_lines(plan: Plan, style: Style) -> Iterator[str]:
    """Which accounts, and whether their plan can be applied; then what, whom, what cannot be undone, and
    what to do next."""
    words = words_of(style.language)
    if len(plan.heads) == 1 and verdict(plan).is_quiet:
        yield style.paint(terminal_text(_title(plan.accounts[0])), "bold")
        yield from _matches(words, style, several=False)
        return
    what = _title(plan.accounts[0]) if len(plan.heads) == 1 else words.count("count.accounts", len(plan.heads))
    told = sentence(plan, words)
    if not verdict(plan).is_mixed:  # which has the number of accounts itself
        told = words.say("plan.about", what=what, verdict=told)
    for line in paragraph(terminal_text(told), style, hanging=2):
        yield style.paint(line, _look(plan), "bold")
    command = Markup("`{}`").format(shown(style.command))
    ready = words.say("plan.next_apply", command=command) if style.next_action is None else escape(style.next_action)
    rows = [*facts(plan, words)]
    if len(plan.heads) > 1:
        rows.append((words.plain("plan.accounts"), _counts(plan, words)))
    if style.next_action != "":
        rows.append((words.plain("plan.next"), next_action(plan, words, ready)))
    yield ""
    yield from table([(name, terminal_text(text)) for name, text in rows], style)


def _matches(words: Words, style: Style, *, several: bool) -> Iterator[str]:
    matches = words.plain("plan.all_match" if several else "plan.matches")
    text = words.plain("list.between", first=_sentence("plan.nothing", words), rest=matches)
    yield from (style.paint(line, "green") for line in paragraph(text, style, 2))


def _look(plan: Plan) -> str:
    return _LOOKS.get(verdict(plan).worst, "cyan")


def closing_lines(plan: Plan, style: Style) -> Iterator[str]:
    """The end of a long plan is what a terminal shows: once more whether it can be applied, and its digest."""
    words = words_of(style.language)
    yield ""
    for line in paragraph(terminal_text(sentence(plan, words)), style, hanging=2):
        yield style.paint(line, _look(plan), "bold")
    yield from paragraph(terminal_text(words.say("plan.digest", digest=plan.digest)), style)


def _title(plan: AccountPlan) -> Markup:
    return Markup("{} ({})").format(shown(plan.account), shown(plan.target))


_COUNTED = {
    "plan.n_failed": (Standing.UNPLANNED,),
    "plan.n_refused": (Standing.REFUSED,),
    "plan.n_held": (Standing.WAITS, Standing.HELD),
    "plan.n_changing": (Standing.DELETES, Standing.CHANGES),
    "plan.n_unchanged": (Standing.SAME,),
}


def _counts(plan: Plan, words: Words) -> Markup:
    """The number of accounts for each result; failures come first."""
    numbers = Counter(head.standing for head in plan.heads)
    counts = {key: sum(numbers[one] for one in standings) for key, standings in _COUNTED.items()}
    told = [words.say(key, n=escape(words.number(number))) for key, number in counts.items() if number]
    return words.say("plan.sentence", text=words.listed(told))


def account_lines(group: Group[PlanHead], plan: AccountPlan, style: Style, *, alone: bool) -> Iterator[str]:
    """Of the only account of a plan, the headline has the name, and whether it is refused."""
    words = words_of(style.language)
    if not alone:
        yield from _head(group, plan, words, style)
    yield from _body(group, plan, words, style, alone=alone)
    if plan.has_changes and len(group.heads) == 1 and not alone:
        yield ""
        yield from paragraph(terminal_text(words.say("plan.digest_alone", digest=plan.digest)), style, 2)


def _head(group: Group[PlanHead], plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    yield ""
    if len(group.heads) == 1:
        title = _title(plan)
    else:
        names = [escape(shown(name)) for name in group.names[:_MOST_NAMES]]
        left = len(group.heads) - len(names)
        more = [Markup("… (+{})").format(words.number(left))] if left else []
        same = words.count("plan.same", len(group.heads))
        title = words.say("list.fact", name=same, text=words.listed([*names, *more]))
    for line in paragraph(terminal_text(title), style, hanging=2):
        yield style.paint(line, "bold")
    standing = group.heads[0].standing
    if standing.stops and standing is not Standing.UNPLANNED:
        yield style.paint(f"  {_sentence(standing_key(standing), words)}", _LOOKS[standing])


def _body(group: Group[PlanHead], plan: AccountPlan, words: Words, style: Style, *, alone: bool) -> Iterator[str]:
    if plan.error is not None or (plan.base is None and not alone):
        yield from _failure(group, plan, words, style)
    if plan.base is None:
        return
    if not plan.changes and not plan.steps and not alone:
        yield from _matches(words, style, several=len(group.heads) > 1)
    for change in sorted(plan.changes, key=lambda change: change.action is not Action.DELETE):
        yield from change_lines(change, style)
    yield from _aside(group, plan, words, style)
    yield from _run_lines(plan, words, style)
    yield from _step_lines(plan, words, style)
    yield from _people_lines(plan, words, style) if len(group.heads) == 1 else _all_people_lines(group, words, style)


def _sentence(key: str, words: Words) -> str:
    return words.plain("plan.sentence", text=words.plain(key))


def _failure(group: Group[PlanHead], plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    if plan.error is None:
        yield style.paint(f"  {words.plain('plan.invalid')}", "red")
        return
    text = shown(finding_text(plan.error.message, style.language))
    if len(group.heads) > 1:
        text = words.plain("plan.for_example", text=text)
    for line in paragraph(text, style, 2, 2):
        yield style.paint(line, "red")
    yield from hint_lines(plan.error.hint, style)


def _aside(group: Group[PlanHead], plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    """What is no change: examples, what stays, notes, what csws does not manage."""
    said = []
    if plan.changes and not is_exact(group):
        said.append(words.say("plan.example", account=plan.account))
    if plan.changes and plan.untouched:
        said.append(words.say("plan.untouched", names=_some_of([shown(item.name) for item in plan.untouched], words)))
    said += moves_sentences(plan, words)
    said += [escape(shown(finding_text(note, style.language))) for note in plan.notes]
    if plan.unmanaged:
        said.append(
            words.say("plan.unmanaged", names=_some_of([unmanaged_name(item, words) for item in plan.unmanaged], words))
        )
    for text in said:
        yield ""
        yield from paragraph(terminal_text(text), style, 2)


def _some_of(names: Sequence[str], words: Words) -> Markup:
    more = [Markup("… (+{})").format(words.number(len(names) - _MOST))] if len(names) > _MOST else []
    return words.listed([*(escape(name) for name in names[:_MOST]), *more])


def _run_lines(plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    if plan.run is None:
        return
    yield ""
    for text in run_paragraphs(plan.run, plan.account, words):
        yield from paragraph(terminal_text(text), style, 2)
    if plan.goes_on:
        yield from (style.paint(line, "cyan") for line in paragraph(words.plain("plan.goes_on"), style, 2))


def _step_lines(plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    """The steps are shown if they say more than the changes: a transient step, cleared choices, more than one step."""
    if len(plan.steps) < 2 and not plan.goes_on and not any(step.clears or step.consequential for step in plan.steps):
        return
    yield ""
    yield f"  {terminal_text(words.count('plan.steps', len(plan.steps)))}"
    for step, view in zip(plan.steps, step_views(plan, words), strict=True):
        first, *rest = paragraph(terminal_text(view.text), style, 8)
        yield f"  {step.id:>4}. {first[8:]}"
        yield from rest
        for note in view.notes:
            yield from (style.paint(line, "yellow") for line in paragraph(terminal_text(note), style, 8))


def _people_lines(plan: AccountPlan, words: Words, style: Style) -> Iterator[str]:
    if not plan.visibility and not plan.team_moves:
        return
    yield ""
    yield f"  {words.plain('plan.access')}"
    for text in access_sentences(plan, words):
        yield from paragraph(terminal_text(text), style, 6, 2)


def _all_people_lines(group: Group[PlanHead], words: Words, style: Style) -> Iterator[str]:
    """Teams have different people in each account, so several accounts show only the totals."""
    gained, lost = sum(head.gained for head in group.heads), sum(head.lost for head in group.heads)
    if gained or lost:
        text = words.say("plan.access_in_all", gained=words.number(gained), lost=words.number(lost))
        yield ""
        yield from paragraph(terminal_text(text), style, 2)
