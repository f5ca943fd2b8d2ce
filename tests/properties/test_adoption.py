"""Adopting any account into any project: it becomes whole, or nothing happens and the findings say
why; and what is declared never changes."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csws.load.node import Node
from csws.load.project import open_project
from csws.model.names import normal_name
from csws.model.settings import Settings
from csws.model.target import AccountRef, RecordPermit
from csws.targets import target_for
from csws.workflow.adopt import Adopted, adopt_sheet
from csws.workflow.run.plan_run import plan_project
from tests.accounts import settings
from tests.effort import tries
from tests.properties.test_observation import FORMS
from tests.properties.test_under_defaults import DEFAULTS, FORBIDDEN, accounts
from tests.properties.test_whole_path import NOW, OPTIONS, write

INCLUDES = st.sampled_from(([], ["workspaces/*.yaml"], ["objects.yaml", "workspaces/*.yaml"], ["parts/*"]))
FORM = st.sampled_from(sorted(FORMS))
KIM = RecordPermit(operator="Kim")


def adopted(root: Path, account: Settings, form: str) -> Adopted:
    sheet = root.parent / "sheet.yaml"
    sheet.write_text(FORMS[form](account), encoding="utf-8", newline="")
    return adopt_sheet(root, None, NOW, sheet, KIM)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def state(root: Path) -> Any:
    where = AccountRef(id="1", name="acme", target="sqlite:acme.db", root=str(root), store="")
    with target_for("sqlite").reader(where) as reader:
        return reader.read()


def as_seen(account: Settings) -> Settings:
    """Without what no screen shows."""
    shown = [replace(item, id=None, name=normal_name(item.name), protect=False) for item in account.workspaces]
    return account.with_workspaces(shown)


@tries(60)
@given(account=accounts(), defaults=DEFAULTS, include=INCLUDES, form=FORM)
def test_a_project_that_declares_nothing_becomes_the_account(account, defaults, include, form):
    account = account.with_workspaces([replace(item, protect=False) for item in account.workspaces])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "p"
        root.mkdir()
        write(root, {"defaults": defaults, **({"include": include} if include else {})})
        before = files(root)
        done = adopted(root, account, form)
        if done.findings:
            assert {item.code for item in done.findings} <= FORBIDDEN, done.findings
            assert all(item.span.file.endswith("sheet.yaml") for item in done.findings), done.findings
            assert files(root) == before
            return
        assert not done.unwritten
        planned = plan_project(root, None, OPTIONS, NOW)
        assert (planned.exit_code, planned.has_changes) == (0, False), (planned.accounts, planned.diagnostics)
        found = state(root)
        assert (as_seen(found.settings), found.applied) == (as_seen(account), found.settings)
        again = adopted(root, account, form)
        assert (again.revision, again.files, again.adopted) == (None, (), {})


@tries(60)
@given(first=settings(), second=settings(), include=INCLUDES, form=FORM)
def test_what_is_declared_never_changes(first, second, include, form):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "p"
        root.mkdir()
        write(root, {"include": include} if include else {})
        first, second = (
            item.with_workspaces([replace(one, protect=False) for one in item.workspaces]) for item in (first, second)
        )
        assert not adopted(root, first, form).findings
        before, declared = files(root), open_project(root).base
        done = adopted(root, second, form)
        if done.findings:
            assert files(root) == before
        else:
            check_is_still_there(declared, open_project(root).base)


def check_is_still_there(old: Node, new: Node) -> None:
    for path in (("objects",), *(("workspaces", key) for key in old.at(("workspaces",)).mapping)):
        assert new.at(path).plain() == old.at(path).plain()
