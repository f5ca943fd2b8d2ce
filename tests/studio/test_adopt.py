"""Adopting the account that somebody set up by hand, by clicks alone, in a real Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.editing.drafting import git
from tests.hubspot.conftest import authority as authority
from tests.hubspot.conftest import emulator as emulator
from tests.hubspot.test_newcomer import northwind as northwind
from tests.studio.hand import WORKSPACES, Hand, adopt
from tests.studio.process import page_of, studio
from tests.studio.shots import shot_of


@pytest.fixture
def root(northwind, tmp_path):
    assert csws(tmp_path, "init", "--hubspot", "northwind").code == 0
    return tmp_path / "northwind"


def committed(root, script):
    """The commands of the last page, as somebody pastes them: everything is in git afterwards."""
    assert script.splitlines()[1] == "git init"
    by = {f"GIT_{who}_{what}": "kim@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = os.pathsep.join((os.fspath(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(["sh", "-ec", script], env={**os.environ, **by, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    left = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=True)
    assert left.stdout == ""


def test_an_adoption_becomes_a_branch_with_its_record(browser, root):
    """HEAD, the index and the work tree stay as they are; the branch has what was written, and what csws knows."""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=K", "-c", "user.email=k@x.y", "commit", "-qm", "start"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    with studio(root) as started, page_of(browser, started) as page:
        hand = Hand(page)
        adopt(hand, started, WORKSPACES[:1])
        hand.type("Who looked at the screens", "Kim")
        hand.press("^Record it and write the files")
        page.get_by_text("northwind is adopted").wait_for()
        before = [git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")]
        page.locator("#branch-ask summary").click()
        page.get_by_label("Name of the branch").fill("adopt/northwind")
        if page.get_by_label("Your name").count():
            page.get_by_label("Your name").fill("Kim")
            page.get_by_label("Your email address").fill("kim@example.com")
        page.locator("#branch-ask form button").click()
        page.wait_for_url("**/review?branch=**")
    assert [git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")] == before
    on_it = git(root, "ls-tree", "-r", "--name-only", "adopt/northwind").split()
    assert {"csws.yaml", "objects.yaml", "records/northwind.jsonl", "workspaces/nordics-csm-workspace.yaml"} <= set(
        on_it
    )
    assert (
        git(root, "show", "adopt/northwind:records/northwind.jsonl") == (root / "records/northwind.jsonl").read_text()
    )


def test_four_workspaces_and_two_revenue_objects_by_clicks_to_an_empty_plan(browser, root):
    commands = ["init --hubspot", "studio"]
    with studio(root) as started, page_of(browser, started) as page:
        hand = Hand(page)
        adopt(hand, started)
        shot_of(page, "adopt-check")
        hand.type("Who looked at the screens", "Kim")
        hand.press("^Record it and write the files")
        page.get_by_text("northwind is adopted").wait_for()
        told = page.locator("main").inner_text()
        shot_of(page, "adopt-finished")
        script = page.locator("[data-copy]").get_attribute("data-copy")
    assert "shows no change" in told
    assert "objects.yaml" in told
    assert "workspaces/uk-csm-workspace.yaml" in told
    assert csws(root, "plan", "--detailed-exitcode").code == 0
    assert csws(root, "validate").code == 0
    assert "Kim" in csws(root, "history").out
    assert len(commands) <= 3
    committed(root, script)
    assert set(hand.typed) == {*WORKSPACES, "Customer success", "Kim"}  # names that HubSpot shows, and who looked
    print(f"{hand.presses} clicks, {hand.choices} choices, {len(hand.typed)} texts")
    assert (hand.presses, hand.choices) <= (70, 20)
