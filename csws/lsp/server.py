"""The server: which request gets which answer, and what is published. Knows no rule and no file format."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from csws import __version__
from csws.errors import CswsError
from csws.lsp import answers, lenses
from csws.lsp.convert import diagnostic_of
from csws.lsp.desk import Desk
from csws.lsp.desks import Desks

_TRIGGERS = [":", " ", "[", ",", "-", "'", '"']


def serve() -> None:
    """Answers an editor on stdin and stdout until it says goodbye."""
    make_server().start_io()


class Server(LanguageServer):
    """`may_plan` is the setting `csws.plan` of a client that tells it and cannot be asked."""

    def __init__(self) -> None:
        super().__init__("csws", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desks = Desks(self.publish)
        self.may_plan = False

    def publish(self, desk: Desk) -> None:
        """The findings of a state that is not older than what is typed; files without any are cleared. Says nothing
        again of a file that nobody has open."""
        state = desk.state
        if state is None:
            return
        found: dict[str, list[types.Diagnostic]] = {file: [] for file in (*desk.published, *desk.versions)}
        for item in state.diagnostics:
            file = item.span.file if item.span else "csws.yaml"
            found.setdefault(file, []).append(diagnostic_of(item, desk.lines, desk.uri_of, len(state.accounts)))
        for file, items in found.items():
            if file not in desk.versions and items == desk.published.get(file):
                continue
            params = types.PublishDiagnosticsParams(
                uri=desk.uri_of(file), diagnostics=items, version=desk.version_of(file)
            )
            self.text_document_publish_diagnostics(params)
        desk.published = {file: items for file, items in found.items() if items}

    async def look(self, desk: Desk) -> None:
        """Reads the accounts as they are, and lets the client ask for the lines above the blocks again."""
        await desk.look()
        if self.client_capabilities.workspace and self.client_capabilities.workspace.code_lens:
            self.workspace_code_lens_refresh(None)

    def watch(self) -> None:
        """Asks the client to tell about files that something else changes, where it can."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        watchers = [types.FileSystemWatcher(glob_pattern=f"**/*.{ending}") for ending in ("yaml", "yml", "json")]
        wanted = types.Registration(
            id="files",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
        )
        self.client_register_capability(types.RegistrationParams(registrations=[wanted]))

    async def allowed(self, desk: Desk) -> bool:
        """Whether the client's setting `csws.plan` is true for a project's folder."""
        workspace = self.client_capabilities.workspace
        if workspace is None or not workspace.configuration:
            return self.may_plan
        item = types.ConfigurationItem(scope_uri=desk.root.as_uri(), section="csws.plan")
        answer = await self.workspace_configuration_async(types.ConfigurationParams(items=[item]))
        return bool(answer) and answer[0] is True


def make_server() -> Server:
    server = Server()
    for register in (_documents, _places, _changes, _plans):
        register(server)
    return server


def _documents(server: Server) -> None:
    """What is opened, typed, saved and closed."""

    @server.feature(types.INITIALIZED)
    def initialized(ls: Server, params: types.InitializedParams) -> None:
        ls.desks.encoding = str(getattr(ls.workspace.position_encoding, "value", ls.workspace.position_encoding))
        root = [ls.workspace.root_uri] if ls.workspace.root_uri else []
        ls.desks.open_folders([*ls.workspace.folders] or root)
        ls.watch()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        found = ls.desks.at(document.uri)
        if found is not None:
            found[0].typed(found[1], document.uri, document.text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        found = ls.desks.at(document.uri)
        if found is not None:
            text = ls.workspace.get_text_document(document.uri).source
            found[0].typed(found[1], document.uri, text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        found = ls.desks.at(params.text_document.uri)
        if found is not None:
            found[0].closed(found[1])

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        found = ls.desks.at(params.text_document.uri)
        if found is not None:
            found[0].touched()
            if await ls.allowed(found[0]):
                await ls.look(found[0])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def touched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        for desk in ls.desks.all():
            desk.touched()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
        told: Any = params.settings
        mine = told.get("csws") if isinstance(told, dict) else None
        ls.may_plan = isinstance(mine, dict) and mine.get("plan") is True


def _places(server: Server) -> None:
    """What is asked about a place."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    def completion(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
        found = ls.desks.at(params.text_document.uri)
        return answers.completion(*found, params.position) if found else None

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
        found = ls.desks.at(params.text_document.uri)
        return answers.hover(*found, params.position) if found else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
        found = ls.desks.at(params.text_document.uri)
        return answers.defined(*found, params.position) if found else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
        found = ls.desks.at(params.text_document.uri)
        return answers.referred(*found, params.position) if found else []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = ls.desks.at(params.text_document.uri)
        return answers.symbols(*found) if found else []


def _changes(server: Server) -> None:
    """Edits that are handed to the client."""

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        found = ls.desks.at(params.text_document.uri)
        state = await found[0].settled() if found else None
        if found is None or state is None:
            return []
        desk, file = found
        fixes = answers.quick_fixes(desk, state, file, params.range)
        if answers.is_emptied(desk, file):
            fixes += answers.deletes(desk, state, (await desk.plans()).values())
        return fixes

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(ls: Server, params: types.PrepareRenameParams) -> types.Range | None:
        found = ls.desks.at(params.text_document.uri)
        return answers.renamable(*found, params.position) if found else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = ls.desks.at(params.text_document.uri)
        state = await found[0].settled() if found else None
        if found is None or state is None:
            return None
        try:
            return answers.renaming(found[0], state, found[1], params.position, params.new_name)
        except CswsError as error:
            raise JsonRpcInvalidParams(message=_sentence(error)) from error

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatting(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        found = ls.desks.at(params.text_document.uri)
        try:
            return answers.formatted(*found) if found else None
        except CswsError as error:
            ls.window_show_message(types.ShowMessageParams(type=types.MessageType.Warning, message=_sentence(error)))
            return None


def _plans(server: Server) -> None:
    """What a draft would change."""

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def code_lens(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
        found = ls.desks.at(params.text_document.uri)
        return lenses.lenses(*found, await found[0].plans()) if found else []

    @server.command(lenses.COMMAND)
    async def plan(ls: Server, root: str = "") -> str | None:
        """The command *Plan now*: reads each account once, and answers with the plan."""
        desk = ls.desks.of_root(root) or next(ls.desks.all(), None)
        if desk is None:
            return None
        await ls.look(desk)
        return lenses.document(await desk.plans())

    @server.feature(types.WORKSPACE_TEXT_DOCUMENT_CONTENT, types.TextDocumentContentOptions(schemes=[lenses.SCHEME]))
    async def content(ls: Server, params: types.TextDocumentContentParams) -> types.TextDocumentContentResult:
        desk = ls.desks.of_root(params.uri.replace(f"{lenses.SCHEME}:", "file:", 1))
        return types.TextDocumentContentResult(text=lenses.document(await desk.plans()) if desk else "")


def _sentence(error: CswsError) -> str:
    return f"{error.message} {error.hint}" if error.hint else error.message
