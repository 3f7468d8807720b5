"""What the protocol and the commands need of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.lsp.client import Client
    from notelint.lsp.model import Checked
    from notelint.lsp.positions import Change


class Keeper(Protocol):
    """Keeps the documents of a client and runs commands."""

    commands: tuple[str, ...]

    def begin(self, params: types.InitializeParams) -> types.PositionEncodingKind:
        """Note what the client can do; the encoding of positions to use with it."""

    def opened(self, item: types.TextDocumentItem) -> None:
        """Keep a document and check it."""

    def edited(self, document: types.VersionedTextDocumentIdentifier, changes: Sequence[Change]) -> None:
        """Change a document."""

    def closed(self, uri: str) -> None:
        """Forget a document."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Report that something failed."""

    async def run(self, params: types.ExecuteCommandParams) -> dict[str, Any]:
        """Run a command."""


class Host(Protocol):
    """What a command works with."""

    client: Client

    async def checked(self, uri: str) -> Checked:
        """What is found in a document as it is now."""

    async def in_worker(self, work: Any, *arguments: Any) -> Any:
        """What ``work`` returns in the thread that checks."""

    def check_again(self, uris: Sequence[str] | None = None) -> None:
        """Check documents again."""

    def say(self, line: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show a line to the user."""

    def page(self, rule: str) -> str | None:
        """The address of the page of a rule."""

    async def workspace_apply_edit_async(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        """Ask the client to make an edit."""

    async def window_show_document_async(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        """Ask the client to open a document."""
