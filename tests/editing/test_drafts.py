"""Drafts: what an edit changes in the files, and what stays; conflicts; the files of drafts; saving."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csws.editing.applying import applied
from csws.editing.conflicts import conflicts, digests, effective, seen
from csws.editing.draft import Draft, draft_document, draft_from, edits_from
from csws.editing.drafts import FOLDER, DraftMoved, delete_draft, read_draft, write_draft
from csws.editing.form import Form
from csws.editing.layout import layout_of
from csws.editing.project import checkup
from csws.editing.saving import Conflicted, save_branch, save_files
from csws.errors import CswsError
from csws.load.yaml_reader import read_yaml
from csws.workflow import saving
from csws.workflow.branch import Author
from tests.editing.drafting import changed_lines, draft, form, git, in_git, made, project, saved
from tests.editing.projects import FOLDERS, NOW
from tests.effort import tries

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "drafts.yaml").read_text())
WRONG = yaml.safe_load((HERE / "wrong_edits.yaml").read_text())
TEAM = {"address": "workspace.emea", "path": "teams", "value": ["EMEA CSM"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_an_edit_changes_its_own_lines(tmp_path, case):
    root = project(tmp_path, case.get("project", "enterprise"))
    done = made(root, *case["edits"])
    lines = changed_lines(root, done)
    if "lines" in case:
        assert {file: said for file, said in lines.items() if said} == case["lines"]
    else:
        assert list(lines) == case["files"]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["says"])
def test_a_wrong_edit_is_refused_with_what_is_wrong(case):
    with pytest.raises(CswsError) as refused:
        edits_from([case["edit"]])
    assert "Edit 1" in refused.value.message
    assert case["says"] in refused.value.message


def test_a_deleted_workspace_leaves_its_file_and_is_listed(tmp_path):
    root = project(tmp_path)
    text = made(root, {"address": "workspace.apac", "remove": True}).texts.unsaved["workspaces/apac.yaml"]
    assert read_yaml(text, "f").root.plain() == {"removed": ["apac"]}
    state = checkup(made(root, {"address": "workspace.apac", "remove": True}).texts, NOW)
    assert [str(address) for address in state.accounts[0].loaded.declared.removed.values()] == ["workspace.apac"]


def test_a_workspace_that_comes_back_is_no_longer_listed(tmp_path):
    root = project(tmp_path)
    again = {"address": "workspace.apac", "value": {"name": "APAC"}}
    done = made(root, {"address": "workspace.apac", "remove": True}, again)
    assert set(done.texts.unsaved) == {"workspaces/apac.yaml"}
    assert read_yaml(done.texts.unsaved["workspaces/apac.yaml"], "f").root.plain() == {
        "workspaces": {"apac": {"name": "APAC"}}
    }


def test_a_workspace_deleted_for_all_goes_from_every_overlay(tmp_path):
    root = project(tmp_path, "agency")
    done = made(root, {"address": "workspace.partners", "remove": True})
    state = checkup(done.texts, NOW)
    assert not [found for found in state.diagnostics if found.is_error]
    for account in state.accounts:
        assert account.loaded.declared.settings.get("partners") is None
        assert [str(item) for item in account.loaded.declared.removed.values()] == ["workspace.partners"]


def test_one_account_may_do_without_a_workspace(tmp_path):
    root = project(tmp_path, "agency")
    done = made(root, {"account": "bluefin", "address": "workspace.partners", "remove": True})
    assert set(done.texts.unsaved) == {"overlays/bluefin.yaml"}
    kept = {item.name: item.loaded.declared.settings.get("partners") for item in checkup(done.texts, NOW).accounts}
    assert [name for name, found in kept.items() if found] == ["alder"]


@pytest.mark.parametrize("address", ["workspace.primary", "objects", "defaults"])
def test_what_is_never_deleted(tmp_path, address):
    with pytest.raises(CswsError, match="never deletes"):
        made(project(tmp_path), {"address": address, "remove": True})


def test_an_account_without_overlay_gets_no_change_of_its_own(tmp_path):
    root = project(tmp_path, "agency")
    config = root / "csws.yaml"
    config.write_text(config.read_text().replace("    overlay: overlays/alder.yaml", "    #"))
    with pytest.raises(CswsError, match="has no overlay"):
        made(root, {"account": "alder", "address": "workspace.primary", "path": "name", "value": "x"})


# The form.


def test_the_form_says_where_a_value_comes_from_and_who_shares_it():
    shown = form(FOLDERS["enterprise"], "meridian")
    emea = next(item for item in shown.items() if str(item.address) == "workspace.emea")
    layout = emea.at("services.default_layout")
    assert layout.origin.value == "defaults"
    assert (layout.span.file, layout.span.line) == ("objects.yaml", 22)
    assert {use.path[1] for use in layout.sharing} == {"primary", "emea", "apac", "strategic", "digital"}
    assert emea.at("name").is_included
    teams = {choice.value: choice for choice in emea.at("teams").choices}
    assert (teams["EMEA CSM"].people, teams["APAC CSM"].held_by) == (3, "apac")


def test_a_change_for_all_changes_every_workspace_that_shares_it():
    shown = form(
        FOLDERS["enterprise"], "meridian", {"address": "defaults", "path": "services.default_layout", "value": "table"}
    )
    changed = {
        item.address.key for item in shown.keyed() if (at := item.at("services.default_layout")) and at.is_changed
    }
    assert changed == {"primary", "emea", "apac", "strategic", "digital"}


def test_a_finding_stands_at_its_field_with_ways_out(tmp_path):
    from csws.editing.ways_out import ways_out

    edit = {"address": "workspace.apac", "path": "teams", "value": ["APAC CSM", "EMEA CSM"]}
    root = project(tmp_path)
    shown = form(root, "meridian", edit)
    items = {str(item.address): item for item in shown.items()}
    teams = items["workspace.emea"].at("teams")
    [found] = [found for found in teams.findings if found.code == "CSW302"]
    ways = ways_out(shown.state, found.fixes)
    assert [way.title for way in ways] == ["Remove `EMEA CSM` from `emea`", "Remove `EMEA CSM` from `apac`"]
    for way in ways:
        texts = applied(layout_of(shown.state.texts), way.edits).texts
        assert "CSW302" not in {found.code for found in checkup(texts, NOW).diagnostics}


def test_what_is_unknown_stays_and_is_marked():
    edit = {"address": "workspace.emea", "path": "customers.csm_property", "value": "gone_property"}
    field = (
        form(FOLDERS["enterprise"], "meridian", edit).item(edits_block("workspace.emea")).at("customers.csm_property")
    )
    assert (field.value, field.unknown, field.is_changed) == ("gone_property", ("gone_property",), True)


def clashes(root, edits, base):
    return conflicts(saved(root), edits, base, applied(saved(root), edits))


def edits_block(address: str):
    from csws.kinds.addresses import parse

    return parse(address)


_PATHS = ["name", "description", "teams", "customers.renewal_date_property", "services.show", "services.default_layout"]
_PATHS += [
    "services.pipelines",
    "revenue.show",
    "revenue.objects.deals.default_layout",
    "revenue.objects.deals.pipelines",
]
_LISTS = ("teams", "services.pipelines", "revenue.objects.deals.pipelines")
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


def _edit(address, path, words, flag, removes):
    if removes:
        return {"address": address, "path": path, "remove": True}
    value = words if path in _LISTS else flag if path.endswith("show") else "".join(words)
    return {"address": address, "path": path, "value": value}


_EDITS = st.builds(
    _edit,
    st.sampled_from(["workspace.emea", "workspace.digital", "workspace.primary", "defaults"]),
    st.sampled_from(_PATHS),
    st.lists(_TEXT, max_size=3),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(_EDITS, max_size=6))
@settings(tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_form_shows_is_what_was_saved(tmp_path_factory, edits):
    """Form → files → form; and a line goes only where an edit is."""
    edits = [
        edit
        for edit in edits
        if not (edit["address"] == "defaults" and edit["path"] in ("name", "description", "teams"))
    ]
    root = project(tmp_path_factory.mktemp("round"))
    before = {file: (root / file).read_bytes() for file in digests(saved(root))}
    shown = form(root, "meridian", *edits)
    wanted = {(str(item.address), field.path): field.value for item in shown.items() for field in item.fields}
    save_files(root, edits_from(edits), digests(saved(root)))
    again = form(root, "meridian")
    assert {(str(item.address), field.path): field.value for item in again.items() for field in item.fields} == wanted
    touched = {
        "objects.yaml" if edit["address"] == "defaults" else f"workspaces/{edit['address'].split('.')[1]}.yaml"
        for edit in edits
    }
    assert {file for file, data in before.items() if (root / file).read_bytes() != data} <= touched
    last = {(edit["address"], edit["path"]): edit for edit in edits}
    for edit in last.values():
        if not edit.get("remove") and edit["address"] != "defaults":
            assert wanted[edit["address"], edit["path"]] == edit["value"]


# Conflicts.


def test_a_file_that_changed_elsewhere_is_no_conflict(tmp_path):
    root = project(tmp_path)
    mine = draft(root, TEAM)
    file = root / "workspaces/emea.yaml"
    file.write_text(file.read_text().replace("EMEA customer success", "EMEA success"))
    assert clashes(root, seen(saved(FOLDERS["enterprise"]), mine.edits), mine.base) == ()
    save_files(root, seen(saved(FOLDERS["enterprise"]), mine.edits), mine.base)
    text = file.read_text()
    assert "name: EMEA success" in text
    assert "teams: [EMEA CSM]\n" in text


def test_where_both_changed_the_same_field_nothing_is_written(tmp_path):
    root = project(tmp_path)
    mine = draft(root, TEAM, {"address": "workspace.apac", "path": "name", "value": "Asia"})
    edits = seen(saved(root), mine.edits)
    file = root / "workspaces/emea.yaml"
    file.write_text(file.read_text().replace("[EMEA CSM, EMEA Renewals]", "[CS Operations]"))
    before = (root / "workspaces/apac.yaml").read_bytes()
    with pytest.raises(Conflicted) as refused:
        save_files(root, edits, mine.base)
    assert [item.document() for item in refused.value.found] == [
        {
            "address": "workspace.emea",
            "path": "teams",
            "file": "workspaces/emea.yaml",
            "before": ["EMEA CSM", "EMEA Renewals"],
            "yours": ["EMEA CSM"],
            "theirs": ["CS Operations"],
        }
    ]
    assert (root / "workspaces/apac.yaml").read_bytes() == before
    mine_counts = seen(saved(root), edits_from([TEAM]))
    assert save_files(root, mine_counts, mine.base).files == ("workspaces/emea.yaml",)


def test_a_block_that_is_gone_is_a_conflict_and_a_clear_sentence(tmp_path):
    root = project(tmp_path)
    mine = draft(root, TEAM)
    (root / "workspaces/emea.yaml").unlink()
    [found] = clashes(root, mine.edits, mine.base)
    assert (found.yours, found.theirs) == (["EMEA CSM"], None)
    with pytest.raises(CswsError, match=r"No file of the project has `workspace.emea` any more"):
        made(root, TEAM)


def test_without_knowing_what_was_there_a_changed_file_is_a_conflict(tmp_path):
    root = project(tmp_path)
    file = root / "workspaces/emea.yaml"
    base = digests(saved(root))
    file.write_text(file.read_text() + "# a remark\n")
    [found] = clashes(root, edits_from([TEAM]), base)
    assert (found.before, found.theirs) == (None, ["EMEA CSM", "EMEA Renewals"])


# The files of drafts.


def test_a_draft_is_stored_and_read_again(tmp_path):
    root = project(tmp_path)
    stored = write_draft(root, draft(root, TEAM))
    assert stored.number == 1
    assert read_draft(root, "mine") == stored
    assert draft_from(json.loads(json.dumps(draft_document(stored)))) == stored
    assert delete_draft(root, "mine")
    assert read_draft(root, "mine") is None
    assert not delete_draft(root, "mine")


def test_the_older_of_two_windows_does_not_overwrite(tmp_path):
    root = project(tmp_path)
    first = write_draft(root, draft(root))
    write_draft(root, first)
    with pytest.raises(DraftMoved):
        write_draft(root, first)


@pytest.mark.parametrize("identity", ["", "../x", "A", "a" * 65, "a/b", ".", "con."])
def test_an_id_is_no_path(tmp_path, identity):
    with pytest.raises(CswsError, match="cannot be the id"):
        read_draft(tmp_path, identity)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"format_version": "2.0", "edits": "unknown"}', "newer_draft"),
        ("{", "unreadable_draft"),
        ("[" * 100_000, "unreadable_draft"),
        ("[]", "unreadable_draft"),
        ('{"id": "other"}', "unreadable_draft"),
        ('{"edits": [], "base": {"a": "\\ud800"}}', "unreadable_draft"),
    ],
)
def test_a_draft_that_cannot_be_used_is_kept(tmp_path, text, code):
    path = tmp_path / FOLDER / "mine.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    for work in (lambda: read_draft(tmp_path, "mine"), lambda: write_draft(tmp_path, Draft(id="mine", base={}))):
        with pytest.raises(CswsError) as refused:
            work()
        assert refused.value.code == code
    assert path.read_text() == text


def _write_for_ever(root: Path) -> None:
    known = read_draft(root, "mine") or draft(root, TEAM)
    while True:
        known = write_draft(root, known)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_draft_survives_a_kill(tmp_path):
    root = project(tmp_path)
    write_draft(root, draft(root, TEAM))
    for wait in (0.6, 0.75, 0.9):
        process = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(root,))
        process.start()
        process.join(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert read_draft(root, "mine").edits == edits_from([TEAM])


# Saving.


def test_a_save_without_a_change_changes_no_byte(tmp_path):
    root = project(tmp_path)
    file = root / "workspaces/emea.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    same = {"address": "workspace.emea", "path": "teams", "value": ["EMEA CSM", "EMEA Renewals"]}
    assert save_files(root, edits_from([same]), digests(saved(root))).files == ()
    assert file.read_bytes() == before
    save_files(root, edits_from([TEAM]), digests(saved(root)))
    assert file.read_bytes() == before.replace(b"[EMEA CSM, EMEA Renewals]", b"[EMEA CSM]")


BOTH = [TEAM, {"address": "workspace.apac", "path": "name", "value": "Asia"}]


def test_a_read_only_file_stops_the_whole_save(tmp_path, monkeypatch):
    """Asked of the system in one place, because a mode stops no root user."""
    root = project(tmp_path)
    monkeypatch.setattr(saving.os, "access", lambda path, mode: Path(path).name != "apac.yaml")
    before = (root / "workspaces/emea.yaml").read_bytes()
    with pytest.raises(CswsError, match=r"`workspaces/apac.yaml` is read-only, so nothing was saved"):
        save_files(root, edits_from(BOTH), digests(saved(root)))
    assert (root / "workspaces/emea.yaml").read_bytes() == before


def test_a_failure_part_way_takes_back_what_was_written(tmp_path, monkeypatch):
    root = project(tmp_path)
    new = {"address": "workspace.nordics", "value": {"name": "Nordics"}}
    before = {file: (root / file).read_bytes() for file in digests(saved(root))}
    rewrite = saving.rewrite

    def failing(path, shown, text, *, before):
        if shown == "workspaces/apac.yaml":
            raise CswsError("The disk is full.")
        rewrite(path, shown, text, before=before)

    monkeypatch.setattr(saving, "rewrite", failing)
    with pytest.raises(CswsError, match="disk is full"):
        save_files(root, edits_from([TEAM, new, *BOTH]), digests(saved(root)))
    assert not (root / "workspaces/nordics.yaml").exists()
    assert {file: (root / file).read_bytes() for file in before} == before


def test_a_save_that_nobody_heard_of_is_harmless_to_repeat(tmp_path):
    """Killed after the write and before the answer: the draft is still there, and its edits say what the files do."""
    root = project(tmp_path)
    new = {"address": "workspace.nordics", "value": {"name": "Nordics"}}
    more = {"address": "workspace.nordics", "path": "description", "value": "The north"}
    mine = draft(root, *BOTH, new, more, {"address": "workspace.digital", "remove": True})
    edits = seen(saved(root), mine.edits)
    save_files(root, edits, mine.base)
    after = digests(saved(root))
    assert clashes(root, edits, mine.base) == ()
    assert effective(saved(root), applied(saved(root), edits), edits) == ()
    assert save_files(root, edits, mine.base).files == ()
    assert digests(saved(root)) == after


# A branch.


def test_a_branch_touches_neither_head_nor_index_nor_work_tree(tmp_path):
    root = in_git(project(tmp_path))
    (root / "notes.txt").write_text("not mine\n")
    (root / "README.md").write_text("changed\n")
    git(root, "add", "README.md")
    before = git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), (root / ".git/index").read_bytes()
    new = {"address": "workspace.nordics", "value": {"name": "Nordics"}}
    made_branch = save_branch(root, edits_from([TEAM, new]), digests(saved(root)), "settings/emea", "Move a team")
    assert (
        git(root, "status", "--porcelain"),
        git(root, "rev-parse", "HEAD"),
        (root / ".git/index").read_bytes(),
    ) == before
    assert git(root, "diff", "--name-only", "main", "settings/emea").split() == [
        "workspaces/emea.yaml",
        "workspaces/nordics.yaml",
    ]
    assert (
        git(root, "log", "-1", "--format=%an <%ae> %s", "settings/emea").strip()
        == "Kari Nordmann <kari@example.com> Move a team"
    )
    assert git(root, "rev-parse", "settings/emea~1") == git(root, "rev-parse", "main")
    assert made_branch.commands[0] == "git switch -c settings/emea"


def test_a_branch_in_a_folder_of_the_repository(tmp_path):
    root = project(tmp_path)
    in_git(tmp_path)
    save_branch(root, edits_from([TEAM]), digests(saved(root)), "one", "One")
    assert git(tmp_path, "diff", "--name-only", "main", "one").split() == ["enterprise/workspaces/emea.yaml"]
    assert "teams: [EMEA CSM]\n" in git(tmp_path, "show", "one:enterprise/workspaces/emea.yaml")


def test_hooks_do_not_run_and_nothing_is_signed(tmp_path):
    root = in_git(project(tmp_path))
    git(root, "config", "commit.gpgSign", "true")
    hook = root / ".git/hooks/reference-transaction"
    hook.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
    hook.chmod(0o755)
    save_branch(root, edits_from([TEAM]), digests(saved(root)), "one", "One")
    assert not (root / "ran").exists()


@pytest.mark.parametrize("name", ["main", "-x", "a b", "a..b", "", "x.lock", "refs/../x"])
def test_a_name_that_no_new_branch_can_have(tmp_path, name):
    root = in_git(project(tmp_path))
    with pytest.raises(CswsError) as refused:
        save_branch(root, edits_from([TEAM]), digests(saved(root)), name, "One")
    assert refused.value.code == "branch"
    assert git(root, "branch", "--list").split() == ["*", "main"]


def test_an_author_is_asked_for_where_git_knows_none(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = in_git(project(tmp_path))
    git(root, "config", "--unset", "user.name")
    with pytest.raises(CswsError) as refused:
        save_branch(root, edits_from([TEAM]), digests(saved(root)), "one", "One")
    assert refused.value.code == "author"
    who = Author(name="Ola", email="ola@example.com")
    save_branch(root, edits_from([TEAM]), digests(saved(root)), "one", "One", who)
    assert git(root, "log", "-1", "--format=%an %cn", "one").split() == ["Ola", "Ola"]


def test_a_project_without_repository_says_so(tmp_path):
    root = project(tmp_path)
    with pytest.raises(CswsError, match="no git repository"):
        save_branch(root, edits_from([TEAM]), digests(saved(root)), "one", "One")


def test_the_form_of_a_draft_that_deletes_shows_what_goes(tmp_path):
    root = project(tmp_path)
    shown = form(root, "meridian", {"address": "workspace.apac", "remove": True})
    assert [(str(item.address), item.name) for item in shown.gone()] == [("workspace.apac", "APAC customer success")]
    assert isinstance(shown, Form)


def test_a_field_that_no_file_says_is_empty(tmp_path):
    root = project(tmp_path)
    shown = form(root, "meridian", {"address": "objects", "path": "revenue", "value": ["deals"]})
    field = shown.one(edits_block("workspace.emea"), "revenue.objects.nothing.csm_property")
    assert (field.value, field.origin) == (None, None)
    assert shown.one(edits_block("workspace.emea"), "no.such.path") is None
    assert shown.one(edits_block("workspace.nobody"), "name") is None
