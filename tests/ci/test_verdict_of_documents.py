"""What a pipeline makes of a plan's document: refused, cannot be applied yet, or with changes."""

from __future__ import annotations

import json

import pytest

from csws.pipeline.commands.plan import _title
from csws.pipeline.documents import plan_of
from tests.cli.console import csws
from tests.render.scenes import edit


def account(name, *, applyable=True, guards=()):
    found = [{"code": "CSW606", "severity": severity, "guard": True} for severity in guards]
    return {
        "account": name,
        "digest": f"sha256:{name}",
        "steps": [{}],
        "applyable": applyable,
        "exit_code": 0,
        "diagnostics": found,
    }


CASES = {
    "nothing in the way": ([account("a"), account("b")], "2 accounts with changes"),
    "a guard warns": ([account("a"), account("b", guards=["warning"])], "This plan cannot be applied yet"),
    "a guard refuses": (
        [account("a", applyable=False, guards=["error"]), account("b", guards=["warning"])],
        "This plan cannot be applied",
    ),
}


@pytest.mark.parametrize(("accounts", "title"), CASES.values(), ids=CASES)
def test_the_title_of_the_check(accounts, title):
    assert _title(plan_of({"digest": "sha256:x", "accounts": accounts})) == title


def test_a_plan_of_an_unknown_account_is_held(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    edit(tmp_path / "acme/csws.yaml", "target: sqlite:.csws/acme.db", "target: hubspot:1234567")
    plan = plan_of(json.loads(csws(tmp_path / "acme", "plan", "--format", "json").out))
    assert (plan.refused, plan.held) == ((), ("acme",))
