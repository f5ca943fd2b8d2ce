"""`csws lsp` as a process, by its protocol."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.cli.console import csws
from tests.editing.projects import FOLDERS
from tests.lsp.editor import Editor, applied

EMEA = "workspaces/emea.yaml"


@pytest.fixture
def enterprise(tmp_path):
    root = tmp_path / "my project å"
    shutil.copytree(FOLDERS["enterprise"], root)
    editor = Editor(root)
    yield editor
    editor.close()


def changes_of(editor, edit):
    out = {}
    for change in edit["documentChanges"]:
        file = next(
            file for file in [*editor.texts, *_files(editor)] if editor.uri(file) == change["textDocument"]["uri"]
        )
        text = editor.texts.get(file) or (editor.root / file).read_bytes().decode()
        out[file] = applied(text, change["edits"])
    return out


def _files(editor):
    return [path.relative_to(editor.root).as_posix() for path in editor.root.rglob("*.yaml")]


def test_findings_follow_what_is_typed_with_their_version(enterprise):
    enterprise.opens(EMEA)
    text = enterprise.texts[EMEA]
    version = enterprise.types(EMEA, text.replace("EMEA CSM, ", "EMEA CMS, "))
    (found,) = enterprise.findings(EMEA, version)
    assert (found["code"], found["severity"], found["source"]) == ("CSW303", 1, "csws")
    assert found["message"] == "The account has no team `EMEA CMS`.\nDid you mean `EMEA CSM`?"
    assert found["range"] == {"start": {"line": 7, "character": 12}, "end": {"line": 7, "character": 20}}
    assert enterprise.findings(EMEA, enterprise.types(EMEA, text)) == []


def test_a_finding_names_its_other_place(enterprise):
    enterprise.opens(EMEA)
    text = enterprise.texts[EMEA].replace("EMEA Renewals", "APAC CSM")
    enterprise.types(EMEA, text)
    (found,) = enterprise.findings(EMEA, 2)
    (related,) = found["relatedInformation"]
    assert related["location"]["uri"] == enterprise.uri("workspaces/apac.yaml")


def test_files_that_are_not_open_are_checked_too(enterprise):
    """The team is taken out of objects in the editor; the finding is in another file."""
    enterprise.opens("objects.yaml")
    text = enterprise.texts["objects.yaml"].replace("revenue: [deals, subscriptions]", "revenue: [deals]")
    enterprise.types("objects.yaml", text)
    assert any(found["code"] == "CSW408" for found in enterprise.findings("workspaces/digital.yaml"))


def test_a_quick_fix(enterprise):
    enterprise.opens(EMEA)
    enterprise.types(EMEA, enterprise.texts[EMEA].replace("[EMEA CSM, EMEA Renewals]", "emea csm  # 👩‍🚀 team"))
    place = {"start": enterprise.position(EMEA, "emea csm"), "end": enterprise.position(EMEA, "emea csm")}
    (action,) = enterprise.asks("codeAction", EMEA, range=place, context={"diagnostics": []})
    assert (action["title"], action["isPreferred"]) == ("Write it as a list", True)
    assert action["edit"]["documentChanges"][0]["textDocument"]["version"] == 2
    assert "teams:  # 👩‍🚀 team\n      - emea csm\n" in changes_of(enterprise, action["edit"])[EMEA]


def test_completion_of_values_and_keys(enterprise):
    enterprise.opens(EMEA)
    text = "workspaces:\n  emea:\n    name: EMEA\n    teams: [EM]\n    "
    enterprise.types(EMEA, text)
    settle(enterprise)
    items = enterprise.asks("completion", EMEA, "EM]", 2)["items"]
    assert [item["label"] for item in items][:2] == ["CS Leadership", "CS Operations"]
    americas = next(item for item in items if item["label"] == "Americas CSM")
    assert americas["detail"] == "3 people, in americas already"
    keys = enterprise.asks("completion", EMEA, "[EM]\n    ", 9)["items"]
    assert [item["label"] for item in keys][:2] == ["description", "customers"]
    assert keys[0]["textEdit"]["newText"] == "description: "


def settle(editor):
    """Until the server has looked at everything that was typed."""
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    editor.asks("codeAction", next(iter(editor.texts)), range=place, context={"diagnostics": []})


def test_hover_definition_and_references(enterprise):
    enterprise.opens("objects.yaml")
    enterprise.opens("workspaces/digital.yaml")
    settle(enterprise)
    hover = enterprise.asks("hover", "objects.yaml", "csm_property")
    assert "`americas`, `apac`, `emea`" in hover["contents"]["value"]
    (definition,) = enterprise.asks("definition", "workspaces/digital.yaml", "csm_property")
    assert definition["uri"] == enterprise.uri("objects.yaml")
    references = enterprise.asks("references", "objects.yaml", "csm_property", context={"includeDeclaration": False})
    assert enterprise.uri("workspaces/digital.yaml") in {item["uri"] for item in references}


def test_rename_writes_where_the_key_came_from(enterprise):
    enterprise.opens(EMEA)
    assert enterprise.asks("prepareRename", EMEA, "emea:")["start"] == enterprise.position(EMEA, "emea:")
    assert enterprise.asks("prepareRename", EMEA, "name:") is None
    changed = changes_of(enterprise, enterprise.asks("rename", EMEA, "emea:", newName="europe"))
    assert list(changed) == [EMEA]
    assert "  europe:\n    name: EMEA customer success\n" in changed[EMEA]
    assert "    renamed_from: emea\n" in changed[EMEA]


def test_formatting_is_fmt(enterprise):
    enterprise.opens(EMEA)
    messy = enterprise.texts[EMEA].replace("    name: EMEA", "    name:   'EMEA").replace("success\n", "success'\n", 1)
    enterprise.types(EMEA, messy)
    edits = enterprise.asks("formatting", EMEA, options={"tabSize": 2, "insertSpaces": True})
    (enterprise.root / EMEA).write_text(messy)
    assert csws(enterprise.root, "fmt").code == 0
    assert applied(messy, edits) == (enterprise.root / EMEA).read_text()


def test_symbols(enterprise):
    enterprise.opens(EMEA)
    (section,) = enterprise.asks("documentSymbol", EMEA)
    assert (section["name"], [item["name"] for item in section["children"]]) == ("workspaces", ["emea"])
    assert section["children"][0]["detail"] == "EMEA customer success"


def test_the_plan_above_a_block_and_as_a_document(enterprise):
    assert csws(enterprise.root, "apply", "--auto-approve").code == 0
    enterprise.opens(EMEA)
    enterprise.types(EMEA, enterprise.texts[EMEA].replace("[EMEA CSM, ", "["))
    settle(enterprise)
    (lens,) = lenses_of(enterprise)
    assert lens["command"]["title"] == "plan: 1 change, 3 people lose sight"
    assert lens["range"]["start"] == enterprise.position(EMEA, "emea:")
    text = enterprise.server.ask(
        "workspace/executeCommand", {"command": "csws.plan", "arguments": lens["command"]["arguments"]}
    )
    assert "EMEA CSM" in text
    uri = enterprise.root.as_uri().replace("file:", "csws-plan:")
    assert enterprise.server.ask("workspace/textDocumentContent", {"uri": uri})["text"] == text


def lenses_of(editor):
    """Plans come after findings."""
    for _ in range(100):
        found = editor.asks("codeLens", EMEA)
        if found:
            return found
    return []


def test_a_file_that_is_typed_and_not_saved_belongs_to_the_project(enterprise):
    enterprise.opens("workspaces/new.yaml", "workspaces:\n  new:\n    name: New\n    teams: [Nobody]\n")
    assert "CSW303" in {found["code"] for found in enterprise.findings("workspaces/new.yaml", 1)}
    enterprise.closes("workspaces/new.yaml")
    settled = [params for params in published_after(enterprise) if params["uri"].endswith("new.yaml")]
    assert settled[-1]["diagnostics"] == []


def published_after(editor):
    editor.opens(EMEA)
    settle(editor)
    return editor.published()


def test_columns_in_the_units_that_the_editor_counts(tmp_path):
    root = tmp_path / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    places = {}
    for encoding in ("utf-16", "utf-32"):
        editor = Editor(root, encoding)
        try:
            editor.opens(EMEA, "workspaces:\r\n  emea: {name: '👩客e\u0301', teams: [Nobody]}\r\n")
            found = next(item for item in editor.findings(EMEA, 1) if item["code"] == "CSW303")
            places[encoding] = found["range"]["start"]
        finally:
            editor.close()
    assert places == {"utf-16": {"line": 1, "character": 32}, "utf-32": {"line": 1, "character": 31}}


def test_the_client_is_asked_to_watch_files_and_what_changes_there_is_seen(tmp_path):
    root = tmp_path / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    editor = Editor(root, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    try:
        asked = editor.patiently(
            lambda: editor.server.until(lambda item: item.get("method") == "client/registerCapability")
        )
        assert asked["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
        editor.opens("objects.yaml")
        emea = root / EMEA
        emea.write_text(emea.read_text().replace("EMEA CSM", "Nobody"))
        editor.server.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": emea.as_uri(), "type": 2}]})
        assert [found["code"] for found in editor.findings(EMEA)] == ["CSW303"]
    finally:
        editor.close()


def test_the_file_of_a_deleted_block_offers_to_delete_it(enterprise):
    assert csws(enterprise.root, "apply", "--auto-approve").code == 0
    enterprise.opens("workspaces/apac.yaml", "# nothing here any more\n")
    start = {"line": 0, "character": 0}
    actions = enterprise.asks(
        "codeAction", "workspaces/apac.yaml", range={"start": start, "end": start}, context={"diagnostics": []}
    )
    action = next(action for action in actions if "removed" in action["title"])
    assert action["title"] == "Delete it: list `apac` under `removed`"
    assert changes_of(enterprise, action["edit"])["csws.yaml"].endswith("removed:\n  - apac\n")


@pytest.mark.parametrize("politely", [True, False])
def test_the_server_ends_with_its_editor(enterprise, politely):
    enterprise.opens(EMEA)
    if politely:
        enterprise.server.ask("shutdown", None)
        enterprise.server.tell("exit", None)
    else:
        enterprise.server.process.stdin.close()
    assert enterprise.server.process.wait(timeout=60) == 0


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("csws.lsp", "pygls"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    done = csws(tmp_path, "lsp")
    assert (done.code, "pip install pygls" in done.err) == (1, True)
