"""Corrections of findings: each one that csws offers is possible, removes its finding, and changes nothing else.

`fixes.yaml` has the cases in which the corrections are compared word for word.
"""

from __future__ import annotations

import pytest
import yaml

from csws.load.files import Buffers, Folder
from csws.load.fixing import with_edits
from csws.load.hunks import applied
from csws.model.diagnostic import merged
from csws.workflow.account.check import check_account, open_checked
from tests.rules.test_cases import BAD, HERE, NOW, make_case

CASES = yaml.safe_load((HERE / "fixes.yaml").read_text())


def found_in(root, files=None):
    opened = open_checked(root, None, NOW, files)
    accounts = [check_account(opened, name) for name in opened.names]
    return merged([*opened.told(), *(item for account in accounts for item in account.diagnostics)])


def after(root, fix):
    """The files that a fix changes, with their new texts."""
    files = Folder(root)
    names = dict.fromkeys(edit.span.file for edit in fix.edits)
    return {
        name: applied(files.text(name)[0], [edit for edit in fix.edits if edit.span.file == name]) for name in names
    }


def same(one, two):
    return (one.code, one.message, one.address) == (two.code, two.message, two.address)


@pytest.mark.parametrize(("code", "case"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_every_correction_is_possible_and_removes_its_finding(tmp_path, code, case):
    root = make_case(tmp_path, case["edits"])
    everything = found_in(root)
    for found in everything:
        for fix in found.fixes:
            fixed = with_edits(found, Folder(root))
            texts = after(root, next(one for one in fixed.fixes if one.title == fix.title))
            left = [item for item in found_in(root, Buffers(root, texts)) if same(item, found)]
            assert len(left) < len([item for item in everything if same(item, found)]), (fix.title, texts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_the_corrections_of_a_case(tmp_path, case):
    root = make_case(tmp_path, case["edits"])
    (found,) = [item for item in found_in(root) if item.code == case["code"]]
    fixes = with_edits(found, Folder(root)).fixes
    assert [shown(root, fix) for fix in fixes] == case["fixes"]
    assert [
        f"{item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in found.related
    ] == case.get("related", [])


def shown(root, fix):
    out = {"title": fix.title, "certain": fix.certain}
    for name, text in after(root, fix).items():
        before = (root / name).read_text().splitlines()
        lines = text.splitlines()
        out[name] = [f"- {line}" for line in before if line not in lines] + [
            f"+ {line}" for line in lines if line not in before
        ]
    return out
