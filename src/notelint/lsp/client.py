"""What the client can do, as it said when it connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterable


class Client:
    """The abilities of the client that the server asks about. One that it does not mention it does not have."""

    def __init__(
        self,
        capabilities: types.ClientCapabilities | None = None,
        encoding: types.PositionEncodingKind = types.PositionEncodingKind.Utf16,
    ) -> None:
        self.encoding = encoding
        self._capabilities = capabilities or types.ClientCapabilities()

    @property
    def shows_related(self) -> bool:
        """Whether a diagnostic may have related places."""
        return bool(self._at("text_document", "publish_diagnostics", "related_information"))

    @property
    def knows_versions(self) -> bool:
        """Whether diagnostics may name the version of the document."""
        return bool(self._at("text_document", "publish_diagnostics", "version_support"))

    @property
    def hovers_markdown(self) -> bool:
        """Whether a hover may be Markdown."""
        formats: Iterable[types.MarkupKind] = self._at("text_document", "hover", "content_format") or ()
        return types.MarkupKind.Markdown in formats

    @property
    def shows_trees(self) -> bool:
        """Whether an outline may be a tree."""
        return bool(self._at("text_document", "document_symbol", "hierarchical_document_symbol_support"))

    @property
    def makes_files(self) -> bool:
        """Whether the client makes a new document when it is asked to."""
        made: Iterable[types.ResourceOperationKind] = self._at("workspace", "workspace_edit", "resource_operations") or ()
        return bool(self._at("workspace", "apply_edit")) and types.ResourceOperationKind.Create in made

    @property
    def shows_documents(self) -> bool:
        """Whether the client opens a document when it is asked to."""
        return bool(self._at("window", "show_document", "support"))

    @property
    def registers_watchers(self) -> bool:
        """Whether the client can be asked to watch files."""
        return bool(self._at("workspace", "did_change_watched_files", "dynamic_registration"))

    def _at(self, *names: str) -> Any:
        found: Any = self._capabilities
        for name in names:
            found = getattr(found, name, None)
        return found
