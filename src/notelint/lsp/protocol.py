"""The protocol as pygls has it, with what it must not do taken away: words of a note in logs and errors, and giving up.

pygls logs whole messages and answers an internal error with the text and the traceback of the exception. Its documents take a
form feed and other signs for the end of a line. Each of these is replaced here.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol.language_server import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from notelint.lsp.roles import Keeper

REFUSED = int(types.LSPErrorCodes.RequestFailed)
_PARSE, _INVALID, _PARAMS = -32700, -32600, -32602
_NOT_INITIALIZED = int(types.ErrorCodes.ServerNotInitialized)
_SAID = {
    _PARSE: "this is no message in JSON",
    _INVALID: "this is no request",
    -32601: "the method or command is not known",
    _PARAMS: "the parameters of the request are not valid",
    _NOT_INITIALIZED: "initialize comes first",
    int(types.LSPErrorCodes.RequestCancelled): "cancelled",
}
"""What an error says, by its code. Nothing else is said of it, since it could quote the note."""
_INTERNAL = -32603
_LOGGERS = ("pygls", "asyncio", "cattrs")


class RefusedRequestError(JsonRpcException):
    """A request that cannot be met. ``message`` says why, and has no word of a note."""

    CODE = REFUSED


def silence_logs() -> None:
    """Let no library log: its messages could quote the note, at whatever level."""
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class NoteProtocol(LanguageServerProtocol):
    """One connection."""

    _server: Any
    keeper: Keeper
    is_initialized = False

    def take(self, body: bytes | None) -> None:
        """Handle the message in a frame; one that is none is answered with the protocol's error."""
        if body is None:
            self._refuse(None, _INVALID)
            return
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, _PARSE)
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(None, _INVALID)
            return
        self._take(data)

    def _take(self, data: dict[str, Any]) -> None:
        method, number = data.get("method"), data.get("id")
        if method is not None and self._is_too_early(method):
            if "id" in data:
                self._refuse(number, _NOT_INITIALIZED)
            return
        try:
            message = self.structure_message(data)
        except Exception:  # noqa: BLE001 -- whatever is wrong with it, the client learns it by its code
            if "id" in data:
                self._refuse(number, _PARAMS if isinstance(method, str) else _INVALID)
            return
        self.is_initialized = self.is_initialized or method == types.INITIALIZE
        try:
            self.handle_message(message)
        except Exception as error:  # noqa: BLE001 -- pygls lets some pass, such as that of an id that is a list
            self.keeper.report_server_error(error, type(error))

    def _is_too_early(self, method: object) -> bool:
        return not self.is_initialized and method not in {types.INITIALIZE, types.EXIT}

    def _refuse(self, number: object, code: int) -> None:
        known = number if isinstance(number, (int, str)) and not isinstance(number, bool) else None
        self._send_data({"jsonrpc": self.VERSION, "id": known, "error": {"code": code, "message": _SAID[code]}})

    def _send_response(self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None) -> None:
        """As pygls sends it, with an error that has no word of a note in it."""
        if error is not None:
            says = error.message if error.code == REFUSED else _SAID.get(error.code, "internal error")
            error = types.ResponseError(code=error.code, message=says)
        super()._send_response(msg_id, result, error)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        """As pygls does it, with the encoding of positions that suits notelint best."""
        result = yield from super().lsp_initialize(params)
        result.capabilities.position_encoding = self.keeper.begin(params)
        result.capabilities.execute_command_provider = types.ExecuteCommandOptions(self.keeper.commands)
        return result

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:
        """Run a command of notelint."""
        return (yield self.keeper.run, (params,), None)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Keep the document and check it."""
        self.keeper.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change the document and check it when no other change follows."""
        self.keeper.edited(params.text_document, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget the document."""
        self.keeper.closed(params.text_document.uri)
