"""The server: keeps the open documents, checks them when their author pauses, and answers requests about them."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from notelint.failure import described
from notelint.lsp.actions import ACKNOWLEDGE, QUERY, RULE, actions
from notelint.lsp.checking import Checker
from notelint.lsp.client import Client
from notelint.lsp.diagnostics import diagnostics
from notelint.lsp.frames import frames
from notelint.lsp.hovering import hover
from notelint.lsp.model import Document
from notelint.lsp.outline import flat_symbols, symbols
from notelint.lsp.positions import agreed_encoding, changed
from notelint.lsp.protocol import NoteProtocol, RefusedRequestError, silence_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from notelint.lsp.diagnostics import Page
    from notelint.lsp.frames import Stream
    from notelint.lsp.model import Checked
    from notelint.lsp.positions import Change
    from notelint.lsp.settings import Source

PAUSE = 0.15
"""Seconds without another change after which a document is checked."""
_WATCHED = ("**/.notelint.toml", "**/pyproject.toml", "**/.notelint-acknowledgements.jsonl", "**/.notelint-baseline.json")
_WATCHING = "notelint.files"


class Writer:
    """The stream that messages are written to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write a message at once."""
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


class NoteServer(LanguageServer):
    """The server of one client. ``page`` gives the address of the page of a rule."""

    protocol: NoteProtocol
    commands: tuple[str, ...] = (QUERY, ACKNOWLEDGE, RULE)

    def __init__(self, source: Source, page: Page, version: str) -> None:
        silence_logs()
        self.client = Client()
        self._page = page
        self._checker = Checker(source)
        self._worker = ThreadPoolExecutor(1, "notelint")
        self._documents: dict[str, Document] = {}
        self._checked: dict[str, Checked] = {}
        self._running: dict[str, tuple[str, asyncio.Future[Checked | None]]] = {}
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._lines_said: set[str] = set()
        super().__init__("notelint", version, protocol_cls=NoteProtocol, converter_factory=_converter)
        self.protocol.keeper = self
        self._register()

    # -- the connection -------------------------------------------------------------------------------------------------

    def serve(self, stream: Stream, writer: Writer) -> int:
        """Serve until the client says exit or its stream ends; the exit status."""
        self.protocol.set_writer(writer)
        try:
            asyncio.run(self._serve(stream))
        except SystemExit as end:
            return int(end.code or 0)
        except OSError:  # the client is gone
            return 1
        finally:
            self._worker.shutdown(wait=False, cancel_futures=True)
        return 1

    async def _serve(self, stream: Stream) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_say_nothing)
        bodies, reader = frames(stream), ThreadPoolExecutor(1, "notelint-reader")
        while True:
            more, body = await loop.run_in_executor(reader, _next, bodies)
            if not more:
                return
            self.protocol.take(body)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Print on standard error that something failed, without a word of the note."""
        del source
        if not isinstance(error, JsonRpcException) and sys.stderr is not None:
            sys.stderr.write(f"notelint: {described(error, 'language server')}\n")

    def begin(self, params: types.InitializeParams) -> types.PositionEncodingKind:
        """Note what the client can do; the encoding of positions to use with it."""
        general = params.capabilities.general
        self.client = Client(params.capabilities, agreed_encoding(general.position_encodings if general else None))
        folders = params.workspace_folders or []
        root = folders[0].uri if folders else params.root_uri
        self._checker.root = to_fs_path(root) if root else params.root_path
        return self.client.encoding

    # -- documents ------------------------------------------------------------------------------------------------------

    def opened(self, item: types.TextDocumentItem) -> None:
        """Keep a document and check it."""
        self._documents[item.uri] = Document(item.uri, item.version, item.text, str(item.language_id))
        self._check_after(item.uri, 0)

    def edited(self, document: types.VersionedTextDocumentIdentifier, changes: Sequence[Change]) -> None:
        """Change a document, and check it when no other change follows."""
        known = self._documents.get(document.uri)
        if known is not None:
            known.text = changed(known.text, changes, self.client.encoding)
            known.version = document.version
            self._check_after(document.uri, PAUSE)

    def closed(self, uri: str) -> None:
        """Forget a document, and take its diagnostics away."""
        if self._documents.pop(uri, None) is not None:
            self._checked.pop(uri, None)
            if (task := self._pending.pop(uri, None)) is not None:
                task.cancel()
            self._publish(uri, None, [])

    def check_again(self, uris: Sequence[str] | None = None) -> None:
        """Check documents again, all of them by default, because something else than their text has changed."""
        for uri in self._documents if uris is None else uris:
            self._checked.pop(uri, None)
            self._running.pop(uri, None)
            self._check_after(uri, 0)

    def _check_after(self, uri: str, seconds: float) -> None:
        if (task := self._pending.pop(uri, None)) is not None:
            task.cancel()
        self._pending[uri] = asyncio.get_running_loop().create_task(self._check_later(uri, seconds))

    async def _check_later(self, uri: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if uri in self._documents:
            await self.checked(uri)

    async def checked(self, uri: str) -> Checked:
        """What is found in the document as it is now; it is checked if it has not been. Raises ``RefusedRequestError``."""
        while True:
            document = self._documents.get(uri)
            if document is None:
                raise RefusedRequestError("no such document is open")
            last = self._checked.get(uri)
            if last is not None and last.lines.text is document.text:
                return last
            checked = await asyncio.shield(self._start(document))
            if checked is not None and checked.lines.text is document.text:
                return checked

    def _start(self, document: Document) -> asyncio.Future[Checked | None]:
        """The check of the document as it is, which runs already or is started. One that is done is not waited for again."""
        running = self._running.get(document.uri)
        if running is not None and running[0] is document.text and not running[1].done():
            return running[1]
        snapshot, encoding = replace(document), self.client.encoding

        def work() -> Checked | None:
            is_stale = self._documents.get(snapshot.uri, snapshot).text is not snapshot.text
            return None if is_stale else self._checker.check(snapshot, encoding)

        future = asyncio.get_running_loop().run_in_executor(self._worker, work)
        self._running[document.uri] = (document.text, future)
        future.add_done_callback(lambda done: self._arrived(snapshot.uri, done))
        return future

    def _arrived(self, uri: str, done: asyncio.Future[Checked | None]) -> None:
        """Keep and publish what was found, if the document is still as it was."""
        running = self._running.get(uri)
        if running is None or running[1] is not done:
            return
        del self._running[uri]
        checked = None if done.cancelled() or done.exception() is not None else done.result()
        document = self._documents.get(uri)
        if checked is None or document is None or document.text is not checked.lines.text:
            return
        self._checked[uri] = checked
        self._publish(uri, checked.version, diagnostics(checked, self._page, related=self.client.shows_related))
        for line in filter(None, (checked.config_problem, *checked.remarks)):
            self._say_once(line)

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        shown_version = version if self.client.knows_versions else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, shown_version))

    def _say_once(self, line: str) -> None:
        if line not in self._lines_said:
            self._lines_said.add(line)
            self.say(f"notelint: {line}", types.MessageType.Error)

    def say(self, line: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show a line to the user; it has no word of a note."""
        self.window_show_message(types.ShowMessageParams(kind, line))

    # -- requests -------------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        """Say which requests are answered."""
        kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.Source])
        handlers: tuple[tuple[str, Callable[[Any], Any], Any], ...] = (
            (types.INITIALIZED, self._initialized, None),
            (types.TEXT_DOCUMENT_DID_SAVE, self._saved, None),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._files_changed, None),
            (types.WORKSPACE_DID_CHANGE_CONFIGURATION, _ignored, None),
            (types.TEXT_DOCUMENT_HOVER, self._hover, None),
            (types.TEXT_DOCUMENT_CODE_ACTION, self._actions, kinds),
            (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, self._symbols, None),
        )
        for name, handler, options in handlers:
            self.feature(name, options)(partial(handler))  # pygls writes attributes, which a method does not take

    async def _initialized(self, _params: types.InitializedParams) -> None:
        asyncio.get_running_loop().run_in_executor(self._worker, self._checker.warm)
        if self.client.registers_watchers:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted = types.Registration(_WATCHING, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await self.client_register_capability_async(types.RegistrationParams([wanted]))

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        if params.text_document.uri in self._documents:
            self.check_again([params.text_document.uri])

    def _files_changed(self, _params: types.DidChangeWatchedFilesParams) -> None:
        self.check_again()

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        checked = await self.checked(params.text_document.uri)
        return hover(checked, params.position, self._page, markdown=self.client.hovers_markdown)

    async def _actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = await self.checked(params.text_document.uri)
        return actions(checked, params.range, params.context.only, self._page)

    async def _symbols(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        checked = await self.checked(params.text_document.uri)
        return symbols(checked) if self.client.shows_trees else flat_symbols(checked)

    # -- commands -------------------------------------------------------------------------------------------------------

    async def run(self, params: types.ExecuteCommandParams) -> dict[str, Any]:
        """Run a command: what it did, in an object. Raises ``RefusedRequestError``."""
        from notelint.lsp.commands import run

        return await run(self, params.command, (params.arguments or [None])[0])

    async def in_worker(self, work: Any, *arguments: Any) -> Any:
        """What ``work`` returns in the thread that checks."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *arguments)

    def page(self, rule: str) -> str | None:
        """The address of the page of a rule."""
        return self._page(rule)


def _converter() -> Any:
    from pygls.protocol import default_converter

    return default_converter()  # type: ignore[no-untyped-call]


def _next(bodies: Any) -> tuple[bool, bytes | None]:
    """The next frame, and whether there was one."""
    try:
        return True, next(bodies)
    except (StopIteration, OSError, ValueError):
        return False, None


def _say_nothing(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """What is wrong with a task could quote the note; whoever waits for it gets an error."""


def _ignored(_params: types.DidChangeConfigurationParams) -> None:
    """Settings of the editor are not used; the configuration file is."""
