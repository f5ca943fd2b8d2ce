"""The texts that csws writes on a forge, in GitHub's and GitLab's Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csws.pipeline.documents import Outcome, Run, RunStep
from csws.pipeline.forge import Place
from csws.pipeline.marks import TaskMark

_BACKTICKS = re.compile("`+")
_SPACE = re.compile(r"\s+")
_LINKED = re.compile(r"([@#!$%~](?=\w)|&(?=\d))")
_EXACT = re.compile(r"(```.*?```|(?<!\\)`[^`\n]*`|<https?://[^>]*>|\]\([^)\n]*\))", re.DOTALL)  # code, addresses
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&-])")


def escaped(text: str) -> str:
    """Text of somebody else's, so that it shows as it is: no markup, no mention, no link."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _without_links(_SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text)))


def _without_links(text: str) -> str:
    """Forges make mentions and links of `@name`, `#1` and `!1` also where they are escaped. A comment
    in between stops that, and leaves nothing in what people copy."""
    return _LINKED.sub(r"\1<!-- -->", text)


def code(text: str) -> str:
    """As a code span, whatever backticks it has."""
    longest = max((len(found) for found in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if longest else text
    return f"{fence}{inner}{fence}"


def prose(text: str) -> str:
    """A message of csws: what stands in backticks is code, the rest is shown as it is."""
    parts = re.split(r"`([^`]*)`", text)
    return "".join(code(part) if at % 2 else _escaped(part) for at, part in enumerate(parts))


def fenced(text: str) -> str:
    longest = max((len(found) for found in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def head_line(name: str, place: Place) -> str:
    """Which project and commit this is about, and where to look."""
    parts = [f"**{escaped(name)}**"] if name else []
    parts += [
        f"commit [{code(place.commit[:7])}]({place.commit_url})",
        f"[run]({place.run_url})",
        f"[review page and files]({place.files_url})",
    ]
    return " · ".join(parts)


def plan_text(name: str, place: Place, markdown: str) -> str:
    return f"{head_line(name, place)}\n\n{markdown}"


def no_plan_text(name: str, place: Place, exit_code: int, last_words: str) -> str:
    return (
        f"{head_line(name, place)}\n\n### csws: no plan could be made\n\n"
        f"csws stopped with exit code {exit_code}:\n\n{fenced(last_words or 'It gave no reason.')}\n\n"
        f"A plan shown earlier for this {place.pull_word} no longer counts. Fix this, and push again.\n"
    )


def result_text(
    name: str, place: Place, outcomes: Sequence[Outcome], remarks: Sequence[str], tasks: dict[str, str]
) -> str:
    """What apply did. `remarks` are sentences about what was not tried; `tasks` has the link of the
    issue for each account that waits."""
    lines = [head_line(name, place), "", f"### csws: {_headline(outcomes, remarks)}", ""]
    lines += [f"- {remark}" for remark in remarks]
    lines += [_outcome_line(outcome, place, tasks.get(outcome.account)) for outcome in outcomes]
    return "\n".join([*lines, ""])


def _headline(outcomes: Sequence[Outcome], remarks: Sequence[str]) -> str:
    failed = sum(1 for one in outcomes if one.exit_code and not one.waits)
    waiting = sum(1 for one in outcomes if one.waits)
    if failed or remarks:
        return "not everything was applied"
    if waiting:
        return "a person has to do some steps in HubSpot"
    return "applied" if any(one.done for one in outcomes) else "nothing to do"


def _outcome_line(outcome: Outcome, place: Place, task: str | None) -> str:
    account = f"**{escaped(outcome.account)}**"
    if outcome.waits:
        where = f"They are listed in {task}." if task else place.reporting.format(run=outcome.run)
        return f"- ⏳ {account}: {_steps(outcome.waiting)} must be done by a person. {where}".rstrip()
    if outcome.exit_code == 0:
        return f"- ✅ {account}: {f'applied, {_count(outcome.done)}' if outcome.done else 'nothing was left to do'}."
    why = " ".join(filter(None, [outcome.message, *outcome.failed, outcome.hint]))
    return f"- ❌ {account} (exit code {outcome.exit_code}): {prose(why)}"


def _count(steps: Sequence[int]) -> str:
    return "1 step" if len(steps) == 1 else f"{len(steps)} steps"


def _steps(ids: Sequence[int]) -> str:
    return f"step {ids[0]}" if len(ids) == 1 else f"steps {', '.join(map(str, ids[:-1]))} and {ids[-1]}"


def stale_remark(account: str, why: str, place: Place) -> str:
    """Why the account's plan was not applied, and the way on."""
    return f"⚠️ **{escaped(account)}**: not applied, because {why}. {place.way_on}"


def task_title(account: str, run: str) -> str:
    return f"csws: steps for a person in {account[:150]} (run {run})"


def task_text(mark: TaskMark, run: Run, ticked: frozenset[int], limit: int) -> str:
    """The issue of a run that waits. A tick in it reports that a step is done. Steps for which there
    is no room are reported with the command `resume`."""
    steps = pages("\n".join(_task_line(step, ticked) for step in run.steps), limit - 2000)
    rest = [] if len(steps) < 2 else ["", _NO_ROOM.format(run=run.id)]
    lines = [
        str(mark),
        f"A change to the account **{escaped(run.account)}** is waiting for manual steps, because HubSpot has no API for these settings.",
        "",
        "Do the steps in this order. The runbook is in the comments.",
        "",
        *steps[:1],
        *rest,
        "",
        "Tick a step after you did it and HubSpot shows it. csws then records the step, and who ticked it. "
        "Only ticks by people who may write to this repository count. "
        f"To give the run up instead, run the workflow with the command `abandon` and the run `{run.id}`.",
        "",
    ]
    return "\n".join(lines)


_NO_ROOM = (
    "There is no room here for the other steps: the runbook has all of them. "
    "Report them by running the workflow with the command `resume` and the run `{run}`."
)


def _task_line(step: RunStep, ticked: frozenset[int]) -> str:
    text = f"**{step.id}.** {escaped(step.summary)}"
    if step.is_done or step.is_manual:
        return f"- [{'x' if step.is_done or step.id in ticked else ' '}] {text}"
    return f"- {text} (csws does this itself)"


def runbook_text(runbook: str) -> str:
    """The runbook as it stands in a comment: its boxes report nothing, so they become bullets, and
    what names have in them mentions nobody."""
    bullets = re.sub(r"(?m)^(\s*)- \[ \] ", r"\1- ", runbook)
    return "".join(part if at % 2 else _without_links(part) for at, part in enumerate(_EXACT.split(bullets)))


def pages(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters, parted between lines."""
    found: list[str] = []
    for line in (part[:limit] for part in text.splitlines(keepends=True)):
        if found and len(found[-1]) + len(line) <= limit:
            found[-1] += line
        else:
            found.append(line)
    return [page.rstrip("\n") for page in found if page.strip()]


def cut(text: str, limit: int, place: Place) -> str:
    """The text, or as many lines of it as there is room for."""
    if len(text) <= limit:
        return text
    return f"{pages(text, limit)[0]}\n\nThe rest is in the log of the [run]({place.run_url}).\n"


def fold(title: str, text: str) -> str:
    return f"<details><summary>{escaped(title)}</summary>\n\n{text}\n</details>\n"
