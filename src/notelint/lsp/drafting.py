"""The query about a document, as a new document beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from notelint.lsp.addresses import path_of, uri_of
from notelint.lsp.protocol import RefusedRequestError
from notelint.outputs import query_markdown
from notelint.outputs.formats import Options, Tool
from notelint.queries.draft import draft
from notelint.queries.lint import lint

if TYPE_CHECKING:
    from notelint.lsp.model import Checked

_ENDING = "query.md"
_MOST = 1000


def query_text(checked: Checked) -> str:
    """The query in Markdown. Raises ``RefusedRequestError`` where none can be drafted, or it does not pass its own check."""
    if checked.report is None:
        raise RefusedRequestError(f"the document was not checked: {checked.problem}")
    note = replace(checked.report.note, source=Path(checked.report.note.source).name)
    report = replace(checked.report, note=note)
    drafted = draft(report, checked.catalogues)
    if not drafted.questions:
        raise RefusedRequestError(drafted.remark)
    text = query_markdown.render(drafted, Options(Tool("")))
    kinds = sorted({violation.kind for violation in lint(drafted, text)})
    if kinds:
        raise RefusedRequestError(f"the draft does not pass its own lint ({', '.join(kinds)}); write the query by hand")
    return text


def query_edit(uri: str, text: str) -> tuple[str, types.WorkspaceEdit]:
    """The address of a new document for the query, and the edit that makes it with this text.

    It is beside the note, under a name that no file has yet. Raises ``RefusedRequestError`` for a note that is no file.
    """
    path = path_of(uri)
    if path is None:
        raise RefusedRequestError("save the note first; the query is put beside it")
    new = uri_of(_free(Path(path)))
    start = types.Position(0, 0)
    document = types.OptionalVersionedTextDocumentIdentifier(new, None)
    return new, types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(new, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False)),
            types.TextDocumentEdit(document, [types.TextEdit(types.Range(start, start), text)]),
        ]
    )


def _free(note: Path) -> Path:
    names = (f"{note.stem}.{number}{_ENDING}" for number in ("", *(f"{at}." for at in range(2, _MOST))))
    path = next((note.with_name(name) for name in names if not note.with_name(name).exists()), None)
    if path is None:
        raise RefusedRequestError("there are too many queries beside the note; remove some")
    return path
