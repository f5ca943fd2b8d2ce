"""The server with the capabilities of real editors, by pytest-lsp, which checks every message against the protocol."""

from __future__ import annotations

import shutil

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter

from tests.editing.projects import FOLDERS
from tests.lsp.editor import applied
from tests.tools import pytest_plugin

pytest_lsp = pytest_plugin("pytest_lsp")
pytestmark = pytest.mark.asyncio


def made():
    """A client that is asked to watch files; pytest-lsp's own does not know that."""
    client = pytest_lsp.make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    return client


SERVER = pytest_lsp.ClientServerConfig(server_command=["csws", "lsp"], client_factory=made)
EMEA = "workspaces/emea.yaml"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(FOLDERS["enterprise"], tmp_path / "acme")
    return tmp_path / "acme"


@pytest_lsp.fixture(config=SERVER, params=["visual_studio_code", "neovim", "emacs"])
async def client(lsp_client: pytest_lsp.LanguageClient, request, root):
    can = pytest_lsp.client_capabilities(request.param)
    await lsp_client.initialize_session(types.InitializeParams(capabilities=can, root_uri=root.as_uri()))
    yield
    await lsp_client.shutdown_session()


def named(root):
    return types.TextDocumentIdentifier(uri=(root / EMEA).as_uri())


def opens(client, root, text):
    document = types.TextDocumentItem(uri=named(root).uri, language_id="yaml", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))


def changed(text, edit):
    return applied(text, get_converter().unstructure(edit.document_changes[0].edits))


async def test_findings_and_a_fix(client, root):
    good = (root / EMEA).read_text()
    text = good.replace("EMEA CSM, ", "EMEA CMS, ")
    opens(client, root, text)
    while not client.diagnostics.get(named(root).uri):
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    (found,) = client.diagnostics[named(root).uri]
    assert found.code == "CSW303"
    asked = types.CodeActionParams(named(root), found.range, types.CodeActionContext(diagnostics=[found]))
    (action,) = await client.text_document_code_action_async(asked)
    assert changed(text, action.edit) == good


async def test_completion(client, root):
    opens(client, root, "workspaces:\n  emea:\n    name: EMEA\n    teams: [EM]\n")
    start = types.Position(0, 0)
    await client.text_document_code_action_async(
        types.CodeActionParams(named(root), types.Range(start, start), types.CodeActionContext(diagnostics=[]))
    )
    found = await client.text_document_completion_async(types.CompletionParams(named(root), types.Position(3, 14)))
    assert "EMEA CSM" in [item.label for item in found.items]


async def test_rename(client, root):
    text = (root / EMEA).read_text()
    opens(client, root, text)
    line = text.split("\n").index("  emea:")
    edit = await client.text_document_rename_async(types.RenameParams(named(root), types.Position(line, 3), "europe"))
    assert "  europe:\n    name: EMEA customer success\n" in changed(text, edit)
    assert "    renamed_from: emea\n" in changed(text, edit)
