"""What is too long for a forge is parted or cut; nothing is refused for its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from csws.pipeline.documents import Run, RunStep
from csws.pipeline.forge import Issue, Place
from csws.pipeline.marks import TaskMark, task_mark_of
from csws.pipeline.tasks import Text, refresh, show_run, ticks
from csws.pipeline.texts import cut, escaped, no_plan_text, pages, prose, runbook_text

LIMIT = 65_536
PLACE = Place(
    commit="c" * 40,
    commit_url="https://github.com/o/r/commit/c",
    run=(1, 1),
    run_url="https://github.com/o/r/actions/runs/1",
    files_url="https://github.com/o/r/actions/runs/1#artifacts",
    pull_url="",
    pull_word="pull request",
    pull_mark="#",
    way_on="",
)
MARK = TaskMark(project="0" * 12, account="acme", run="1" * 12)


class Refusing:
    """Tasks of a forge that refuses what is longer than it takes."""

    def __init__(self) -> None:
        self.bodies: dict[int, str] = {}
        self.replies: list[str] = []

    def open_issues(self) -> Iterator[Issue]:
        return (Issue(number=number, url="", body=body) for number, body in self.bodies.items())

    def issue(self, number: int) -> Issue | None:
        return Issue(number=number, url="", body=self.bodies[number])

    def open(self, title: str, body: str) -> Issue:
        assert len(title) <= 256
        issue = Issue(number=1, url="", body=body)
        self.edit(issue, body)
        return issue

    def edit(self, issue: Issue, body: str) -> None:
        assert len(body) <= LIMIT
        self.bodies[issue.number] = body

    def reply(self, issue: Issue, body: str) -> None:
        assert body.strip()
        assert len(body) <= LIMIT
        self.replies.append(body)

    def close(self, issue: Issue) -> None:
        raise AssertionError

    def may_write(self, login: str) -> bool:
        raise AssertionError


def _run(count: int, summary: str, done: int = 0) -> Run:
    steps = (
        RunStep(id=number, summary=summary, is_done=number <= done, is_manual=True) for number in range(1, count + 1)
    )
    return Run(account="acme", id="1" * 12, steps=tuple(steps))


@pytest.mark.parametrize(
    ("count", "summary"), [(4, "x"), (3000, "Create the workspace"), (400, "x" * 300), (1, "*" * 70_000)]
)
def test_a_run_of_any_size_has_an_issue(count, summary):
    forge = Refusing()
    runbook = "\n".join(f"## Step {number}\n\n- [ ] {summary}\n" for number in range(count))
    text = Text(source="", runbook=runbook, limit=LIMIT)
    issue = show_run(forge, MARK, _run(count, summary), text)
    assert task_mark_of(issue.body) == MARK
    assert sum(reply.count("## Step") for reply in forge.replies) == count
    is_whole = issue.body.count("- [ ]") == count
    assert is_whole or "command `resume`" in issue.body
    refresh(forge, issue, MARK, _run(count, summary, done=1), LIMIT)
    assert 1 in ticks(forge.bodies[1])


def test_pages_lose_nothing():
    text = "".join(f"line {number}\n" for number in range(1000))
    found = pages(text, 100)
    assert "\n".join(found) + "\n" == text
    assert max(map(len, found)) <= 100
    assert pages("", 100) == pages("\n\n", 100) == []


def test_a_text_that_is_cut_says_where_the_rest_is():
    text = "line\n" * 100
    assert cut(text, 500, PLACE) == text
    assert cut(text, 52, PLACE).startswith("line\n" * 9)
    assert PLACE.run_url in cut(text, 52, PLACE)


def test_the_reason_for_no_plan_is_short():
    from csws.pipeline.program import Done

    words = Done(code=1, data=b"", err="x" * 100_000).last_words
    assert len(no_plan_text("", PLACE, 1, words)) < LIMIT / 2


@pytest.mark.parametrize("name", ["@o/team", "a @kim", "#12", "o/r#12", "!7", "&4", "~label", "$3", "%2"])
def test_names_mention_nobody_and_link_to_nothing(name):
    """Neither GitHub nor GitLab looks across a comment; what a person copies is the name itself."""
    for text in (escaped(name), prose(name), runbook_text(f"- [ ] Enter in **Name**: **{name}**")):
        assert not re.search(r"[@#!&~$%]\w", text)
        assert name in re.sub(r"<!-- -->|\\", "", text)


def test_code_and_addresses_in_a_runbook_stay_as_they_are():
    text = "Open <https://app.example/a%20b#c> or [it](https://app.example/#c). Run `csws --by a@b.example #1`:\n\n```\ncsws --by a@b.example\n```\n"
    assert runbook_text(text) == text
